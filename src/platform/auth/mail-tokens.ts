import type { AuthPool } from './auth-pool.js';
import { hashSecret, newSecret } from './secrets.js';

/** What a link in a mail is for. */
export type MailPurpose = 'verify-email' | 'change-email' | 'reset-password';

const MINUTES: Record<MailPurpose, number> = { 'verify-email': 3 * 24 * 60, 'change-email': 60, 'reset-password': 30 };

export interface MailToken {
  readonly authUserId: string;
  readonly purpose: MailPurpose;
  /** The address that the mail went to. */
  readonly email: string;
}

/** One-use links in mails. Only the hash is stored; a newer one for the same purpose ends the older ones. */
export class MailTokens {
  constructor(private readonly pool: AuthPool) {}

  async issue(token: MailToken): Promise<{ secret: string; minutes: number }> {
    const { secret, hash } = newSecret('ml');
    const minutes = MINUTES[token.purpose];
    await this.pool.query(
      `WITH old AS (DELETE FROM mail_token WHERE (user_id = $2 AND purpose = $3) OR expires_at < now())
       INSERT INTO mail_token (token_hash, user_id, purpose, email, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
      [hash, token.authUserId, token.purpose, token.email, minutes],
    );
    return { secret, minutes };
  }

  /** What the link is good for, without using it up. */
  async read(secret: string): Promise<MailToken | undefined> {
    const { rows } = await this.pool.query<MailToken>(
      `SELECT user_id AS "authUserId", purpose, email FROM mail_token WHERE token_hash = $1 AND expires_at > now()`,
      [hashSecret(secret)],
    );
    return rows[0];
  }

  /** Uses it up; false when somebody was faster. */
  async use(secret: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('DELETE FROM mail_token WHERE token_hash = $1 AND expires_at > now()', [
      hashSecret(secret),
    ]);
    return rowCount === 1;
  }

  /** Links that are still out open nothing more: whoever had the old password or address may hold them. */
  async forget(authUserId: string): Promise<void> {
    await this.pool.query('DELETE FROM mail_token WHERE user_id = $1', [authUserId]);
  }
}
