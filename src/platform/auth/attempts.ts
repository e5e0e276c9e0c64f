import type { AuthPool } from './auth-pool.js';
import { LIMITS, type LimitName, networkOf, secondsToWait } from './attempt-limits.js';
import { hashSecret } from './secrets.js';

/** What is counted together: a limit and what it is about. Addresses and e-mails are stored as hashes only. */
export type Counted = readonly [limit: LimitName, about: string];

/** Somebody who makes up addresses leaves rows: they go again with the next ones. */
const TIDY_EVERY = 500;

/** Who guesses at whose account. */
export interface Guess {
  readonly email: string;
  readonly address: string;
  /** The browser's mark, where this account has signed in with it before. */
  readonly device?: string | undefined;
}

export type Turn =
  { readonly waitSeconds: 0; readonly succeeded: () => Promise<void> } | { readonly waitSeconds: number };

interface Row {
  readonly key: string;
  readonly failures: number;
  readonly ago: number;
}

/** Counts attempts in the database, before they are judged: guesses of the same moment count as well. */
export class Attempts {
  private taken = 0;

  constructor(private readonly pool: AuthPool) {}

  /** A guess at a password or a code. */
  guess({ email, address, device }: Guess): Promise<Turn> {
    const account = email.toLowerCase();
    const network = networkOf(address);
    return this.take(
      device
        ? [['device', `${device}|${account}`]]
        : [
            ['pair', `${network}|${account}`],
            ['account', account],
            ['address', network],
          ],
    );
  }

  /** A guess at a code after the password was right: each challenge has five besides, which better-auth counts. */
  guessCode(address: string): Promise<Turn> {
    return this.take([['address', networkOf(address)]]);
  }

  /** Takes one attempt of each, or of none when one of them must wait. */
  async take(counted: readonly Counted[]): Promise<Turn> {
    if (++this.taken % TIDY_EVERY === 0) await this.tidy();
    const limits = new Map(counted.map(([limit, about]) => [hashSecret(`${limit}|${about}`), LIMITS[limit]]));
    const keys = [...limits.keys()].sort();
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`INSERT INTO sign_in_attempt (key) SELECT unnest($1::text[]) ON CONFLICT (key) DO NOTHING`, [
        keys,
      ]);
      const { rows } = await client.query<Row>(
        `SELECT key, failures, extract(epoch FROM clock_timestamp() - last_at)::float8 AS ago
         FROM sign_in_attempt WHERE key = ANY($1) ORDER BY key FOR UPDATE`,
        [keys],
      );
      const waits = rows.map((row) => secondsToWait(limits.get(row.key)!, row.failures, row.ago));
      const waitSeconds = Math.max(0, ...waits);
      if (waitSeconds === 0)
        await client.query(
          `UPDATE sign_in_attempt SET last_at = clock_timestamp(), failures = 1 + CASE WHEN key = ANY($2) THEN 0 ELSE failures END
           WHERE key = ANY($1)`,
          [keys, rows.filter((row) => row.ago >= limits.get(row.key)!.forgetSeconds).map(({ key }) => key)],
        );
      await client.query('COMMIT');
      return waitSeconds > 0 ? { waitSeconds } : { waitSeconds: 0, succeeded: () => this.forgive(counted) };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** It was the right one: what is the person's own begins anew, what is shared with others loses this attempt. */
  private async forgive(counted: readonly Counted[]): Promise<void> {
    const keys = (shared: boolean) =>
      counted
        .filter(([limit]) => (limit === 'account' || limit === 'address') === shared)
        .map(([limit, about]) => hashSecret(`${limit}|${about}`));
    await this.pool.query(
      `UPDATE sign_in_attempt SET failures = CASE WHEN key = ANY($1) THEN 0 ELSE greatest(0, failures - 1) END
       WHERE key = ANY($1) OR key = ANY($2)`,
      [keys(false), keys(true)],
    );
  }

  /** Rows that say nothing any more. */
  private async tidy(): Promise<void> {
    await this.pool.query(`DELETE FROM sign_in_attempt WHERE last_at < now() - interval '1 day'`);
  }
}
