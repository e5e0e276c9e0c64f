import { currentClinic, query } from '../../platform/database/database.js';
import type { LeasedJob } from '../../platform/database/leased-jobs.js';

export interface RightsJob extends LeasedJob {
  readonly kind: 'export' | 'erasure';
  readonly subjectId: string;
}

/** In the clinic that is open; taken up at `nextAt`, or at once. */
export async function insertJob(kind: RightsJob['kind'], subjectId: string, nextAt?: Date): Promise<void> {
  await query(
    'INSERT INTO rights_job (clinic_id, kind, subject_id, next_at) VALUES ($1, $2, $3, coalesce($4, now()))',
    [currentClinic(), kind, subjectId, nextAt ?? null],
  );
}
