import type { SharingPurpose } from '../../platform/auth/consent-condition.js';

export const APP_KINDS = ['public', 'confidential', 'backend'] as const;
/** public: cannot keep a secret (a page, a phone). confidential: has a server of its own. backend: nobody sits before it. */
export type AppKind = (typeof APP_KINDS)[number];

/** Public keys as RFC 7517 writes them. */
export interface KeySet {
  readonly keys: readonly Record<string, unknown>[];
}

/** How an app of a clinic is registered. */
export interface App {
  readonly id: string;
  readonly clinicId: string;
  readonly clientId: string;
  readonly name: string;
  readonly kind: AppKind;
  readonly redirectUris: readonly string[];
  /** What it may ask for at most, space separated. */
  readonly scopes: string;
  /** Of a backend service outside the treatment: what its patients must have agreed to. */
  readonly sharesFor: SharingPurpose | null;
  readonly secretHash: string | null;
  readonly jwks: KeySet | null;
  readonly jwksUri: string | null;
}
