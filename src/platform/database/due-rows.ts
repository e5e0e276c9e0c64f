import { query } from './database.js';
import type { WorkerDatabase } from './worker-database.js';

/** Tables whose rows wait for a time: see migrations 0042 and 0053. */
type DueTable = 'escalation_step' | 'notice' | 'telling';

export interface DueRow {
  readonly clinicId: string;
  readonly id: string;
}

/** What interrupts, in each table: taken before everything else, whatever clinic it is of. */
const URGENT: Partial<Record<DueTable, string>> = { escalation_step: `tier = 'now'`, notice: `urgency = 'now'` };

/** Rows that are left alone for now, in SQL over the table's columns. */
export interface Except {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
const NONE: Except = { sql: 'false', parameters: [] };

async function take(table: DueTable, { sql, parameters }: Except): Promise<DueRow | undefined> {
  // Two looks and not one ORDER BY: each has an index that ends where it begins to find nothing.
  for (const which of [URGENT[table] ?? [], 'true'].flat()) {
    const [row] = await query<DueRow>(
      `SELECT clinic_id AS "clinicId", id::text FROM ${table} WHERE state = 'due' AND next_at <= now() AND ${which} AND NOT (${sql})
       ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      parameters,
    );
    if (row) return row;
  }
  return undefined;
}

/**
 * Takes the row that has waited longest, of any clinic and what interrupts first, and does what it asks for in the same transaction: killed half-way
 * nothing was done, and the next node that looks takes it. A row that fails is handed to `failed` in a transaction of its
 * own, which must put it off or give it up, so that those behind it have their turn.
 *
 * @returns whether there was one
 */
export async function takeDueRow(
  worker: WorkerDatabase,
  table: DueTable,
  { work, failed }: { work: (id: string) => Promise<void>; failed: (id: string, error: unknown) => Promise<void> },
  except: Except = NONE,
): Promise<boolean> {
  let taken: DueRow | undefined;
  try {
    await worker.as.outside(async () => {
      taken = await take(table, except);
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
