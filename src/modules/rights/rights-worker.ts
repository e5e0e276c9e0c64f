import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { repeat } from '../../platform/clock/repeat.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { ErasureRunner } from './erasure/erasure-runner.js';
import { ExportRunner } from './export/export-runner.js';
import { putOff, removeJob, type RightsJob, takeJob } from './jobs.repository.js';
import { removeDeclinedReferrals } from './retention/retention.repository.js';

const EVERY_MS = 1000;
/** Longer than any one step takes; a node that has died is followed after it. */
const LEASE_SECONDS = 90;
const MOST_ATTEMPTS = 6;
const RETRY_SECONDS = 10;
const HOUR_MS = 3_600_000;

/**
 * Carries out exports and erasures step by step. Each step commits with the place it came to, so whoever takes the job
 * next, on any node, goes on there.
 */
@Injectable()
export class RightsWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> }[] = [];
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly exports: ExportRunner,
    private readonly erasures: ErasureRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = [
      repeat('patients’ rights', EVERY_MS, () => this.workOff()),
      repeat('exports past their day', HOUR_MS, () => this.exports.removeExpired()),
      repeat('referrals past their day', HOUR_MS, () => this.removeReferrals()),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const turn of this.turns) await turn.stop();
  }

  /** Of people who never became patients: nobody else would ask for it. */
  async removeReferrals(): Promise<void> {
    for (const id of await this.worker.clinicIds()) await this.worker.as.inClinic(id, removeDeclinedReferrals);
  }

  /** Until nothing is due. */
  async workOff(): Promise<void> {
    while (!this.stopping) {
      const job = await this.worker.as.outside(() => takeJob(LEASE_SECONDS));
      if (!job) return;
      await this.work(job);
    }
  }

  private async work(job: RightsJob): Promise<void> {
    try {
      for (;;) {
        const step = await this.step(job);
        if (step === 'done') return await this.worker.as.outside(() => removeJob(job.id));
        // Somebody else may go on at once when we are about to stop.
        const wait = this.stopping ? 0 : step === 'more' ? LEASE_SECONDS : step.waitSeconds;
        await this.worker.as.outside(() => putOff(job.id, wait, true));
        if (this.stopping || step !== 'more') return;
      }
    } catch (error) {
      logger.error({ ...safeError(error), job: job.kind }, 'a step of a patient’s right failed');
      await this.giveUpOrRetry(job);
    }
  }

  private step({ kind, clinicId, subjectId }: RightsJob): Promise<Step> {
    return kind === 'export' ? this.exports.step(clinicId, subjectId) : this.erasures.step(clinicId, subjectId);
  }

  private async giveUpOrRetry(job: RightsJob): Promise<void> {
    // An erasure is owed: it is tried for ever. An export can be asked for again.
    if (job.kind === 'export' && job.attempts >= MOST_ATTEMPTS) {
      await this.exports.fail(job.clinicId, job.subjectId);
      return this.worker.as.outside(() => removeJob(job.id));
    }
    await this.worker.as.outside(() => putOff(job.id, RETRY_SECONDS * Math.min(job.attempts, 60), false));
  }
}

/** What a step came to: all done, more to do, or nothing to do before some time has passed. */
export type Step = 'done' | 'more' | { readonly waitSeconds: number };
