import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { accountOf } from './account-of.js';
import type { NewPasskey } from './account.schema.js';
import { CredentialsService } from './credentials.service.js';

/** An answer for the browser, and the cookies that hold the challenge. */
export interface Challenge {
  readonly options: unknown;
  readonly cookies: string[];
}

/** Adding, naming and removing passkeys. The cryptography is the WebAuthn library's, behind better-auth. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly signIn: SignIn,
    private readonly credentials: CredentialsService,
  ) {}

  async begin(headers: Headers): Promise<Challenge> {
    const { response } = await this.signIn.call('/passkey/generate-register-options', headers);
    if (!response.ok) throw refused();
    return { options: await response.json(), cookies: response.headers.getSetCookie() };
  }

  async add(caller: Caller, headers: Headers, { name, response }: NewPasskey): Promise<void> {
    const user = await this.credentials.userOf(caller);
    const answer = await this.signIn.call('/passkey/verify-registration', headers, { name, response });
    if (!answer.response.ok) throw refused();
    this.credentials.notify(caller, user, 'passkey-added', 'passkey');
  }

  async rename(caller: Caller, id: string, name: string): Promise<void> {
    if (!(await this.signIn.passkeys.rename(accountOf(caller).authUserId, id, name))) throw notFound('passkey');
    caller.act.objectId = id;
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const user = await this.credentials.userOf(caller);
    const { password, passkeys, providers } = await this.signIn.accounts.methods(user.id);
    if (!password && passkeys === 1 && providers.length === 0)
      throw new DomainError('LAST_WAY_IN', 409, 'This is the only way into your account: choose a password first.');
    if (!(await this.signIn.passkeys.remove(user.id, id))) throw notFound('passkey');
    this.credentials.notify(caller, user, 'passkey-removed', id);
  }
}

const refused = () =>
  new DomainError(
    'PASSKEY_REFUSED',
    422,
    'This passkey could not be accepted: it must check a PIN, a finger or a face, and answer within five minutes.',
  );
