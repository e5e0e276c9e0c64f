import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { takeDueRow } from '../../../platform/database/due-rows.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { safeError } from '../../../platform/telemetry/safe-error.js';
import { followAlerts } from '../../alerts/index.js';
import { followTellings } from './follow-alert.js';
import { Tell } from './tell.js';
import { putOff } from './tellings.repository.js';

const EVERY_MS = 1000;
const AGAIN_SECONDS = 30;

/** Tells patients and their followers when it is time, on every node. The times are rows: whichever node looks next takes them. */
@Injectable()
export class TellingClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly tell: Tell,
  ) {
    followAlerts(followTellings);
  }

  onApplicationBootstrap(): void {
    this.turns = repeat('tellings', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  /** Everything that is due. */
  async tick(): Promise<void> {
    const job = {
      work: (id: string) => this.tell.work(id),
      failed: async (id: string, error: unknown) => {
        logger.error({ ...safeError(error), telling: id }, 'telling failed');
        await putOff(id, AGAIN_SECONDS);
      },
    };
    while (await takeDueRow(this.worker, 'telling', job));
  }
}
