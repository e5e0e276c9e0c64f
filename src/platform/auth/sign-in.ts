import { randomBytes } from 'node:crypto';
import { type Auth, betterAuth } from 'better-auth';
import pg from 'pg';
import type { Config } from '../config/config.js';
import { urlFor } from '../database/roles.js';
import { logger } from '../telemetry/logger.js';

export interface SignedIn {
  readonly sessionId: string;
  readonly authUserId: string;
}

/** better-auth's options: also what the migration test compares our tables with. */
export function signInOptions(
  pool: pg.Pool,
  secret: string,
  baseUrl: string,
  origins: string[],
  mail?: (to: string, url: string) => Promise<void>,
) {
  return {
    database: pool,
    secret,
    baseURL: baseUrl,
    basePath: '/auth',
    trustedOrigins: origins,
    emailAndPassword: {
      enabled: true,
      // Accounts are made by invitation only.
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      ...(mail
        ? { sendResetPassword: ({ user, url }: { user: { email: string }; url: string }) => mail(user.email, url) }
        : {}),
    },
    session: { expiresIn: 12 * 3600, updateAge: 15 * 60, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database' as const,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: 'stepwell',
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: ['x-stepwell-peer'] },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  };
}

/** Accounts, passwords and sessions of people: better-auth in its own schema, through its own small pool. */
export class SignIn {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly auth: Auth<ReturnType<typeof signInOptions>>,
  ) {}

  static async open(
    ownerUrl: string,
    config: Config,
    mail?: (to: string, url: string) => Promise<void>,
  ): Promise<SignIn> {
    const pool = new pg.Pool({
      connectionString: urlFor('stepwell_auth', ownerUrl),
      options: '-c search_path=auth',
      max: 4,
    });
    // An idle connection that is cut says so here; unheard, it would end the process.
    pool.on('error', (error) =>
      logger.warn({ code: (error as { code?: string }).code }, 'accounts: a connection was lost'),
    );
    const secret = await readSecret(pool);
    return new SignIn(
      pool,
      betterAuth(signInOptions(pool, secret, config.publicUrl, [config.publicUrl], mail)) as never,
    );
  }

  /** Answers a request under /auth. */
  handle(request: Request): Promise<Response> {
    return this.auth.handler(request);
  }

  /** Whose session is in this cookie? */
  async read(cookie: string | undefined): Promise<SignedIn | undefined> {
    if (!cookie) return undefined;
    const found = await this.auth.api.getSession({ headers: new Headers({ cookie }) });
    return found ? { sessionId: found.session.id, authUserId: found.user.id } : undefined;
  }

  async isLive(sessionId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('SELECT 1 FROM session WHERE id = $1 AND "expiresAt" > now()', [
      sessionId,
    ]);
    return rowCount === 1;
  }

  /** Of these sessions, those that have not ended. */
  async liveAmong(sessionIds: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>(
      'SELECT id FROM session WHERE id = ANY($1::text[]) AND "expiresAt" > now()',
      [sessionIds],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Id of the account with this address, made now with the password when there is none. An existing password is kept. */
  async ensureAccount(
    email: string,
    name: string,
    password: string,
  ): Promise<{ authUserId: string; created: boolean }> {
    const context = await this.auth.$context;
    const known = await context.internalAdapter.findUserByEmail(email);
    if (known) return { authUserId: known.user.id, created: false };
    const user = await context.internalAdapter.createUser(
      { email, name, emailVerified: true },
      { method: 'email-password' },
    );
    await context.internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: await context.password.hash(password),
    });
    return { authUserId: user.id, created: true };
  }

  /** Is this the password of the account with this address? */
  async passwordFits(email: string, password: string): Promise<boolean> {
    const context = await this.auth.$context;
    const known = await context.internalAdapter.findUserByEmail(email, { includeAccounts: true });
    const hash = known?.accounts.find((account) => account.providerId === 'credential')?.password;
    return hash ? context.password.verify({ hash, password }) : false;
  }

  /** The account, its sessions and everything that belongs to it; for somebody who is erased. */
  async removeAccount(authUserId: string): Promise<void> {
    await this.pool.query('DELETE FROM "user" WHERE id = $1', [authUserId]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** The key that signs session cookies lives in the database, so that every node has the same and none needs a setting. */
async function readSecret(pool: pg.Pool): Promise<string> {
  await pool.query('INSERT INTO cookie_key (value) VALUES ($1) ON CONFLICT DO NOTHING', [
    randomBytes(32).toString('base64url'),
  ]);
  const { rows } = await pool.query<{ value: string }>('SELECT value FROM cookie_key');
  return rows[0]?.value ?? '';
}
