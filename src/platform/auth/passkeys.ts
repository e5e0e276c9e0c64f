import type { AuthPool } from './auth-pool.js';

export interface PasskeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: Date;
  /** Kept by the maker of the phone or computer, on all of the person's devices. */
  readonly backedUp: boolean;
}

/** The passkeys of an account. Registering and signing in with one is better-auth's. */
export class Passkeys {
  constructor(private readonly pool: AuthPool) {}

  async list(authUserId: string): Promise<PasskeyRow[]> {
    const { rows } = await this.pool.query<PasskeyRow>(
      `SELECT id, name, "createdAt", "backedUp" FROM passkey WHERE "userId" = $1 ORDER BY "createdAt", id`,
      [authUserId],
    );
    return rows;
  }

  /** False when this account has no such passkey. */
  async rename(authUserId: string, id: string, name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('UPDATE passkey SET name = $3 WHERE "userId" = $1 AND id = $2', [
      authUserId,
      id,
      name,
    ]);
    return rowCount === 1;
  }

  async remove(authUserId: string, id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('DELETE FROM passkey WHERE "userId" = $1 AND id = $2', [authUserId, id]);
    return rowCount === 1;
  }
}
