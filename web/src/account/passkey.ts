import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { ApiError, request } from '../api/client.js';
import { sayOnPage } from '../words/index.js';
import { problemWords, signInWords } from './sign-in.js';

/** Passkeys belong to a name: at an address of digits (a demo at 127.0.0.1) browsers refuse them. */
const hasName = (): boolean => !/^[\d.]+$|:/.test(location.hostname);

export const passkeysWork = (): boolean => browserSupportsWebAuthn() && hasName();

/** The browser asks for a PIN, a finger or a face: a passkey alone must be both factors. */
const answerTo = (options: PublicKeyCredentialRequestOptionsJSON) =>
  startAuthentication({ optionsJSON: { ...options, userVerification: 'required' } });

/** Why no passkey signed in. The browser says no more than that it was not allowed: closed, timed out, none there. */
export function passkeyWords(error: unknown): string {
  if (!(error instanceof ApiError)) return sayOnPage('account.passkeyFailed');
  if (error.status === 401 && error.code !== 'PASSKEY_UNVERIFIED') return sayOnPage('account.passkeyUnknown');
  return signInWords(error);
}

/** Why no passkey was made. */
export const passkeyProblem = (error: unknown): string =>
  error instanceof ApiError ? problemWords(error) : sayOnPage('account.passkeyRefused');

export async function signInWithPasskey(): Promise<void> {
  const options = await request<PublicKeyCredentialRequestOptionsJSON>('/auth/passkey/generate-authenticate-options');
  const response = await answerTo(options);
  await request('/auth/passkey/verify-authentication', { method: 'POST', body: { response } });
}

export async function proveWithPasskey(): Promise<void> {
  const path = '/api/v1/account/proof/passkey';
  const options = await request<PublicKeyCredentialRequestOptionsJSON>(`${path}/options`, { method: 'POST', body: {} });
  const response = await answerTo(options);
  await request(path, { method: 'POST', body: { response } });
}

export async function addPasskey(name: string): Promise<void> {
  const path = '/api/v1/account/passkeys';
  const optionsJSON = await request<PublicKeyCredentialCreationOptionsJSON>(`${path}/options`, {
    method: 'POST',
    body: {},
  });
  const response = await startRegistration({ optionsJSON });
  await request(path, { method: 'POST', body: { name, response } });
}
