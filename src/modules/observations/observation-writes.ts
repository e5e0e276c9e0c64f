import type { ZoneHistory } from '../../metrics/index.js';
import { type AuditRow, sendAudit } from '../../platform/auth/audit.js';
import { type Database, openTransaction } from '../../platform/database/database.js';
import { GroupCommit, JobsAtFault } from '../../platform/database/group-commit.js';
import { enterClinic } from '../../platform/database/pipelined.js';
import type { Statement, Transaction } from '../../platform/database/statement.js';
import { dueDays } from './due-days.js';
import { markDue } from './due-days.repository.js';
import type { Known, Monitoring } from './monitoring.js';
import { findMonitoredNow, type Monitored } from '../patients/index.js';
import type { Stored } from './observation.js';
import type { Contacts } from './sources/contacts.js';
import { countOutcomes, type Keyed, storeRows } from './store-observations.js';

/** One act of storing. */
export interface StoreJob {
  readonly clinicId: string;
  readonly rows: readonly Keyed[];
  readonly zones: ReadonlyMap<string, ZoneHistory>;
  readonly audit: AuditRow;
  /** What it was built on, and must still be so; null where the same transaction has read it all. */
  readonly known: Known | null;
}

/** What these jobs were built on has changed: build them again. */
export class StaleJobs extends JobsAtFault<StoreJob> {}

const FACTS: Statement = {
  name: 'store-facts',
  text: `SELECT date_part('epoch', now()) * 1000 AS now_ms,
    coalesce((SELECT revision FROM monitoring_revision WHERE clinic_id = $1), 0)::float8 AS revision`,
};

/** A commit of some thousand rows takes tens of milliseconds; more would only make each wait longer. */
const MOST_ROWS_AT_ONCE = 2000;
const MOST_ROWS_WAITING = 50_000;

/** Carries out acts of storing: in commits that they share, or in the transaction that is open. */
export class ObservationWrites {
  private readonly commits: GroupCommit<StoreJob, Stored[]>;

  constructor(
    database: Database,
    private readonly contacts: Contacts,
    private readonly monitoring: Monitoring,
  ) {
    this.commits = new GroupCommit<StoreJob, Stored[]>(database.hot, {
      run: (tx, jobs) => this.storeJobs(tx, jobs),
      weigh: ({ rows }) => rows.length,
      mostAtOnce: MOST_ROWS_AT_ONCE,
      mostWaiting: MOST_ROWS_WAITING,
    });
  }

  /** In a commit that it shares with others. Resolves once it is durable. */
  storeShared(job: StoreJob): Promise<Stored[]> {
    return this.commits.submit(job);
  }

  /** In the transaction that is open, with everything sent when this resolves. */
  async storeHere(job: StoreJob): Promise<Stored[]> {
    const { stored, sent } = await this.storeInClinic(openTransaction()!, job.clinicId, [job]);
    await sent;
    return stored;
  }

  /** Several acts, of several clinics, in one transaction; each clinic's rows go in together. */
  private async storeJobs(tx: Transaction, jobs: readonly StoreJob[]): Promise<Stored[][]> {
    const answers = new Map<StoreJob, Stored[]>();
    // In order, so that two commits never wait for each other in a circle.
    const clinics = [...Map.groupBy(jobs, (job) => job.clinicId)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [clinicId, own] of clinics) {
      void enterClinic(tx, clinicId);
      const { stored } = await this.storeInClinic(tx, clinicId, own);
      let from = 0;
      for (const job of own) answers.set(job, stored.slice(from, (from += job.rows.length)));
    }
    return jobs.map((job) => answers.get(job)!);
  }

  /**
   * In a transaction that has entered the clinic.
   *
   * @returns one answer a row; and when the statements behind the last answer are through, which a commit waits for anyway
   */
  private async storeInClinic(
    tx: Transaction,
    clinicId: string,
    jobs: readonly StoreJob[],
  ): Promise<{ stored: Stored[]; sent: Promise<unknown> }> {
    const rows = jobs.length === 1 ? jobs[0]!.rows : jobs.flatMap((job) => job.rows);
    const zones = jobs.length === 1 ? jobs[0]!.zones : new Map(jobs.flatMap((job) => [...job.zones]));
    const stored = await storeRows(tx, clinicId, rows, this.readNow(tx, clinicId, jobs));
    const changed = rows.filter((_, i) => stored[i]!.outcome !== 'unchanged').map(({ observation }) => observation);
    const audits = jobs.map((job) => job.audit);
    const sent = Promise.all([
      markDue(tx, clinicId, dueDays(changed, zones)),
      sendAudit(tx, clinicId, audits),
      this.contacts.note(tx, clinicId, rows, stored),
    ]);
    // On a shared commit nobody awaits it: the commit itself fails with whatever failed here.
    sent.catch(() => undefined);
    countOutcomes(stored);
    return { stored, sent };
  }

  /** The transaction's time; fails when what a job was built on holds no longer. */
  private readNow(tx: Transaction, clinicId: string, jobs: readonly StoreJob[]): Promise<number> {
    const nowMs = tx.send<{ now_ms: number; revision: number }>(FACTS, [clinicId]).then(async ({ rows }) => {
      const { revision, now_ms } = rows[0]!;
      const older = jobs.filter(({ known }) => known !== null && known.revision !== revision);
      if (older.length > 0) await this.checkAnew(tx, clinicId, older, revision);
      return now_ms;
    });
    nowMs.catch(() => undefined);
    return nowMs;
  }

  /** Somebody of the clinic has changed: one of those that these jobs were built on? */
  private async checkAnew(
    tx: Transaction,
    clinicId: string,
    jobs: readonly StoreJob[],
    revision: number,
  ): Promise<void> {
    const now = await findMonitoredNow(tx, [...new Set(jobs.flatMap(({ known }) => [...known!.patients.keys()]))]);
    const stale = jobs.filter(({ known }) => [...known!.patients].some(([id, was]) => !isSame(was, now.get(id))));
    if (stale.length > 0) throw new StaleJobs(new Set(stale));
    tx.afterCommit(() => jobs.forEach(({ known }) => this.monitoring.confirm(clinicId, known!, revision)));
  }
}

const isSame = (was: Monitored, now: Monitored | undefined) => JSON.stringify(was) === JSON.stringify(now);
