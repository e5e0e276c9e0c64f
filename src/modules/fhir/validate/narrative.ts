/**
 * The XHTML of a narrative: only what FHIR allows (invariant txt-1) and nothing that could run or fetch. An
 * empty div is let through although txt-2 forbids it: systems in the field send it, and it harms nobody.
 * An allow-list read in one pass; the page shows narratives as text anyhow, other readers of our store may not.
 */
const MAX_CHARACTERS = 65_536;
const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const ELEMENTS = words(
  'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ' +
    'li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var u s strike kbd address bdo',
);
const ATTRIBUTES = words(
  'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset ' +
    'cite class clear color colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name ' +
    'nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace ' +
    'width xml:lang xml:space xmlns xmlns:xsi xsi:schemaLocation',
);
const LINKS = words('href src cite longdesc');
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

export interface NarrativeProblem {
  readonly code: 'invariant' | 'value' | 'too-long';
  readonly message: string;
}

const notAllowed = (what: string): NarrativeProblem => ({
  code: 'invariant',
  message: `a narrative may not hold ${what}`,
});
const malformed: NarrativeProblem = {
  code: 'value',
  message: 'div must be well-formed XHTML, one <div> around it all',
};

/** What is wrong with a narrative, or undefined. */
export function narrativeProblem(xhtml: string): NarrativeProblem | undefined {
  if (xhtml.length > MAX_CHARACTERS) {
    return { code: 'too-long', message: `div must not be longer than ${MAX_CHARACTERS} characters` };
  }
  const open: string[] = [];
  let at = 0;
  while (at < xhtml.length) {
    const next = xhtml.indexOf('<', at);
    const text = xhtml.slice(at, next < 0 ? xhtml.length : next);
    const blank = text.trim() === '';
    if (!blank && (open.length === 0 || hasBareAmpersand(text))) return malformed;
    if (next < 0) break;
    if (xhtml.startsWith('<!--', next)) {
      const end = xhtml.indexOf('-->', next + 4);
      if (end < 0) return malformed;
      at = end + 3;
      continue;
    }
    TAG.lastIndex = next;
    const tag = TAG.exec(xhtml);
    if (!tag) return xhtml[next + 1] === '!' || xhtml[next + 1] === '?' ? notAllowed('<! or <?') : malformed;
    const [, closing, name = '', attributes = '', selfClosed] = tag;
    if (!ELEMENTS.has(name)) return notAllowed(`this element: only text, tables, lists, links and images`);
    if (open.length === 0 && (name !== 'div' || closing || at > 0)) return malformed;
    if (closing && open.pop() !== name) return malformed;
    const problem = attributeProblem(attributes);
    if (problem) return problem;
    if (!closing && !selfClosed) open.push(name);
    at = TAG.lastIndex;
    if (open.length === 0 && at < xhtml.length && xhtml.slice(at).trim() !== '') return malformed;
  }
  if (open.length > 0 || at === 0) return malformed;
  return undefined;
}

function attributeProblem(attributes: string): NarrativeProblem | undefined {
  if (attributes === '') return undefined;
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.has(name)) return notAllowed('this attribute (no event handlers)');
    const value = plain(double ?? single ?? '');
    if (LINKS.has(name) && !isHarmlessLink(value))
      return notAllowed('links other than http, https, mailto, tel, # and images');
    if (name === 'style' && /url\(|expression|import|javascript|behaviou?r|binding|\\/.test(value)) {
      return notAllowed('styles that load something');
    }
  }
  return undefined;
}

/** As a browser would understand it: entities resolved, blanks and control characters dropped, lower case. */
function plain(value: string): string {
  const resolved = value.replaceAll(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?/gi, (_, hex?: string, decimal?: string) => {
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
  const named = resolved.replaceAll(/&(colon|tab|newline|lpar);?/gi, (_, word: string) =>
    word === 'colon' ? ':' : word === 'lpar' ? '(' : '',
  );
  return named.replaceAll(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\ufeff]/g, '').toLowerCase();
}

function isHarmlessLink(link: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(link)?.[1];
  if (scheme === undefined) return true;
  if (scheme === 'data') return /^data:image\/(png|jpeg|gif|webp);base64,/.test(link);
  return ['http', 'https', 'mailto', 'tel', 'urn'].includes(scheme);
}

function hasBareAmpersand(text: string): boolean {
  return text.includes('&') && /&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)/.test(text);
}
