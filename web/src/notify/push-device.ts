import { registerWorker, workersWork } from '../worker/register.js';

export interface PushKeys {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Does this browser know web push? Safari on a phone only once the page is on the home screen. */
export const pushWorks = (): boolean => workersWork() && 'PushManager' in window && 'Notification' in window;

/** The person, or the browser, does not want notices. */
export class PushRefused extends Error {}

/**
 * Asks the person, and subscribes this browser.
 *
 * @throws PushRefused
 */
export async function subscribeHere(publicKey: string): Promise<PushKeys> {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushRefused();
  await registerWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  // One that was made with another key gets nothing from us.
  if (known && !hasKey(known, publicKey)) await known.unsubscribe();
  const subscription = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
    .catch(() => Promise.reject(new PushRefused()));
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (!endpoint || !p256dh || !auth) throw new PushRefused();
  return { endpoint, p256dh, auth };
}

/** This browser is told nothing more. */
export async function unsubscribeHere(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function hasKey(subscription: PushSubscription, publicKey: string): boolean {
  const used = subscription.options.applicationServerKey;
  const wanted = bytesOf(publicKey);
  return used !== null && new Uint8Array(used).every((byte, i) => byte === wanted[i]);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
