import { ApiError, request } from '../api/client.js';
import { sayOnPage } from '../words/index.js';

/** Is the password right? Then whether a second factor is asked for. */
export async function signIn(email: string, password: string): Promise<{ secondFactor: boolean }> {
  return request('/auth/sign-in/email', { method: 'POST', body: { email, password } });
}

/** The code from the app, or a recovery code; throws when it does not fit. */
export async function sendSecondFactor(kind: 'app' | 'recovery', code: string): Promise<void> {
  const path = kind === 'app' ? 'verify-totp' : 'verify-backup-code';
  await request(`/auth/two-factor/${path}`, { method: 'POST', body: { code: code.replace(/\s/g, '') } });
}

/** Leaves for the organisation's own sign-in page. `again`: it must ask even those who are signed in there. */
export async function leaveForSingleSignOn(provider: string, backTo: string, again = false): Promise<void> {
  const { url } = await request<{ url: string }>('/auth/sign-in/social', {
    method: 'POST',
    body: {
      provider,
      callbackURL: backTo,
      errorCallbackURL: '/sign-in',
      ...(again ? { additionalParams: { prompt: 'login', max_age: '0' } } : {}),
    },
  });
  location.assign(url);
}

/** Why signing in did not work, in one sentence. */
export function signInWords(error: unknown): string {
  if (!(error instanceof ApiError)) return sayOnPage('account.failed');
  if (error.offline) return sayOnPage('account.offline');
  if (error.code === 'PASSKEY_UNVERIFIED') return error.detail;
  if (error.status === 401 || error.status === 403) return sayOnPage('account.refused');
  if (error.status === 429) return error.code === 'TOO_MANY_ATTEMPTS' ? error.detail : sayOnPage('account.tooMany');
  if (error.status === 400 || error.status === 422) return sayOnPage('account.incomplete');
  return sayOnPage('account.failed');
}

/** What the server says about it, or that it could not be reached. */
export const problemWords = (error: unknown): string =>
  error instanceof ApiError
    ? error.offline
      ? sayOnPage('account.offline')
      : error.detail
    : sayOnPage('account.failed');
