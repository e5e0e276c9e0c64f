import { Injectable } from '@nestjs/common';
import { tooManyAttempts } from '../../platform/auth/auth-doors.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { untilFloor } from '../../platform/auth/uniform-time.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { accountOf } from './account-of.js';
import type { PasswordProof } from './account.schema.js';
import { CredentialsService } from './credentials.service.js';
import type { Challenge } from './passkeys.service.js';

/** From where a proof comes. */
export interface ProofRequest {
  readonly address: string;
  readonly cookie: string | undefined;
}

/** Proving once more who one is, within an open session: dangerous acts ask for it (platform/auth/step-up.ts). */
@Injectable()
export class ProofService {
  constructor(
    private readonly signIn: SignIn,
    private readonly credentials: CredentialsService,
  ) {}

  /** With an authenticator app the password alone is half a proof. Counted together with guesses at the sign-in. */
  async byPassword(caller: Caller, { password, code }: PasswordProof, from: ProofRequest): Promise<void> {
    const startedMs = performance.now();
    const user = await this.credentials.userOf(caller);
    const device = await this.signIn.devices.find(from.cookie, user.email);
    const turn = await this.signIn.attempts.guess({ email: user.email, address: from.address, device });
    if (!('succeeded' in turn)) throw tooManyAttempts(turn.waitSeconds);
    const { totp } = await this.signIn.accounts.methods(user.id);
    const fits = await this.signIn.accounts.passwordFits(user.email, password);
    const proven = fits && (!totp || (code !== undefined && (await this.signIn.secondFactors.proves(user.id, code))));
    if (!proven) {
      await untilFloor(startedMs);
      throw wrongProof(totp);
    }
    await turn.succeeded();
    await this.signIn.sessions.prove(accountOf(caller).sessionId);
  }

  async passkeyChallenge(headers: Headers): Promise<Challenge> {
    const { response } = await this.signIn.call('/passkey/generate-authenticate-options', headers);
    return { options: await response.json(), cookies: response.headers.getSetCookie() };
  }

  /** better-auth answers a passkey with a new session; that one ends again, and the present one is proven. */
  async byPasskey(caller: Caller, response: object, headers: Headers): Promise<void> {
    const { authUserId, sessionId } = accountOf(caller);
    const { facts } = await this.signIn.call('/passkey/verify-authentication', headers, { response });
    if (facts.session) await this.signIn.sessions.end(facts.session.userId, facts.session.id);
    if (facts.session?.userId !== authUserId) throw wrongProof(false);
    await this.signIn.sessions.prove(sessionId);
  }
}

const wrongProof = (withCode: boolean) =>
  new DomainError(
    'WRONG_PROOF',
    403,
    withCode ? 'The password and the code do not both fit.' : 'That does not prove that it is you. Try again.',
  );
