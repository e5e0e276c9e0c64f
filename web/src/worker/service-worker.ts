/**
 * The page's helper that lives on when the page is closed: it shows notices, and keeps the page's own files so that the
 * diary opens without a connection. It reads, keeps and sends nothing of patients.
 *
 * Only files under `worker/` may be imported here: what the page uses too would be split into a file of its own, and a
 * classic worker cannot import one.
 */
import { keepAppShell } from './keep-shell.js';
import { showNotices } from './show-notices.js';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
showNotices(worker);
keepAppShell(worker);
