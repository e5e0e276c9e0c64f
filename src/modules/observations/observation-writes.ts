import type { ZoneHistory } from '../../metrics/index.js';
import { type AuditRow, sendAudit } from '../../platform/auth/audit.js';
import type { Database } from '../../platform/database/database.js';
import { GroupCommit } from '../../platform/database/group-commit.js';
import { enterClinic } from '../../platform/database/pipelined.js';
import type { Statement, Transaction } from '../../platform/database/statement.js';
import { dueDays } from './due-days.js';
import { markDue } from './due-days.repository.js';
import type { Stored } from './observation.js';
import { countOutcomes, type Keyed, storeRows } from './store-observations.js';

/** One act of storing. */
export interface StoreJob {
  readonly clinicId: string;
  readonly rows: readonly Keyed[];
  readonly zones: ReadonlyMap<string, ZoneHistory>;
  readonly audit: AuditRow;
  /** What the clinic's monitoring revision must still be; null where the same transaction has read it all. */
  readonly revision: number | null;
}

/** What a job was built on has changed: build it again. */
export class StaleJob extends Error {}

const FACTS: Statement = {
  name: 'store-facts',
  text: `SELECT date_part('epoch', now()) * 1000 AS now_ms,
    coalesce((SELECT revision FROM monitoring_revision WHERE clinic_id = $1), 0)::float8 AS revision`,
};

/** A commit of some thousand rows takes tens of milliseconds; more would only make each wait longer. */
const MOST_ROWS_AT_ONCE = 2000;
const MOST_ROWS_WAITING = 50_000;

export const observationWrites = (database: Database) =>
  new GroupCommit<StoreJob, Stored[]>(database.hot, {
    run: storeJobs,
    weigh: ({ rows }) => rows.length,
    mostAtOnce: MOST_ROWS_AT_ONCE,
    mostWaiting: MOST_ROWS_WAITING,
  });

/** Several acts, of several clinics, in one transaction; each clinic's rows go in together. */
async function storeJobs(tx: Transaction, jobs: readonly StoreJob[]): Promise<Stored[][]> {
  const answers = new Map<StoreJob, Stored[]>();
  for (const [clinicId, own] of Map.groupBy(jobs, (job) => job.clinicId)) {
    void enterClinic(tx, clinicId);
    await storeInClinic(tx, clinicId, own, answers);
  }
  return jobs.map((job) => answers.get(job)!);
}

/** In a transaction that has entered the clinic. */
export async function storeInClinic(
  tx: Transaction,
  clinicId: string,
  jobs: readonly StoreJob[],
  answers: Map<StoreJob, Stored[]>,
): Promise<void> {
  const facts = tx.send<{ now_ms: number; revision: number }>(FACTS, [clinicId]);
  const nowMs = facts.then(({ rows }) => {
    const { revision, now_ms } = rows[0]!;
    if (jobs.some((job) => job.revision !== null && job.revision !== revision)) throw new StaleJob();
    return now_ms;
  });
  nowMs.catch(() => undefined);
  const rows = jobs.length === 1 ? jobs[0]!.rows : jobs.flatMap((job) => job.rows);
  const stored = await storeRows(tx, clinicId, rows, nowMs);
  const zones = jobs.length === 1 ? jobs[0]!.zones : new Map(jobs.flatMap((job) => [...job.zones]));
  const changed = rows.filter((_, i) => stored[i]!.outcome !== 'unchanged').map(({ observation }) => observation);
  markDue(tx, clinicId, dueDays(changed, zones));
  sendAudit(
    tx,
    clinicId,
    jobs.map((job) => job.audit),
  );
  countOutcomes(stored);
  let from = 0;
  for (const job of jobs) answers.set(job, stored.slice(from, (from += job.rows.length)));
}
