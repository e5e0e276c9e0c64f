import { currentClinic, query } from '../database/database.js';

/** Phones that were offline for a few days still find their answer; after that a repeat is recognised by its readings. */
export const ANSWER_DAYS = 7;

/**
 * One request with this key at a time. Never waits: a client that asks again at once would hold a connection for each.
 *
 * @returns whether the key is ours until the transaction ends
 */
export async function takeKey(actor: string, key: string): Promise<boolean> {
  const [row] = await query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 731003)) AS taken',
    [`${currentClinic()}|${actor}|${key}`],
  );
  return row!.taken;
}

export async function findAnswer(
  actor: string,
  key: string,
): Promise<{ fingerprint: string; answer: string } | undefined> {
  const [row] = await query<{ fingerprint: string; answer: string }>(
    `SELECT fingerprint, answer FROM idempotent_answer
     WHERE clinic_id = $1 AND actor = $2 AND key = $3 AND created_at > now() - make_interval(days => $4)`,
    [currentClinic(), actor, key, ANSWER_DAYS],
  );
  return row;
}

export async function keepAnswer(actor: string, key: string, fingerprint: string, answer: string): Promise<void> {
  await query(
    `INSERT INTO idempotent_answer (clinic_id, actor, key, fingerprint, answer) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (clinic_id, actor, key) DO UPDATE SET fingerprint = $4, answer = $5, created_at = now()`,
    [currentClinic(), actor, key, fingerprint, answer],
  );
}

/** At most `most` of them. @returns how many */
export async function removeOldAnswers(most: number): Promise<number> {
  const rows = await query(
    `DELETE FROM idempotent_answer WHERE clinic_id = $1 AND (actor, key) IN (
       SELECT actor, key FROM idempotent_answer WHERE clinic_id = $1 AND created_at < now() - make_interval(days => $2)
       LIMIT $3) RETURNING key`,
    [currentClinic(), ANSWER_DAYS, most],
  );
  return rows.length;
}
