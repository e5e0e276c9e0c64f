import { ApiError, request } from '../api/client.js';

/** Signs in, or says in one sentence why not. */
export async function signIn(email: string, password: string): Promise<string | null> {
  try {
    await request('/auth/sign-in/email', { method: 'POST', body: { email, password } });
    return null;
  } catch (error) {
    return signInWords(error);
  }
}

export function signInWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Signing in failed. Please try again.';
  if (error.offline) return 'The clinic server could not be reached. Check your connection and try again.';
  if (error.status === 401 || error.status === 403) return 'This e-mail and password do not belong together.';
  if (error.status === 429) return 'Too many attempts. Please wait a minute and try again.';
  if (error.status === 400 || error.status === 422) return 'Please give a complete e-mail address and a password.';
  return 'The server could not sign you in. Please try again in a moment.';
}
