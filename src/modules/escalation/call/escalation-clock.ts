import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { takeDueRow } from '../../../platform/database/due-rows.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { Heartbeats } from '../../../platform/health/heartbeats.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { safeError } from '../../../platform/telemetry/safe-error.js';
import { followAlerts } from '../../alerts/index.js';
import { followLostNotices } from '../../notifications/index.js';
import { replanOnEvent } from '../plan/replan.js';
import { lockAlertOf, noteFailure } from '../plan/steps.repository.js';
import { CallStep } from './call-step.js';
import { goOn, goOnWhenLost } from './go-on.js';

const EVERY_MS = 1000;
/** About half a minute, then it is given up, and the next step has its turn. */
const MOST_ATTEMPTS = 8;

/** Makes the calls whose time has come, on every node. The deadlines are rows: whichever node looks next takes them. */
@Injectable()
export class EscalationClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly heartbeats: Heartbeats,
    private readonly step: CallStep,
  ) {
    followAlerts(replanOnEvent);
    followLostNotices(goOnWhenLost);
  }

  onApplicationBootstrap(): void {
    this.turns = repeat('escalation', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  /** Everything that is due. */
  async tick(): Promise<void> {
    const job = {
      work: (id: string) => this.step.work(id),
      failed: (id: string, error: unknown) => this.failed(id, error),
    };
    // A long queue is not a dead worker.
    do await this.heartbeats.beat('escalation');
    while (await takeDueRow(this.worker, 'escalation_step', job));
  }

  private async failed(id: string, error: unknown): Promise<void> {
    logger.error({ ...safeError(error), step: id }, 'call failed');
    await lockAlertOf(id);
    // The auditor says aloud what was given up: should that fail, the step is given up all the same.
    const dead = await noteFailure(id, MOST_ATTEMPTS);
    if (dead) await goOn(dead);
  }
}
