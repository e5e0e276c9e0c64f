import { currentClinic, query } from '../../platform/database/database.js';

export interface RightsJob {
  readonly id: number;
  readonly clinicId: string;
  readonly kind: 'export' | 'erasure';
  readonly subjectId: string;
  readonly attempts: number;
}

/** In the clinic that is open; taken up at `nextAt`, or at once. */
export async function insertJob(kind: RightsJob['kind'], subjectId: string, nextAt?: Date): Promise<void> {
  await query(
    'INSERT INTO rights_job (clinic_id, kind, subject_id, next_at) VALUES ($1, $2, $3, coalesce($4, now()))',
    [currentClinic(), kind, subjectId, nextAt ?? null],
  );
}

/** Takes one that is due and puts it off by a lease: should this node die, another one takes it. As the worker. */
export async function takeJob(leaseSeconds: number): Promise<RightsJob | undefined> {
  const [job] = await query<RightsJob>(
    `UPDATE rights_job SET next_at = now() + make_interval(secs => $1), attempts = attempts + 1
     WHERE id = (SELECT id FROM rights_job WHERE next_at <= now() ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id::float8 AS id, clinic_id AS "clinicId", kind, subject_id AS "subjectId", attempts`,
    [leaseSeconds],
  );
  return job;
}

/** Asked for again in so many seconds. A job that came a step further begins to count its attempts anew. */
export async function putOff(id: number, seconds: number, gotOn: boolean): Promise<void> {
  await query(
    `UPDATE rights_job SET next_at = now() + make_interval(secs => $2), attempts = CASE WHEN $3 THEN 0 ELSE attempts END WHERE id = $1`,
    [id, seconds, gotOn],
  );
}

export async function removeJob(id: number): Promise<void> {
  await query('DELETE FROM rights_job WHERE id = $1', [id]);
}
