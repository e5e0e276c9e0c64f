import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { takeDueRow } from '../../../platform/database/due-rows.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { Heartbeats } from '../../../platform/health/heartbeats.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { Carriers } from './carriers.js';
import * as repository from './sending.repository.js';
import type { TakenNotice } from './sending.repository.js';

const EVERY_MS = 1000;
/** Longer than any carrier takes. */
const LEASE_SECONDS = 40;
const MOST_MS = 30_000;
/** A far side that does not answer holds up these, and not those behind them. */
const MOST_AT_ONCE = 8;
/** After each of eight attempts; the last one gives it up. Together about an hour and a half. */
const WAIT_SECONDS = [2, 10, 30, 120, 300, 900, 3600];

/** Sends what is due, on every node. Once, or once more when a node dies between sending and writing it down. */
@Injectable()
export class NoticeSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly heartbeats: Heartbeats,
    private readonly carriers: Carriers,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('notices', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
    await Promise.all(this.underWay);
  }

  /** Takes what is due, as long as there are hands free. */
  async tick(): Promise<void> {
    let notice: TakenNotice | undefined;
    do {
      if (this.underWay.size >= MOST_AT_ONCE) await Promise.race(this.underWay);
      notice = await this.take();
      if (notice) {
        const sending: Promise<void> = this.send(notice).finally(() => this.underWay.delete(sending));
        this.underWay.add(sending);
      }
    } while (notice);
    await this.heartbeats.beat('notifications');
  }

  private async take(): Promise<TakenNotice | undefined> {
    let notice: TakenNotice | undefined;
    await takeDueRow(this.worker, 'notice', {
      work: async (id) => void (notice = await repository.lease(id, LEASE_SECONDS)),
      failed: (id) => repository.postpone(id, LEASE_SECONDS),
    });
    return notice;
  }

  private async send(notice: TakenNotice): Promise<void> {
    const { id, clinicId, attempts, channel, target } = notice;
    try {
      if (!notice.mayHear) {
        await this.worker.as.inClinic(clinicId, () => repository.settle(id, 'withheld', 'not-sharing'));
        return;
      }
      const carried = await inTime(this.carriers.carry(notice));
      await this.worker.as.inClinic(clinicId, async () => {
        if (carried === 'gone' && channel === 'web-push') await repository.forgetSubscription(target);
        await repository.settle(id, carried === 'gone' ? 'withheld' : 'sent', carried === 'gone' ? 'gone' : null);
      });
    } catch (error) {
      logger.warn(
        { notice: id, channel, attempts, code: (error as { code?: string }).code ?? (error as Error).name },
        'notice was not taken',
      );
      const wait = WAIT_SECONDS[attempts - 1];
      await this.worker.as
        .inClinic(clinicId, () =>
          wait === undefined ? repository.settle(id, 'dead', 'failed') : repository.postpone(id, wait),
        )
        // Then the lease runs out, and it is tried again.
        .catch(() => undefined);
    }
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The other side takes too long')), MOST_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
