const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** For a request of an app that cannot even be sent back to it. Plain: it must work without scripts and styles. */
export function errorPage(error: string, description: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stepwell</title>
<meta name="viewport" content="width=device-width"></head><body><main>
<h1>This app cannot be connected</h1>
<p>The request of the app is not valid. You have done nothing wrong, and nothing was shared.</p>
<p>For the maker of the app: <code>${escape(error)}</code> ${escape(description)}</p>
</main></body></html>`;
}
