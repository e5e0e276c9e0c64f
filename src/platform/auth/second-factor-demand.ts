import { DomainError } from '../http/domain-error.js';
import type { SignInMethods } from './auth-accounts.js';
import type { Interaction, ResourceType } from './policy.js';

/** Does a password alone open this account? A passkey beside it changes nothing about that. */
export const opensByPasswordAlone = ({ password, totp }: SignInMethods): boolean => password && !totp;

/** What somebody who owes a second factor may do meanwhile: set it up, look who they are, go elsewhere, leave. */
export const mayDoBefore = (type: ResourceType, interaction: Interaction): boolean =>
  type === 'Credential' || (type === 'Session' && interaction !== 'create');

export const secondFactorNeeded = () =>
  new DomainError(
    'SECOND_FACTOR_NEEDED',
    403,
    'Your clinic asks its staff for an authenticator app: add one to your account, then go on.',
  );
