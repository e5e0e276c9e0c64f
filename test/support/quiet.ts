import type { TestDatabase } from './database.js';

/** Waits until the worker has nothing left to do for a patient: no due day, alone or shared with others, no history to add up. */
export async function untilQuiet(database: TestDatabase, patientId: string): Promise<void> {
  for (let i = 0; i < 900; i++) {
    const [found] = await database.asOwner<{ n: number }>(
      `SELECT (SELECT count(*) FROM due_day WHERE (patient_id = $1 OR $1 = ANY (patient_ids)) AND next_at <= now() + interval '5 s')::int
            + (SELECT count(*) FROM recompute WHERE patient_id = $1)::int AS n`,
      [patientId],
    );
    if (found!.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The worker has not come to rest');
}
