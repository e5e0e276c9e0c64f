import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DETECTOR_VERSION } from '../../detection/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { query } from '../../platform/database/database.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { evaluations, evaluationsFailing, evaluationSeconds } from '../../platform/telemetry/metrics.js';
import { DueSignal, spreadDueSheaves } from '../observations/index.js';
import { countFailing, lockPatient, markStale, postponeDue, removeDue, takeDuePatient } from './due.repository.js';
import { evaluate } from './evaluate.js';

/** Looks by itself this often; the signal of this node makes it look at once. */
const POLL_MS = 500;
const STALE_SWEEP_MS = 60_000;
/** The worker shares its node with requests: after each patient it rests this many times as long as the patient took. */
const REST_SHARE = 2;
const LEAST_REST_MS = 10;

/** Takes due patients one at a time, on every node. Killed half-way, it has done nothing and the rows are still due. */
@Injectable()
export class TrendWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopping = false;
  private readonly interrupt = new AbortController();
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private sweptAt = 0;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly due: DueSignal,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.due.onRing(() => this.wakeUp());
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.interrupt.abort();
    this.wakeUp();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.sweepStale();
        const started = performance.now();
        const busy = await this.takeOne();
        await (busy ? this.pause(Math.max(LEAST_REST_MS, REST_SHARE * (performance.now() - started))) : this.rest());
      } catch (error) {
        evaluations.inc({ outcome: 'failed' });
        logger.error(safeError(error), 'evaluation failed');
        await this.pause(1000);
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.interrupt.signal }).catch(() => undefined);
  }

  /** Until somebody rings, or the poll interval is over. */
  private async rest(): Promise<void> {
    await Promise.race([new Promise<void>((resolve) => (this.wakeUp = resolve)), this.pause(POLL_MS)]);
  }

  /** @returns whether anything was due */
  private async takeOne(): Promise<boolean> {
    await this.worker.as.outside(spreadDueSheaves);
    const failed: { clinicId: string; patientId: string }[] = [];
    const found = await this.worker.as
      .outside(async () => {
        const taken = await takeDuePatient();
        if (!taken) return false;
        failed.push(taken);
        if (!(await lockPatient(taken.patientId))) return true;
        const stop = evaluationSeconds.startTimer();
        await this.worker.as.enterClinic(taken.clinicId, () => evaluate(taken.patientId, taken, this.clock.now()));
        await removeDue(taken.ids);
        stop();
        evaluations.inc({ outcome: 'done' });
        return true;
      })
      .catch(async (error: unknown) => {
        const patient = failed[0];
        if (!patient) throw error;
        evaluations.inc({ outcome: 'failed' });
        logger.error({ ...safeError(error), patientId: patient.patientId }, 'evaluation failed');
        await this.worker.as.outside(() => postponeDue(patient.clinicId, patient.patientId));
        return true;
      });
    return found;
  }

  private async sweepStale(): Promise<void> {
    if (Date.now() - this.sweptAt < STALE_SWEEP_MS) return;
    this.sweptAt = Date.now();
    evaluationsFailing.set(await this.worker.as.outside(() => countFailing()));
    const clinics = await this.worker.as.outside(() => query<{ clinic_id: string }>('SELECT clinic_id FROM clinic'));
    for (const { clinic_id } of clinics)
      await this.worker.as.inClinic(clinic_id, () => markStale(clinic_id, DETECTOR_VERSION));
  }
}
