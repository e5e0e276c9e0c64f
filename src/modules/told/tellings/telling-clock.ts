import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { takeDueRow } from '../../../platform/database/due-rows.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { Heartbeats } from '../../../platform/health/heartbeats.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { safeError } from '../../../platform/telemetry/safe-error.js';
import { followAlerts } from '../../alerts/index.js';
import { judgeNewsBy } from '../../notifications/index.js';
import { followTellings } from './follow-alert.js';
import { judgeNews } from './judge-news.js';
import { Tell } from './tell.js';
import { noteFailure } from './tellings.repository.js';

const EVERY_MS = 1000;
const AGAIN_SECONDS = 30;

/** Tells patients and their followers when it is time, on every node. The times are rows: whichever node looks next takes them. */
@Injectable()
export class TellingClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly heartbeats: Heartbeats,
    private readonly tell: Tell,
  ) {
    followAlerts(followTellings);
    judgeNewsBy(judgeNews);
  }

  onApplicationBootstrap(): void {
    this.turns = repeat('tellings', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
  }

  /** Everything that is due, unless the node is told to stop: what is left is another node's. */
  async tick(): Promise<void> {
    const job = {
      work: (id: string) => this.tell.work(id),
      failed: async (id: string, error: unknown) => {
        logger.error({ ...safeError(error), telling: id }, 'telling failed');
        await noteFailure(id, AGAIN_SECONDS);
      },
    };
    // A long queue is not a dead worker.
    do await this.heartbeats.beat('tellings');
    while (!this.stopping && (await takeDueRow(this.worker, 'telling', job)));
  }
}
