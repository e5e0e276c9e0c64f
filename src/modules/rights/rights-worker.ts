import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../platform/clock/repeat.js';
import { LeasedJobs } from '../../platform/database/leased-jobs.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { ErasureRunner } from './erasure/erasure-runner.js';
import { ExportRunner } from './export/export-runner.js';
import type { RightsJob } from './jobs.repository.js';
import { removeDeclinedReferrals } from './retention/retention.repository.js';

const EVERY_MS = 1000;
const LEASE_SECONDS = 90;
const MOST_ATTEMPTS = 6;
const HOUR_MS = 3_600_000;

/** Carries out exports and erasures step by step, and what else goes with its day. */
@Injectable()
export class RightsWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> }[] = [];
  private readonly jobs: LeasedJobs<RightsJob>;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly exports: ExportRunner,
    erasures: ErasureRunner,
  ) {
    this.jobs = new LeasedJobs<RightsJob>(worker, {
      table: 'rights_job',
      columns: 'kind, subject_id AS "subjectId"',
      leaseSeconds: LEASE_SECONDS,
      step: ({ kind, clinicId, subjectId }) => (kind === 'export' ? exports : erasures).step(clinicId, subjectId),
      // An erasure is owed: it is tried for ever. An export can be asked for again.
      mostAttempts: ({ kind }) => (kind === 'export' ? MOST_ATTEMPTS : Infinity),
      giveUp: ({ clinicId, subjectId }) => exports.fail(clinicId, subjectId),
      failed: 'a step of a patient’s right failed',
    });
  }

  onApplicationBootstrap(): void {
    this.turns = [
      repeat('patients’ rights', EVERY_MS, () => this.workOff()),
      repeat('exports past their day', HOUR_MS, () => this.exports.removeExpired()),
      repeat('referrals past their day', HOUR_MS, () => this.removeReferrals()),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.jobs.stop();
    for (const turn of this.turns) await turn.stop();
  }

  /** Of people who never became patients: nobody else would ask for it. */
  removeReferrals(): Promise<void> {
    return this.worker.eachClinic('referrals past their day', (id) =>
      this.worker.as.inClinic(id, removeDeclinedReferrals),
    );
  }

  /** Until nothing is due. */
  workOff(): Promise<void> {
    return this.jobs.workOff();
  }
}
