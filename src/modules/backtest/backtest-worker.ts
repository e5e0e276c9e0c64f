import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../platform/clock/repeat.js';
import { type LeasedJob, LeasedJobs } from '../../platform/database/leased-jobs.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { BackTestRunner } from './backtest-runner.js';

const EVERY_MS = 1000;
const LEASE_SECONDS = 60;
const MOST_ATTEMPTS = 5;

interface BackTestJob extends LeasedJob {
  readonly testId: string;
}

/** Carries out back-tests, one at a time on each node. Whoever takes a job goes on where the last step came to. */
@Injectable()
export class BackTestWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;
  private readonly jobs: LeasedJobs<BackTestJob>;

  constructor(worker: WorkerDatabase, runner: BackTestRunner) {
    this.jobs = new LeasedJobs<BackTestJob>(worker, {
      table: 'back_test_job',
      columns: 'test_id AS "testId"',
      leaseSeconds: LEASE_SECONDS,
      step: ({ clinicId, testId }) => runner.step(clinicId, testId),
      mostAttempts: () => MOST_ATTEMPTS,
      giveUp: ({ clinicId, testId }) => runner.fail(clinicId, testId),
      failed: 'a step of a back-test failed',
    });
  }

  onApplicationBootstrap(): void {
    this.turns = repeat('back-tests', EVERY_MS, () => this.jobs.workOff());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.jobs.stop();
    await this.turns?.stop();
  }
}
