/// <reference lib="webworker" />

interface Notice {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
}

/**
 * Shows a notice when the page is closed, and opens the page when it is chosen. What waits is read by the page, with the
 * rights of whoever is signed in.
 */
export function showNotices(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const notice = event.data?.json() as Notice | undefined;
    if (!notice) return;
    const { title, body, path, tag } = notice;
    event.waitUntil(worker.registration.showNotification(title, { body, tag, icon: '/icon.svg', data: { path } }));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const path = (event.notification.data as { path?: string } | null)?.path ?? '/';
    event.waitUntil(open(worker, path));
  });
}

/** A page that is open already comes to the front; no second one is opened. */
async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [page] = pages;
  if (!page) return void (await worker.clients.openWindow(path));
  await page.focus();
  await page.navigate(path).catch(() => null);
}
