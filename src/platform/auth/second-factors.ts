import { createOTP } from '@better-auth/utils/otp';
import type { Auth } from 'better-auth';
import { parseCookies } from 'better-auth/cookies';
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { AuthPool } from './auth-pool.js';
import { hashSecret } from './secrets.js';

type Context = Awaited<Auth['$context']>;

const ISSUER = 'Stepwell';
const RECOVERY_CODES = 10;

/** A code is good for its half minute and the ones beside it; it is kept a little longer than that. */
const KEEP_CODES_SECONDS = 180;

/**
 * Codes from an authenticator app, and the recovery codes for the day it is lost. Rows, encryption and arithmetic are
 * better-auth's, which asks for them at sign-in; setting up is ours, because the choke point has asked for a proof already.
 */
export class SecondFactors {
  constructor(
    private readonly pool: AuthPool,
    private readonly context: Promise<Context>,
  ) {}

  /** Begins: the address that the app reads as a picture. Nothing is asked for at sign-in before `confirm`. */
  async begin(authUserId: string, email: string): Promise<{ uri: string }> {
    const secret = generateRandomString(32);
    const key = (await this.context).secretConfig;
    await this.pool.query(`DELETE FROM "twoFactor" WHERE "userId" = $1 AND NOT verified`, [authUserId]);
    await this.pool.query(
      `INSERT INTO "twoFactor" (id, secret, "backupCodes", "userId", verified) VALUES ($1, $2, '', $3, false)`,
      [generateRandomString(32), await symmetricEncrypt({ key, data: secret }), authUserId],
    );
    return { uri: createOTP(secret).url(ISSUER, email) };
  }

  /**
   * The app shows the right code: from now on it is asked for, and this one is used. Answers the recovery codes, once;
   * undefined when it was wrong.
   */
  async confirm(authUserId: string, code: string): Promise<string[] | undefined> {
    if (!(await this.fits(authUserId, code, false)) || !(await this.useCode(authUserId, code))) return undefined;
    const codes = await this.renewRecoveryCodes(authUserId, false);
    await this.pool.query(`DELETE FROM "twoFactor" WHERE "userId" = $1 AND verified`, [authUserId]);
    await this.pool.query(`UPDATE "twoFactor" SET verified = true WHERE "userId" = $1`, [authUserId]);
    await this.pool.query(`UPDATE "user" SET "twoFactorEnabled" = true WHERE id = $1`, [authUserId]);
    return codes;
  }

  /** New recovery codes; the old ones are worth nothing any more. */
  async renewRecoveryCodes(authUserId: string, verified = true): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => {
      const text = generateRandomString(10, 'a-z', '0-9');
      return `${text.slice(0, 5)}-${text.slice(5)}`;
    });
    const data = await symmetricEncrypt({ key: (await this.context).secretConfig, data: JSON.stringify(codes) });
    await this.pool.query(`UPDATE "twoFactor" SET "backupCodes" = $2 WHERE "userId" = $1 AND verified = $3`, [
      authUserId,
      data,
      verified,
    ]);
    return codes;
  }

  async remove(authUserId: string): Promise<void> {
    await this.pool.query(`UPDATE "user" SET "twoFactorEnabled" = false WHERE id = $1`, [authUserId]);
    await this.pool.query('DELETE FROM "twoFactor" WHERE "userId" = $1', [authUserId]);
    await this.forgetBrowsers(authUserId);
  }

  /** Browsers that are halfway, and those that better-auth was told to trust: both rest on what was proven before. */
  async forgetBrowsers(authUserId: string): Promise<void> {
    await this.pool.query('DELETE FROM verification WHERE value = $1', [authUserId]);
  }

  /** Whose password was right in the browser with these cookies, which is asked for a code now. */
  async challenged(cookies: string | undefined): Promise<string | undefined> {
    const { name } = (await this.context).createAuthCookie('two_factor');
    const [identifier] =
      parseCookies(cookies ?? '')
        .get(name)
        ?.split('.') ?? [];
    if (!identifier?.startsWith('2fa-')) return undefined;
    const { rows } = await this.pool.query<{ authUserId: string }>(
      `SELECT value AS "authUserId" FROM verification WHERE identifier = $1 AND "expiresAt" > now()`,
      [identifier],
    );
    return rows[0]?.authUserId;
  }

  /**
   * Of a browser's cookies those that say whose code is awaited. With a session's, better-auth would take a code without
   * having asked for one: it would confirm an app that nobody has confirmed, and use up recovery codes, past our choke point.
   */
  async challengeCookies(cookies: string | undefined): Promise<string> {
    const { authCookies, createAuthCookie } = await this.context;
    const kept = [createAuthCookie('two_factor').name, authCookies.dontRememberToken.name];
    return (cookies ?? '')
      .split(';')
      .map((cookie) => cookie.trim())
      .filter((cookie) => kept.includes(cookie.slice(0, cookie.indexOf('='))))
      .join('; ');
  }

  /** Is this what the app shows now, and was it not used before? */
  async proves(authUserId: string, code: string): Promise<boolean> {
    return (await this.fits(authUserId, code, true)) && (await this.useCode(authUserId, code));
  }

  /** False when the code was used already: whoever looked over a shoulder has nothing. */
  async useCode(authUserId: string, code: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `WITH old AS (DELETE FROM used_code WHERE used_at < now() - make_interval(secs => $3))
       INSERT INTO used_code (user_id, code_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [authUserId, hashSecret(`${authUserId}|${code}`), KEEP_CODES_SECONDS],
    );
    return rowCount === 1;
  }

  private async fits(authUserId: string, code: string, verified: boolean): Promise<boolean> {
    const { rows } = await this.pool.query<{ secret: string }>(
      'SELECT secret FROM "twoFactor" WHERE "userId" = $1 AND verified = $2',
      [authUserId, verified],
    );
    if (!rows[0]) return false;
    const secret = await symmetricDecrypt({ key: (await this.context).secretConfig, data: rows[0].secret });
    return createOTP(secret).verify(code);
  }
}
