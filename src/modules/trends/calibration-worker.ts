import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_BUDGET, DETECTOR_VERSION, PRIOR_PATIENT_MONTHS } from '../../detection/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { findChosenBudget, insertCalibration, lockCalibration } from './alarm-budget.repository.js';
import { learnCalibration, lessonPeriod } from './calibration.js';
import {
  endLease,
  isCalibrationDue,
  isSettled,
  isYoung,
  type Lease,
  prolongLease,
  takeCalibration,
} from './calibration-due.repository.js';
import { LESSON_CALIBRATIONS, LessonBuilder } from './learn-lesson.js';
import { replayPatients } from './replay-patients.js';

const SWEEP_MS = 60_000;
const DAY_MINUTES = 1440;
/** A clinic whose node died is taken by another one after so long. */
const LEASE_MINUTES = 15;
const PROLONG_MS = 5 * 60_000;
/** It is in no hurry: after each patient it rests this many times as long as the patient took. */
const REST_SHARE = 3;

/** Learns each clinic's threshold once a week, on whichever node comes first. Killed half-way, it has done nothing. */
@Injectable()
export class CalibrationWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      await this.sweep().catch((error: unknown) => logger.error(safeError(error), 'calibration failed'));
      await this.pause(SWEEP_MS);
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }

  /** Calibrates every clinic whose turn has come. */
  async sweep(): Promise<void> {
    for (const id of await this.worker.clinicIds()) {
      if (this.stop.signal.aborted) return;
      // One clinic's trouble is not the next one's. It is tried again when the lease ends.
      await this.take(id).catch((error: unknown) => logger.error(safeError(error), 'calibration of a clinic failed'));
    }
  }

  private async take(clinicId: string): Promise<void> {
    const lease = await this.worker.as.inClinic(clinicId, async () => {
      if (!(await isCalibrationDue(DETECTOR_VERSION)) || !(await isSettled())) return undefined;
      return takeCalibration(DETECTOR_VERSION, LEASE_MINUTES);
    });
    if (lease) await this.calibrate(clinicId, lease);
  }

  private async calibrate(clinicId: string, taken: Lease): Promise<void> {
    const period = lessonPeriod(this.clock.now());
    const builder = new LessonBuilder(period);
    let lease = taken;
    let prolongedAt = performance.now();
    let asked = 0;
    let started = performance.now();
    for await (const { patient, failed, of } of replayPatients(this.worker.as, clinicId, period, LESSON_CALIBRATIONS)) {
      asked = of;
      if (patient) builder.add(patient);
      if (failed) builder.leaveOut();
      await this.pause(REST_SHARE * (performance.now() - started));
      if (this.stop.signal.aborted) return;
      if (performance.now() - prolongedAt > PROLONG_MS) {
        const longer = await this.worker.as.inClinic(clinicId, () => prolongLease(lease, LEASE_MINUTES));
        if (!longer) return;
        [lease, prolongedAt] = [longer, performance.now()];
      }
      started = performance.now();
    }
    const { lesson, judged, leftOut } = builder.finish();
    if (leftOut > 0) logger.warn({ patients: lesson.patients, leftOut }, 'calibration left out patients who fail');
    await this.worker.as.inClinic(clinicId, async () => {
      await lockCalibration();
      if (!(await endLease(lease, minutesToNext(lesson.curve.patientMonths, await isYoung())))) return;
      // Where most of them fail it is hardly the patients' fault, and the others are not the clinic.
      if (lesson.patients === 0 || 2 * leftOut > asked) return;
      const budget = (await findChosenBudget()) ?? DEFAULT_BUDGET;
      await insertCalibration(learnCalibration(lesson, budget, judged, this.clock.now()));
    });
  }
}

/** Weekly; daily while the clinic's own data weigh less than the prior; hourly while there are none, soon in a new clinic. */
function minutesToNext(patientMonths: number, young: boolean): number {
  if (patientMonths === 0) return young ? 5 : 60;
  return patientMonths < PRIOR_PATIENT_MONTHS ? DAY_MINUTES : 7 * DAY_MINUTES;
}
