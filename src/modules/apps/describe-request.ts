import type { Role } from '../../platform/auth/caller.js';
import { parseScope } from '../../platform/auth/scopes.js';
import { SENSITIVE_SCOPE } from '../../platform/auth/sensitivity.js';
import type { App } from './app.js';
import type { AppRequestView } from './apps.schema.js';

interface Facts {
  readonly app: Pick<App, 'name'>;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly clinicName: string;
  readonly role: Role;
  readonly patients: readonly { id: string; name: string }[];
}

/** What an app asks for, in facts that the page can say in plain words. */
export function describeRequest({ app, scopes, redirectUri, clinicName, role, patients }: Facts): AppRequestView {
  const isKnown = role === 'patient' || role === 'caregiver';
  return {
    appName: app.name,
    clinicName,
    asks: scopes.flatMap((text) => {
      const scope = parseScope(text);
      if (!scope || scope.context === 'system') return [];
      const { context, type, letters } = scope;
      return [{ of: context, type, reads: /[rs]/.test(letters), writes: /[cud]/.test(letters) }];
    }),
    protectedNotes: scopes.includes(SENSITIVE_SCOPE),
    signsIn: scopes.includes('openid'),
    staysConnected: scopes.includes('offline_access'),
    patient: !scopes.includes('launch/patient') ? 'none' : isKnown ? 'known' : 'choose',
    patients: scopes.includes('launch/patient') ? [...patients] : [],
    sentTo: toPlace(redirectUri),
  };
}

/** The part of an address by which people know it. */
function toPlace(redirectUri: string): string {
  const url = URL.parse(redirectUri);
  return url?.host || url?.protocol.replace(/:$/, '') || redirectUri;
}
