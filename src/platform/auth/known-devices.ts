import type { AuthPool } from './auth-pool.js';
import { hashSecret, newSecret } from './secrets.js';

/** Browsers keep cookies for 400 days at most. */
const MARK_SECONDS = 400 * 86_400;

/**
 * The mark of a browser in which somebody has signed in: it gives no rights, it only says that guesses from here are
 * counted by themselves, so that nobody else's guesses can keep its owner out.
 */
export class KnownDevices {
  private readonly name: string;

  constructor(
    private readonly pool: AuthPool,
    private readonly secure: boolean,
  ) {
    this.name = `${secure ? '__Host-' : ''}stepwell.device`;
  }

  /** The mark in this cookie header, as it is stored, if this account has been used with it. */
  async find(cookies: string | undefined, email: string): Promise<string | undefined> {
    const mark = this.read(cookies);
    if (!mark) return undefined;
    const { rowCount } = await this.pool.query(
      `SELECT 1 FROM known_device d JOIN "user" u ON u.id = d.user_id WHERE d.token_hash = $1 AND u.email = $2`,
      [hashSecret(mark), email.toLowerCase()],
    );
    return rowCount === 1 ? hashSecret(mark) : undefined;
  }

  /** Remembers that this account was used here; the cookie to set. */
  async remember(cookies: string | undefined, userId: string): Promise<string> {
    const mark = this.read(cookies) ?? newSecret('dev').secret;
    await this.pool.query(
      `INSERT INTO known_device (token_hash, user_id) VALUES ($1, $2)
       ON CONFLICT (token_hash, user_id) DO UPDATE SET last_used_at = now()`,
      [hashSecret(mark), userId],
    );
    return `${this.name}=${mark}; Path=/; Max-Age=${MARK_SECONDS}; HttpOnly; SameSite=Lax${this.secure ? '; Secure' : ''}`;
  }

  /** After a stolen password was changed, every browser is a stranger again. */
  async forget(userId: string): Promise<void> {
    await this.pool.query('DELETE FROM known_device WHERE user_id = $1', [userId]);
  }

  private read(cookies: string | undefined): string | undefined {
    const found = cookies
      ?.split(';')
      .map((one) => one.trim())
      .find((one) => one.startsWith(`${this.name}=`))
      ?.slice(this.name.length + 1);
    return found && /^dev_[\w-]{43}$/.test(found) ? found : undefined;
  }
}
