import { query } from './database.js';
import type { WorkerDatabase } from './worker-database.js';

/** Tables whose rows wait for a time: see migrations 0042 and 0053. */
type DueTable = 'escalation_step' | 'notice' | 'telling';

export interface DueRow {
  readonly clinicId: string;
  readonly id: string;
}

const TAKE: Record<DueTable, string> = {
  escalation_step: `SELECT clinic_id AS "clinicId", id::text FROM escalation_step WHERE state = 'due' AND next_at <= now()
    ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  telling: `SELECT clinic_id AS "clinicId", id::text FROM telling WHERE state = 'due' AND next_at <= now()
    ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  notice: `SELECT clinic_id AS "clinicId", id::text FROM notice WHERE state = 'due' AND next_at <= now()
    ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
};

/**
 * Takes the row that has waited longest, of any clinic, and does what it asks for in the same transaction: killed half-way
 * nothing was done, and the next node that looks takes it. A row that fails is handed to `failed` in a transaction of its
 * own, which must put it off or give it up, so that those behind it have their turn.
 *
 * @returns whether there was one
 */
export async function takeDueRow(
  worker: WorkerDatabase,
  table: DueTable,
  { work, failed }: { work: (id: string) => Promise<void>; failed: (id: string, error: unknown) => Promise<void> },
): Promise<boolean> {
  let taken: DueRow | undefined;
  try {
    await worker.as.outside(async () => {
      [taken] = await query<DueRow>(TAKE[table]);
      const row = taken;
      if (row) await worker.as.enterClinic(row.clinicId, () => work(row.id));
    });
  } catch (error) {
    const row = taken;
    if (!row) throw error;
    await worker.as.inClinic(row.clinicId, () => failed(row.id, error));
  }
  return taken !== undefined;
}
