import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../platform/clock/repeat.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { BackTestRunner } from './backtest-runner.js';
import { type BackTestJob, putOff, removeJob, takeJob } from './jobs.repository.js';

const EVERY_MS = 1000;
/** Longer than any one step takes; a node that has died is followed after it. */
const LEASE_SECONDS = 60;
const MOST_ATTEMPTS = 5;
const RETRY_SECONDS = 10;

/** Carries out back-tests, one at a time on each node. Whoever takes a job goes on where the last step came to. */
@Injectable()
export class BackTestWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly runner: BackTestRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('back-tests', EVERY_MS, () => this.workOff());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
  }

  /** Until nothing is due. */
  async workOff(): Promise<void> {
    while (!this.stopping) {
      const job = await this.worker.as.outside(() => takeJob(LEASE_SECONDS));
      if (!job) return;
      await this.work(job);
    }
  }

  private async work(job: BackTestJob): Promise<void> {
    try {
      while ((await this.runner.step(job.clinicId, job.testId)) === 'more') {
        // Somebody else may go on at once when we are about to stop.
        await this.worker.as.outside(() => putOff(job.id, this.stopping ? 0 : LEASE_SECONDS, true));
        if (this.stopping) return;
      }
      await this.worker.as.outside(() => removeJob(job.id));
    } catch (error) {
      logger.error(safeError(error), 'a step of a back-test failed');
      await this.giveUpOrRetry(job);
    }
  }

  private async giveUpOrRetry(job: BackTestJob): Promise<void> {
    if (job.attempts < MOST_ATTEMPTS)
      return this.worker.as.outside(() => putOff(job.id, RETRY_SECONDS * job.attempts, false));
    await this.runner.fail(job.clinicId, job.testId);
    await this.worker.as.outside(() => removeJob(job.id));
  }
}
