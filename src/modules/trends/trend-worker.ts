import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DETECTOR_VERSION } from '../../detection/index.js';
import { Heartbeats } from '../../platform/health/heartbeats.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { evaluations, evaluationsFailing, evaluationSeconds } from '../../platform/telemetry/metrics.js';
import { DueSignal } from '../observations/index.js';
import {
  countFailing,
  findWaiting,
  lockPatient,
  markReviews,
  markStale,
  postponeDue,
  removeDue,
  takeDue,
  type WaitingPatient,
} from './due.repository.js';
import { findTurns, REST_MS } from './due-turns.js';
import { evaluate, type Evaluated } from './evaluate.js';
import { reportUnjudged } from './report-unjudged.js';
import { reportUrgent } from './report-urgent.js';

/** Looks by itself this often; the signal of this node makes it look at once … */
const POLL_MS = 250;
/** … but not again sooner than this after it was rung for: thousands of readings a second ring thousands of times. */
const LEAST_BETWEEN_LOOKS_MS = 100;
const STALE_SWEEP_MS = 60_000;
/** The worker shares its node with requests: after each patient it rests this many times as long as the patient took. */
const REST_SHARE = 2;
const LEAST_REST_MS = 10;

/** Takes due patients one at a time, on every node. Killed half-way, it has done nothing and the rows are still due. */
@Injectable()
export class TrendWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopping = false;
  private readonly interrupt = new AbortController();
  private rung = false;
  /** When it last looked because somebody rang. */
  private rungForAt = -LEAST_BETWEEN_LOOKS_MS;
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private sweptAt = 0;
  /** When whom, for those of the last seconds. */
  private readonly judgedAt = new Map<string, number>();

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly due: DueSignal,
    private readonly heartbeats: Heartbeats,
  ) {}

  onApplicationBootstrap(): void {
    this.due.onRing(() => {
      this.rung = true;
      this.wakeUp();
    });
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
        if (this.rung) this.rungForAt = performance.now();
        this.rung = false;
        const turns = await this.look();
        for (const one of turns) if (!this.stopping) await this.attend(one);
        await this.heartbeats.beat('trends');
        if (turns.length === 0) await this.rest();
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
    const rung = new Promise<void>((resolve) => (this.wakeUp = resolve));
    if (!this.rung) await Promise.race([rung, this.pause(POLL_MS)]);
    await this.pause(Math.max(0, LEAST_BETWEEN_LOOKS_MS - (performance.now() - this.rungForAt)));
  }

  /** Who is to be judged now. */
  private async look(): Promise<WaitingPatient[]> {
    const now = performance.now();
    for (const [patientId, at] of this.judgedAt) if (now - at >= REST_MS) this.judgedAt.delete(patientId);
    const waiting = await findWaiting(this.worker.as.hot);
    const agoMs = (patientId: string) => {
      const at = this.judgedAt.get(patientId);
      return at === undefined ? undefined : now - at;
    };
    return findTurns(waiting, agoMs);
  }

  /** One patient, then a rest. A history that is added up anew goes on at once until it can be judged by. */
  private async attend(patient: WaitingPatient): Promise<void> {
    for (let goesOn = true; goesOn && !this.stopping;) {
      const started = performance.now();
      goesOn = (await this.judge(patient)) === 'goes-on';
      // A turn of many patients, or a long history, is no silence.
      await this.heartbeats.beat('trends');
      await this.pause(Math.max(LEAST_REST_MS, REST_SHARE * (performance.now() - started)));
    }
  }

  private async judge({ clinicId, patientId }: WaitingPatient): Promise<Evaluated> {
    try {
      // Only what was due before answers were looked at is done afterwards: none comes in between unseen.
      const seen = await this.heed({ clinicId, patientId });
      const evaluated = await this.worker.as.outside(async () => {
        const due = seen && (await takeDue(clinicId, patientId, seen));
        if (!due || !(await lockPatient(patientId))) return 'done';
        const stop = evaluationSeconds.startTimer();
        const became = await this.worker.as.enterClinic(clinicId, () => evaluate(patientId, due, due.now));
        await removeDue(due.ids);
        stop();
        evaluations.inc({ outcome: 'done' });
        return became;
      });
      if (evaluated === 'done') this.judgedAt.set(patientId, performance.now());
      return evaluated;
    } catch (error) {
      evaluations.inc({ outcome: 'failed' });
      logger.error({ ...safeError(error), patientId }, 'evaluation failed');
      await this.worker.as.outside(() => postponeDue(clinicId, patientId));
      return 'done';
    }
  }

  /** Whatever becomes of the judging. @returns the rows that are due; undefined when another node has them */
  private heed({ clinicId, patientId }: Pick<WaitingPatient, 'clinicId' | 'patientId'>) {
    return this.worker.as.outside(async () => {
      const due = await takeDue(clinicId, patientId);
      if (due) await this.worker.as.enterClinic(clinicId, () => reportUrgent(patientId, due.now));
      return due?.ids;
    });
  }

  private async sweepStale(): Promise<void> {
    if (Date.now() - this.sweptAt < STALE_SWEEP_MS) return;
    this.sweptAt = Date.now();
    evaluationsFailing.set(await this.worker.as.outside(() => countFailing()));
    await this.worker.eachClinic('stale trends', (id) =>
      this.worker.as.inClinic(id, async () => {
        await markStale(id, DETECTOR_VERSION);
        await markReviews(id);
        await reportUnjudged(id);
      }),
    );
  }
}
