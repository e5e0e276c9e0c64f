import { currentClinic, query } from '../../platform/database/database.js';

export interface BackTestJob {
  readonly id: number;
  readonly clinicId: string;
  readonly testId: string;
  readonly attempts: number;
}

/** In the clinic that is open. */
export async function insertJob(testId: string): Promise<void> {
  await query('INSERT INTO back_test_job (clinic_id, test_id) VALUES ($1, $2)', [currentClinic(), testId]);
}

/** Takes one that is due and puts it off by a lease: should this node die, another one takes it. As the worker. */
export async function takeJob(leaseSeconds: number): Promise<BackTestJob | undefined> {
  const [job] = await query<BackTestJob>(
    `UPDATE back_test_job SET next_at = now() + make_interval(secs => $1), attempts = attempts + 1
     WHERE id = (SELECT id FROM back_test_job WHERE next_at <= now() ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id::float8 AS id, clinic_id AS "clinicId", test_id AS "testId", attempts`,
    [leaseSeconds],
  );
  return job;
}

/** Asked for again in so many seconds. A job that came a step further begins to count its attempts anew. */
export async function putOff(id: number, seconds: number, gotOn: boolean): Promise<void> {
  await query(
    `UPDATE back_test_job SET next_at = now() + make_interval(secs => $2), attempts = CASE WHEN $3 THEN 0 ELSE attempts END WHERE id = $1`,
    [id, seconds, gotOn],
  );
}

export async function removeJob(id: number): Promise<void> {
  await query('DELETE FROM back_test_job WHERE id = $1', [id]);
}
