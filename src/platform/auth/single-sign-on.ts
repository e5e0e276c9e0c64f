import type { GenericOAuthConfig } from 'better-auth/plugins';
import type { SingleSignOn } from '../config/accounts-config.js';
import { currentFacts } from './sign-in-facts.js';

/** A proof at the provider that is older than this is no proof to us: the person may have left the machine since. */
const PROVEN_WITHIN_SECONDS = 60;

/** An organisation's provider, for better-auth: discovery, PKCE, nonce, and a signature that is checked. */
export const toProvider = (provider: SingleSignOn): GenericOAuthConfig => ({
  providerId: provider.id,
  name: provider.name,
  discoveryUrl: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  scopes: ['openid', 'email', 'profile'],
  pkce: true,
  requireIdTokenVerification: true,
  // No account comes from a provider: an invitation makes it, and the provider only opens the door.
  disableSignUp: true,
  mapProfileToUser: (profile) => ({ emailVerified: speaksFor(provider, profile) }),
});

type Profile = Record<string, unknown>;

/** Is this an address of the organisation, and has the provider not said that it is unproven? */
function speaksFor(provider: SingleSignOn, profile: Profile): boolean {
  const email = typeof profile['email'] === 'string' ? profile['email'].toLowerCase() : '';
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const denied = profile['email_verified'] === false || profile['email_verified'] === 'false';
  return provider.domains.includes(domain) && !denied;
}

export interface SignOnRules {
  readonly isStaff: (authUserId: string) => Promise<boolean>;
  readonly providers: readonly SingleSignOn[];
  /** Whom an account is to this provider: its `sub`, of which there is one at most. */
  readonly subjectsOf: (authUserId: string, providerId: string) => Promise<readonly string[]>;
}

/**
 * May whoever the provider speaks of come in? Staff only, and only of the provider's own domains. An address connects an
 * account once; from then on the account is that person's (`sub`), as an organisation may give the address to another.
 */
export async function checkProfile(
  rules: SignOnRules,
  data: {
    user: { id?: string };
    source: { oauth?: { providerId: string; profile?: Profile | undefined } | undefined };
  },
): Promise<{ error: string } | undefined> {
  const { providerId, profile = {} } = data.source.oauth ?? {};
  const provider = rules.providers.find(({ id }) => id === providerId);
  if (!provider || !speaksFor(provider, profile)) return { error: 'not_of_this_organisation' };
  if (!data.user.id || !(await rules.isStaff(data.user.id))) return { error: 'not_staff' };
  const subjects = await rules.subjectsOf(data.user.id, provider.id);
  if (subjects.some((subject) => subject !== String(profile['sub']))) return { error: 'connected_to_another' };
  const at = profile['auth_time'];
  const recent = typeof at === 'number' && Date.now() / 1000 - at <= PROVEN_WITHIN_SECONDS;
  currentFacts().provenAt = recent ? new Date() : null;
  return undefined;
}
