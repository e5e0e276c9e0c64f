const PATH = import.meta.env.DEV ? '/src/worker/service-worker.ts' : '/service-worker.js';

export const workersWork = (): boolean => 'serviceWorker' in navigator && window.isSecureContext;

/** Asked again, it looks whether there is a newer one. The browser's cache is not asked: it could hold an old one back. */
export const registerWorker = (): Promise<ServiceWorkerRegistration> =>
  navigator.serviceWorker.register(PATH, {
    type: import.meta.env.DEV ? 'module' : 'classic',
    updateViaCache: 'none',
  });

/** So that the app opens without a connection. While developing, old files in the way would only surprise. */
export async function keepAppHere(): Promise<void> {
  if (import.meta.env.PROD && workersWork()) await registerWorker().catch(() => undefined);
}
