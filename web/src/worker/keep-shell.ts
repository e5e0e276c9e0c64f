/// <reference lib="webworker" />
import { cacheName, isNobodyThere, isOldShell, isPageOf, PAGE, roadOf, type Shell } from './shell.js';

/** The build writes what the diary needs at the head of the worker (`web/shell-plugin.ts`). */
const SHELL: Shell = (globalThis as { STEPWELL_SHELL?: Shell }).STEPWELL_SHELL ?? { version: '', files: [] };

/** Keeps the app's own files, and opens pages from them when there is no connection. */
export function keepAppShell(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('install', (event) => event.waitUntil(keepOrLater(worker.caches)));
  worker.addEventListener('fetch', (event) => {
    const road = roadOf(event.request, worker.location.origin, SHELL);
    if (road === 'page') event.respondWith(answerPage(event, worker.caches));
    if (road === 'file') event.respondWith(answerFile(event.request, worker.caches));
  });
}

async function answerPage(event: FetchEvent, caches: CacheStorage): Promise<Response> {
  const kept = async () => (await caches.open(cacheName(SHELL))).match(PAGE);
  try {
    const answer = await fetch(event.request);
    if (isNobodyThere(answer.status)) return (await kept()) ?? answer;
    event.waitUntil(keepOrLater(caches));
    return answer;
  } catch (error) {
    const page = await kept();
    if (page) return page;
    throw error;
  }
}

const answerFile = async (request: Request, caches: CacheStorage): Promise<Response> =>
  (await caches.match(request.url)) ?? fetch(request);

/** Notices must work where there is no room for files; what could not be kept is tried again with the next page. */
const keepOrLater = (caches: CacheStorage): Promise<void> => keep(caches).catch(() => undefined);

/** All of this build or none of it: the page comes last, and says that the rest is there. Then the old ones may go. */
async function keep(caches: CacheStorage): Promise<void> {
  if (SHELL.files.length === 0) return;
  const cache = await caches.open(cacheName(SHELL));
  if (await cache.match(PAGE)) return;
  await cache.addAll(SHELL.files);
  const page = await fetch(PAGE, { cache: 'no-store' });
  if (!page.ok || page.redirected || !isPageOf(await page.clone().text(), SHELL)) return;
  await cache.put(PAGE, page);
  for (const name of await caches.keys()) if (isOldShell(name, SHELL)) await caches.delete(name);
}
