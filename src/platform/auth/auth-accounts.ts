import { randomUUID } from 'node:crypto';
import type { Auth } from 'better-auth';
import type { AuthPool } from './auth-pool.js';
import { isOutdated } from './passwords.js';

type Context = Awaited<Auth['$context']>;

export interface AuthUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly emailVerified: boolean;
}

/** By what somebody can prove who they are. */
export interface SignInMethods {
  readonly password: boolean;
  readonly totp: boolean;
  readonly passkeys: number;
  /** Ids of the providers through which this account has been opened. */
  readonly providers: readonly string[];
}

const USER = `id, email, name, "emailVerified"`;

/** The accounts behind people: address, password, what else opens them. */
export class AuthAccounts {
  constructor(
    private readonly pool: AuthPool,
    private readonly context: Promise<Context>,
  ) {}

  async findByEmail(email: string): Promise<AuthUser | undefined> {
    const { rows } = await this.pool.query<AuthUser>(`SELECT ${USER} FROM "user" WHERE email = $1`, [
      email.toLowerCase(),
    ]);
    return rows[0];
  }

  async find(authUserId: string): Promise<AuthUser | undefined> {
    const { rows } = await this.pool.query<AuthUser>(`SELECT ${USER} FROM "user" WHERE id = $1`, [authUserId]);
    return rows[0];
  }

  /**
   * Id of the account with this address, made now when there is none. An existing password is kept: whoever is not to have
   * an account for knowing its address looks at `created`.
   *
   * @param account.password - undefined: it opens through an organisation's sign-on, which vouches for the address
   */
  async ensure(account: {
    readonly email: string;
    readonly name: string;
    readonly password: string | undefined;
    readonly emailVerified: boolean;
  }): Promise<{ authUserId: string; created: boolean }> {
    const known = await this.findByEmail(account.email);
    if (known) return { authUserId: known.id, created: false };
    const context = await this.context;
    const { email, name, password, emailVerified } = account;
    const hash = password === undefined ? null : await context.password.hash(password);
    // At once: an account whose password is missing, because we ended in between, would let nobody in and be in the way.
    const { rows } = await this.pool.query<{ id: string }>(
      `WITH made AS (
         INSERT INTO "user" (id, email, name, "emailVerified", "createdAt", "updatedAt") VALUES ($1, $2, $3, $4, now(), now())
         ON CONFLICT (email) DO NOTHING RETURNING id),
       opened AS (
         INSERT INTO account (id, "userId", "accountId", "providerId", password, "createdAt", "updatedAt")
         SELECT $5, id, id, 'credential', $6, now(), now() FROM made WHERE $6::text IS NOT NULL)
       SELECT id FROM made`,
      [randomUUID(), email.toLowerCase(), name, emailVerified, randomUUID(), hash],
    );
    // Made by somebody else while the password was hashed.
    if (!rows[0]) return this.ensure(account);
    return { authUserId: rows[0].id, created: true };
  }

  /** Is this the password of the account with this address? */
  async passwordFits(email: string, password: string): Promise<boolean> {
    const context = await this.context;
    const user = await this.findByEmail(email);
    const hash = user && (await this.passwordHash(user.id));
    return hash ? context.password.verify({ hash, password }) : false;
  }

  async setPassword(authUserId: string, password: string): Promise<void> {
    const context = await this.context;
    const hash = await context.password.hash(password);
    if (await this.passwordHash(authUserId)) await context.internalAdapter.updatePassword(authUserId, hash);
    else
      await context.internalAdapter.linkAccount({
        userId: authUserId,
        providerId: 'credential',
        accountId: authUserId,
        password: hash,
      });
  }

  /** Makes an old hash anew, now that the password is known to be right. */
  async upgradePassword(email: string, password: string): Promise<void> {
    const user = await this.findByEmail(email);
    const hash = user && (await this.passwordHash(user.id));
    if (hash && isOutdated(hash)) await this.setPassword(user.id, password);
  }

  async methods(authUserId: string): Promise<SignInMethods> {
    const { rows } = await this.pool.query<SignInMethods>(
      `SELECT EXISTS (SELECT 1 FROM account WHERE "userId" = u.id AND "providerId" = 'credential' AND password IS NOT NULL) AS password,
         coalesce(u."twoFactorEnabled", false) AS totp,
         (SELECT count(*)::int FROM passkey WHERE "userId" = u.id) AS passkeys,
         ARRAY(SELECT "providerId" FROM account WHERE "userId" = u.id AND "providerId" <> 'credential') AS providers
       FROM "user" u WHERE u.id = $1`,
      [authUserId],
    );
    return rows[0] ?? { password: false, totp: false, passkeys: 0, providers: [] };
  }

  /** False when another account has that address. */
  async setEmail(authUserId: string, email: string): Promise<boolean> {
    try {
      await this.pool.query(`UPDATE "user" SET email = $2, "emailVerified" = true, "updatedAt" = now() WHERE id = $1`, [
        authUserId,
        email,
      ]);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '23505') return false;
      throw error;
    }
  }

  private async passwordHash(authUserId: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ password: string | null }>(
      `SELECT password FROM account WHERE "userId" = $1 AND "providerId" = 'credential'`,
      [authUserId],
    );
    return rows[0]?.password ?? undefined;
  }
}
