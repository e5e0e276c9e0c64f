import type { ZoneHistory } from '../../metrics/index.js';
import { auditing, type AuditRow } from '../../platform/auth/audit.js';
import { type Database, openTransaction } from '../../platform/database/database.js';
import { GroupCommit, JobsAtFault } from '../../platform/database/group-commit.js';
import { enterClinic } from '../../platform/database/pipelined.js';
import { type Part, send, type Statement, type Transaction } from '../../platform/database/statement.js';
import { dueDays } from './due-days.js';
import { markingDue } from './due-days.repository.js';
import type { Known, Monitoring } from './monitoring.js';
import { findMonitoredNow, type Monitored } from '../patients/index.js';
import type { NewObservation, Stored } from './observation.js';
import type { Contacts } from './sources/contacts.js';
import { asNew, countOutcomes, inKeyOrder, type Keyed, storeRows } from './store-observations.js';
import { insertingAll } from './write.repository.js';

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

/** Enters the clinic as well, for a message that waits for no answer: the revision is checked where it is read. */
const ENTER_AT: Statement = {
  name: 'store-enter-at',
  text: `SELECT set_config('app.clinic', $1::text, true), date_part('epoch', now()) * 1000 AS now_ms,
    require_monitoring_revision($1::text::uuid, $2)`,
};
const KEY_TAKEN = '23505';
/** What a job was built on may have changed: the long way looks whether its own patients have. */
const OLD_REVISION = 'SW001';
const ALL_NEW_IN_A_ROW = 8;

/** A commit of some thousand rows takes tens of milliseconds; more would only make each wait longer. */
const MOST_ROWS_AT_ONCE = 2000;
const MOST_ROWS_WAITING = 50_000;

/** Carries out acts of storing: in commits that they share, or in the transaction that is open. */
export class ObservationWrites {
  private readonly commits: GroupCommit<StoreJob, Stored[]>;
  /**
   * How many groups still go the long way. While somebody sends again what we have, the short way would fail each time,
   * and each failure leaves dead rows: it is tried again after some groups in a row that were all new.
   */
  private longWays = 0;

  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly monitoring: Monitoring,
  ) {
    this.commits = new GroupCommit<StoreJob, Stored[]>({
      run: (jobs) => this.storeJobs(jobs),
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
  private async storeJobs(jobs: readonly StoreJob[]): Promise<Stored[][]> {
    // In order, so that two commits never wait for each other in a circle.
    const clinics = [...Map.groupBy(jobs, (job) => job.clinicId)].sort(([a], [b]) => (a < b ? -1 : 1));
    const answers = (this.longWays === 0 && (await this.storeNew(clinics))) || (await this.storeAny(clinics));
    return jobs.map((job) => answers.get(job)!);
  }

  /** The short way: everything in one message. @returns undefined, with nothing stored, when it is not all new */
  private async storeNew(clinics: readonly (readonly [string, readonly StoreJob[]])[]): Promise<Answers | undefined> {
    const parts: Part[] = [];
    const hints: (() => void)[] = [];
    const factsAt: number[] = [];
    for (const [clinicId, jobs] of clinics) {
      const revisions = new Set(jobs.map(({ known }) => known!.revision));
      if (revisions.size > 1) return undefined;
      const rows = jobs.flatMap((job) => job.rows);
      const heard = this.contacts.news(clinicId, jobs, Date.now());
      factsAt.push(parts.length);
      parts.push(
        { statement: ENTER_AT, values: [clinicId, jobs[0]!.known!.revision] },
        insertingAll(clinicId, inKeyOrder(rows)),
        ...behindRows(clinicId, jobs, rows),
        ...heard.parts,
      );
      hints.push(heard.noted);
    }
    let sent;
    try {
      sent = await this.database.hot.together(parts);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === KEY_TAKEN) this.longWays = ALL_NEW_IN_A_ROW;
      else if (code !== OLD_REVISION) throw error;
      return undefined;
    }
    for (const hint of hints) hint();
    const answers: Answers = new Map();
    for (const [i, [, jobs]] of clinics.entries()) {
      const receivedMs = Number(sent[factsAt[i]!]!.rows[0]!['now_ms']);
      for (const job of jobs) {
        const stored = job.rows.map((row) => asNew(row, receivedMs));
        countOutcomes(stored);
        answers.set(job, stored);
      }
    }
    return answers;
  }

  /** The long way: some of it may be there already. */
  private storeAny(clinics: readonly (readonly [string, readonly StoreJob[]])[]): Promise<Answers> {
    return this.database.hot.transaction(async (tx) => {
      const answers: Answers = new Map();
      let allNew = true;
      for (const [clinicId, jobs] of clinics) {
        void enterClinic(tx, clinicId);
        const { stored } = await this.storeInClinic(tx, clinicId, jobs);
        allNew &&= stored.every(({ outcome }) => outcome === 'created');
        let from = 0;
        for (const job of jobs) answers.set(job, stored.slice(from, (from += job.rows.length)));
      }
      this.longWays = allNew ? Math.max(0, this.longWays - 1) : ALL_NEW_IN_A_ROW;
      return answers;
    });
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
    const stored = await storeRows(tx, clinicId, rows, this.readNow(tx, clinicId, jobs));
    const changed = rows.filter((_, i) => stored[i]!.outcome !== 'unchanged');
    const heard = this.contacts.news(clinicId, jobs, Date.now());
    tx.afterCommit(heard.noted);
    const corrected = rows.filter((_, i) => stored[i]!.outcome === 'updated').map(({ observation }) => observation);
    const behind = [...behindRows(clinicId, jobs, changed, new Set(corrected)), ...heard.parts];
    const sent = Promise.all(behind.map((part) => send(tx, part)));
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

type Answers = Map<StoreJob, Stored[]>;

/** What goes with rows that were written: their days are due, and each act has its audit row. */
function behindRows(
  clinicId: string,
  jobs: readonly StoreJob[],
  changed: readonly Keyed[],
  corrected?: ReadonlySet<NewObservation>,
): Part[] {
  const zones = jobs.length === 1 ? jobs[0]!.zones : new Map(jobs.flatMap((job) => [...job.zones]));
  const days = dueDays(
    changed.map(({ observation }) => observation),
    zones,
    corrected,
  );
  return [
    ...markingDue(clinicId, days),
    auditing(
      clinicId,
      jobs.map((job) => job.audit),
    ),
  ];
}

const isSame = (was: Monitored, now: Monitored | undefined) => JSON.stringify(was) === JSON.stringify(now);
