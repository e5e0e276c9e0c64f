import type { Page } from 'playwright-core';

/** Until the service worker has kept the app; answers the addresses it keeps. */
export async function keptFiles(page: Page): Promise<string[]> {
  const look = `(async () => {
    const found = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
    return found;
  })()`;
  for (let i = 0; i < 800; i++) {
    const paths = await page.evaluate<string[]>(look);
    // The page comes last.
    if (paths.includes('/')) return paths;
    await page.waitForTimeout(50);
  }
  throw new Error('The app was not kept.');
}

/** All that this browser keeps for pages, in words; its colours are no secret. */
export const keptWords = (page: Page): Promise<string> =>
  page.evaluate<string>(`JSON.stringify({ ...localStorage, ...sessionStorage, 'stepwell.theme': undefined })`);
