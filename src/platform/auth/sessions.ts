import type { AuthPool } from './auth-pool.js';
import { judgeSession, LIVE_SQL } from './session-limits.js';

export interface SignedIn {
  readonly sessionId: string;
  readonly authUserId: string;
  /** When the person last proved who they are. */
  readonly provenAt: Date | null;
}

/** A session as better-auth hands it out, with our three columns. */
export interface StoredSession {
  readonly id: string;
  readonly userId: string;
  readonly expiresAt: Date;
  readonly seenAt: Date;
  readonly idleSeconds: number;
  readonly provenAt?: Date | null;
}

export interface SessionRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** Which sessions there are, and for how long yet. */
export class Sessions {
  constructor(private readonly pool: AuthPool) {}

  /** The session if it is not over; ends it otherwise. `active`: the request is something the person did. */
  async admit(session: StoredSession, active: boolean): Promise<SignedIn | undefined> {
    const judged = judgeSession(session, active, Date.now());
    if (judged === 'over') {
      await this.end(session.userId, session.id);
      return undefined;
    }
    if (judged === 'touch') await this.pool.query('UPDATE session SET "seenAt" = now() WHERE id = $1', [session.id]);
    return { sessionId: session.id, authUserId: session.userId, provenAt: session.provenAt ?? null };
  }

  async isLive(sessionId: string): Promise<boolean> {
    return (await this.liveAmong([sessionId])).has(sessionId);
  }

  /** Of these sessions, those that have not ended. */
  async liveAmong(sessionIds: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM session WHERE id = ANY($1::text[]) AND ${LIVE_SQL}`,
      [sessionIds],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Somebody's live sessions, the one used last first. */
  async list(authUserId: string): Promise<SessionRow[]> {
    const { rows } = await this.pool.query<SessionRow>(
      `SELECT id, "createdAt", "seenAt", "expiresAt", "userAgent", "ipAddress" FROM session
       WHERE "userId" = $1 AND ${LIVE_SQL} ORDER BY "seenAt" DESC, id LIMIT 200`,
      [authUserId],
    );
    return rows;
  }

  async times(sessionId: string): Promise<{ idleSeconds: number; expiresAt: Date } | undefined> {
    const { rows } = await this.pool.query<{ idleSeconds: number; expiresAt: Date }>(
      'SELECT "idleSeconds", "expiresAt" FROM session WHERE id = $1',
      [sessionId],
    );
    return rows[0];
  }

  /** Ends one session of that person; false when there is none such. */
  async end(authUserId: string, sessionId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('DELETE FROM session WHERE "userId" = $1 AND id = $2', [
      authUserId,
      sessionId,
    ]);
    return rowCount === 1;
  }

  /** Ends all sessions of that person but one. */
  async endOthers(authUserId: string, keep: string | null): Promise<number> {
    const { rowCount } = await this.pool.query(
      'DELETE FROM session WHERE "userId" = $1 AND ($2::text IS NULL OR id <> $2)',
      [authUserId, keep],
    );
    return rowCount ?? 0;
  }

  /** The person has just proven who they are. */
  async prove(sessionId: string): Promise<void> {
    await this.pool.query('UPDATE session SET "provenAt" = now(), "seenAt" = now() WHERE id = $1', [sessionId]);
  }

  /** Sessions from before a person became staff must not outlive staff's limits. */
  async tighten(authUserId: string, limits: { idleSeconds: number; absoluteSeconds: number }): Promise<void> {
    await this.pool.query(
      `UPDATE session SET "idleSeconds" = least("idleSeconds", $2::int),
         "expiresAt" = least("expiresAt", "createdAt" + make_interval(secs => $3)) WHERE "userId" = $1`,
      [authUserId, limits.idleSeconds, limits.absoluteSeconds],
    );
  }
}
