import { sayOnPage } from '../words/index.js';

/** "Firefox on Android"; what is not known is left out. */
export const deviceWords = (device: { browser: string | null; system: string | null }): string =>
  sayOnPage('account.device', { browser: device.browser ?? 'none', system: device.system ?? 'none' });

/** A first name for a passkey made here; the person may give it a better one. */
export function deviceHere(): string {
  const agent = navigator.userAgent;
  const systems = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'];
  return systems.find((system) => agent.includes(system)) ?? sayOnPage('account.passkeyUnnamed');
}
