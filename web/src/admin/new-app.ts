import type { App, NewApp } from '../api/types.js';

export type AppKind = App['kind'];
export const APP_KINDS = ['public', 'confidential', 'backend'] as const satisfies readonly AppKind[];

/** What a backend service may be for. */
export const SHARED_FOR = [null, 'share-primary-care', 'research'] as const satisfies readonly App['sharesFor'][];

/** What most apps of a kind ask for; the admin changes it. */
export const USUAL_SCOPES: Readonly<Record<AppKind, string>> = {
  public: 'openid fhirUser launch/patient offline_access patient/*.rs',
  confidential: 'openid fhirUser launch/patient offline_access patient/*.rs',
  backend: 'system/*.rs',
};

export interface AppForm {
  readonly id: string;
  readonly name: string;
  readonly kind: AppKind;
  readonly redirects: string;
  readonly scopes: string;
  /** Of a backend service; null: the treatment. */
  readonly sharesFor: App['sharesFor'];
  readonly keys: string;
}

/** What a field of the form lacks, by its name. */
export type AppFormProblem = { readonly [field in 'name' | 'redirects' | 'scopes' | 'keys']?: 'missing' | 'broken' };

export function problemsOf(form: AppForm): AppFormProblem {
  const { kind, keys } = form;
  return {
    ...(form.name.trim() ? {} : { name: 'missing' }),
    ...(kind !== 'backend' && words(form.redirects).length === 0 ? { redirects: 'missing' } : {}),
    ...(words(form.scopes).length ? {} : { scopes: 'missing' }),
    ...(kind === 'backend' && !keys.trim() ? { keys: 'missing' } : {}),
    ...(kind !== 'public' && keys.trim() && !readKeys(keys) ? { keys: 'broken' } : {}),
  };
}

/** The form as the server wants it. */
export function toNewApp(form: AppForm): NewApp {
  const { id, kind } = form;
  return {
    id,
    name: form.name.trim(),
    kind,
    redirectUris: kind === 'backend' ? [] : words(form.redirects),
    scopes: words(form.scopes),
    ...(kind === 'backend' ? { sharesFor: form.sharesFor } : {}),
    ...(kind === 'public' ? {} : readKeys(form.keys)),
  };
}

const words = (text: string) => text.split(/\s+/).filter(Boolean);

type Keys = Pick<NewApp, 'jwks' | 'jwksUri'>;

/** A key set, or the address of one; undefined for neither. */
function readKeys(text: string): Keys | undefined {
  const given = text.trim();
  if (/^https?:\/\/\S+$/.test(given)) return { jwksUri: given };
  try {
    const jwks = JSON.parse(given) as unknown;
    const isSet = typeof jwks === 'object' && jwks !== null && Array.isArray((jwks as { keys?: unknown }).keys);
    return isSet ? { jwks: jwks as NonNullable<Keys['jwks']> } : undefined;
  } catch {
    return undefined;
  }
}
