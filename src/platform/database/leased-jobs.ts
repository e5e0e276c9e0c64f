import { logger } from '../telemetry/logger.js';
import { safeError } from '../telemetry/safe-error.js';
import { query } from './database.js';
import type { WorkerDatabase } from './worker-database.js';

/** A queue of ids across clinics: the worker takes a row, then enters its clinic. */
export interface LeasedJob {
  readonly id: number;
  readonly clinicId: string;
  /** Counted anew with every step that came further. */
  readonly attempts: number;
}

/** What a step came to: all done, more to do, or nothing to do before some time has passed. */
export type Step = 'done' | 'more' | { readonly waitSeconds: number };

export interface LeasedWork<Job extends LeasedJob> {
  readonly table: 'rights_job' | 'back_test_job';
  /** Of the table, in SQL, besides those that every job has. */
  readonly columns: string;
  /** Longer than any one step takes; a node that has died is followed after it. */
  readonly leaseSeconds: number;
  /** Commits what it did with the place it came to, so that whoever takes the job next goes on there. */
  step(job: Job): Promise<Step>;
  /** Infinity: it is owed, and tried for ever. */
  mostAttempts(job: Job): number;
  /** The last attempt was in vain. */
  giveUp(job: Job): Promise<void>;
  /** For the log, of a step that failed. */
  readonly failed: string;
}

const RETRY_SECONDS = 10;
const MOST_RETRY_SECONDS = 600;

/** Carries out jobs step by step, one at a time on each node. */
export class LeasedJobs<Job extends LeasedJob> {
  private stopping = false;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly work: LeasedWork<Job>,
  ) {}

  /** From now on a job is put down after its step, for another node to go on with at once. */
  stop(): void {
    this.stopping = true;
  }

  /** Until nothing is due, and what a turn under way has taken is done. */
  workOff(): Promise<void> {
    const turn = this.turn.then(() => this.workThrough());
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async workThrough(): Promise<void> {
    while (!this.stopping) {
      const job = await this.take();
      if (!job) return;
      await this.carryOut(job);
    }
  }

  private async carryOut(job: Job): Promise<void> {
    // Nodes have died over it, one after the other: nobody came to say that an attempt was in vain.
    if (job.attempts > this.work.mostAttempts(job)) return this.giveUp(job);
    try {
      for (;;) {
        const step = await this.work.step(job);
        if (step === 'done') return await this.remove(job);
        const wait = this.stopping ? 0 : step === 'more' ? this.work.leaseSeconds : step.waitSeconds;
        await this.putOff(job, wait, true);
        if (this.stopping || step !== 'more') return;
      }
    } catch (error) {
      logger.error({ ...safeError(error), queue: this.work.table }, this.work.failed);
      await this.giveUpOrRetry(job);
    }
  }

  private async giveUpOrRetry(job: Job): Promise<void> {
    if (job.attempts < this.work.mostAttempts(job))
      return this.putOff(job, Math.min(RETRY_SECONDS * job.attempts, MOST_RETRY_SECONDS), false);
    await this.giveUp(job);
  }

  private async giveUp(job: Job): Promise<void> {
    await this.work.giveUp(job);
    await this.remove(job);
  }

  /** One that is due, put off by a lease: should this node die, another one takes it. */
  private take(): Promise<Job | undefined> {
    const { table, columns, leaseSeconds } = this.work;
    return this.worker.as.outside(async () => {
      const [job] = await query<Job>(
        `UPDATE ${table} SET next_at = now() + make_interval(secs => $1), attempts = attempts + 1
         WHERE id = (SELECT id FROM ${table} WHERE next_at <= now() ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING id::float8 AS id, clinic_id AS "clinicId", attempts, ${columns}`,
        [leaseSeconds],
      );
      return job;
    });
  }

  /** Asked for again in so many seconds. */
  private async putOff({ id }: Job, seconds: number, gotOn: boolean): Promise<void> {
    await this.worker.as.outside(() =>
      query(
        `UPDATE ${this.work.table} SET next_at = now() + make_interval(secs => $2), attempts = CASE WHEN $3 THEN 0 ELSE attempts END WHERE id = $1`,
        [id, seconds, gotOn],
      ),
    );
  }

  private async remove({ id }: Job): Promise<void> {
    await this.worker.as.outside(() => query(`DELETE FROM ${this.work.table} WHERE id = $1`, [id]));
  }
}
