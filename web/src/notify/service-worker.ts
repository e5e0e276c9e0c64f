/// <reference lib="webworker" />
/**
 * Shows a notice when the page is closed, and opens the page when it is chosen. It keeps nothing and answers no request:
 * what waits is read by the page, with the rights of whoever is signed in.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

interface Notice {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
}

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('push', (event) => {
  const notice = event.data?.json() as Notice | undefined;
  if (!notice) return;
  const { title, body, path, tag } = notice;
  event.waitUntil(worker.registration.showNotification(title, { body, tag, icon: '/icon.svg', data: { path } }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = (event.notification.data as { path?: string } | null)?.path ?? '/';
  event.waitUntil(open(path));
});

/** A page that is open already comes to the front; no second one is opened. */
async function open(path: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [page] = pages;
  if (!page) return void (await worker.clients.openWindow(path));
  await page.focus();
  await page.navigate(path).catch(() => null);
}
