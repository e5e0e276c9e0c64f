import { randomBytes } from 'node:crypto';
import { type Auth, betterAuth } from 'better-auth';
import type { Config } from '../config/config.js';
import { Attempts } from './attempts.js';
import { AuthAccounts } from './auth-accounts.js';
import { type AuthPool, openAuthPool } from './auth-pool.js';
import { KnownDevices } from './known-devices.js';
import { MailTokens } from './mail-tokens.js';
import { Passkeys } from './passkeys.js';
import { SecondFactors } from './second-factors.js';
import { Sessions, type SignedIn, type StoredSession } from './sessions.js';
import { type SignInFacts, withFacts } from './sign-in-facts.js';
import { signInOptions } from './sign-in-options.js';

export interface AuthAnswer {
  readonly response: Response;
  readonly facts: SignInFacts;
}

/** Accounts, passwords and sessions of people: better-auth in its own schema, through its own small pool. */
export class SignIn {
  readonly accounts: AuthAccounts;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly devices: KnownDevices;
  readonly mailTokens: MailTokens;
  readonly passkeys: Passkeys;
  readonly secondFactors: SecondFactors;

  private constructor(
    private readonly pool: AuthPool,
    private readonly auth: Auth,
    private readonly baseUrl: string,
  ) {
    this.accounts = new AuthAccounts(pool, auth.$context);
    this.sessions = new Sessions(pool);
    this.attempts = new Attempts(pool);
    this.devices = new KnownDevices(pool, baseUrl.startsWith('https:'));
    this.mailTokens = new MailTokens(pool);
    this.passkeys = new Passkeys(pool);
    this.secondFactors = new SecondFactors(pool, auth.$context);
  }

  static async open(
    ownerUrl: string,
    config: Config,
    isStaff: (authUserId: string) => Promise<boolean>,
  ): Promise<SignIn> {
    const pool = openAuthPool(ownerUrl);
    const secret = await readSecret(pool);
    const rules = {
      isStaff,
      limits: config.accounts.limits,
      providers: config.accounts.singleSignOn,
      subjectsOf: (userId: string, providerId: string) => findSubjects(pool, userId, providerId),
    };
    const options = signInOptions(pool, secret, config.publicUrl, [config.publicUrl], rules);
    return new SignIn(pool, betterAuth(options) as unknown as Auth, config.publicUrl);
  }

  /** Answers a request under /auth. */
  async handle(request: Request): Promise<AuthAnswer> {
    const { result, facts } = await withFacts(() => this.auth.handler(request));
    // better-auth makes a session on the right password, and takes it back where a second factor is missing.
    if (facts.session && !(await this.sessions.isLive(facts.session.id))) {
      delete facts.session;
      facts.halfway = true;
    }
    return { response: result, facts };
  }

  /** Asks better-auth in the name of somebody whose request was already allowed by the choke point. */
  call(path: string, headers: Headers, body?: object): Promise<AuthAnswer> {
    const sent = new Headers(headers);
    for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) sent.delete(name);
    sent.set('origin', new URL(this.baseUrl).origin);
    if (body) sent.set('content-type', 'application/json');
    return this.handle(
      new Request(`${this.baseUrl}/auth${path}`, {
        method: body ? 'POST' : 'GET',
        headers: sent,
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  }

  /** Whose session is in this cookie? `active`: the request is something the person did, not the page by itself. */
  async read(cookie: string | undefined, active: boolean): Promise<SignedIn | undefined> {
    if (!cookie) return undefined;
    const found = await this.auth.api.getSession({ headers: new Headers({ cookie }) });
    return found ? this.sessions.admit(found.session as unknown as StoredSession, active) : undefined;
  }

  /** The account, its sessions and everything that belongs to it; for somebody who is erased. */
  async removeAccount(authUserId: string): Promise<void> {
    await this.pool.query('DELETE FROM "user" WHERE id = $1', [authUserId]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

async function findSubjects(pool: AuthPool, userId: string, providerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ accountId: string }>(
    'SELECT "accountId" FROM account WHERE "userId" = $1 AND "providerId" = $2',
    [userId, providerId],
  );
  return rows.map(({ accountId }) => accountId);
}

/** The key that signs session cookies lives in the database, so that every node has the same and none needs a setting. */
async function readSecret(pool: AuthPool): Promise<string> {
  await pool.query('INSERT INTO cookie_key (value) VALUES ($1) ON CONFLICT DO NOTHING', [
    randomBytes(32).toString('base64url'),
  ]);
  const { rows } = await pool.query<{ value: string }>('SELECT value FROM cookie_key');
  return rows[0]?.value ?? '';
}
