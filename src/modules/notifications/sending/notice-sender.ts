import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { takeDueRow } from '../../../platform/database/due-rows.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { Heartbeats } from '../../../platform/health/heartbeats.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { type Carried, Carriers } from './carriers.js';
import { type Busy, exceptBusy, findBusy, isAnyBusy } from './hands.js';
import { tellLost } from './lost-notices.js';
import * as repository from './sending.repository.js';
import type { TakenNotice } from './sending.repository.js';
import { takeNotice } from './take-notice.js';

const EVERY_MS = 1000;
/** Longer than any carrier takes. */
const LEASE_SECONDS = 40;
const MOST_MS = 30_000;
/** So soon it is looked again whether somebody waits whose far side is free, while another one hangs. */
const LOOK_AGAIN_MS = 200;
/** After each of eight attempts; the last one gives it up. Together about an hour and a half. */
const WAIT_SECONDS = [2, 10, 30, 120, 300, 900, 3600];

/** Sends what is due, on every node. Once, or once more when a node dies between sending and writing it down. */
@Injectable()
export class NoticeSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;
  private readonly underWay = new Map<Promise<void>, TakenNotice>();
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly heartbeats: Heartbeats,
    private readonly carriers: Carriers,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('notices', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
    await Promise.all(this.underWay.keys());
  }

  /** Takes what is due, what interrupts first; what is for a far side that is busy waits, and nothing behind it does. */
  async tick(): Promise<void> {
    while (!this.stopping) {
      await this.heartbeats.beat('notifications');
      const busy = findBusy([...this.underWay.values()]);
      const notice = await this.take(busy);
      if (notice) this.begin(notice);
      else if (isAnyBusy(busy)) await soonest(this.underWay.keys());
      else return;
    }
  }

  private begin(notice: TakenNotice): void {
    const sending: Promise<void> = this.send(notice).finally(() => this.underWay.delete(sending));
    this.underWay.set(sending, notice);
  }

  private async take(busy: Busy): Promise<TakenNotice | undefined> {
    for (;;) {
      let notice: TakenNotice | undefined;
      const job = {
        work: async (id: string) => void (notice = await takeNotice(id, LEASE_SECONDS)),
        failed: (id: string) => repository.postpone(id, LEASE_SECONDS),
      };
      const isOne = await takeDueRow(this.worker, 'notice', job, exceptBusy(busy));
      // One that nobody needs any more, or not yet, was taken off the queue: the next one.
      if (notice || !isOne) return notice;
    }
  }

  private async send(notice: TakenNotice): Promise<void> {
    const { id, clinicId, attempts, channel } = notice;
    try {
      const carried = await inTime(this.carriers.carry(notice));
      await this.worker.as.inClinic(clinicId, () => this.settle(notice, carried));
    } catch (error) {
      logger.warn(
        { notice: id, channel, attempts, code: (error as { code?: string }).code ?? (error as Error).name },
        'notice was not taken',
      );
      const wait = WAIT_SECONDS[attempts - 1];
      await this.worker.as
        .inClinic(clinicId, () =>
          wait === undefined ? this.lose(notice, 'dead', 'failed') : repository.postpone(id, wait),
        )
        // Then the lease runs out, and it is tried again.
        .catch(() => undefined);
    }
  }

  private async settle(notice: TakenNotice, carried: Carried): Promise<void> {
    if (carried === 'sent') return repository.settle(notice.id, 'sent', null);
    if (carried === 'no-secret') return this.lose(notice, 'dead', 'no-secret');
    if (notice.channel === 'web-push') await repository.forgetSubscription(notice.target);
    return this.lose(notice, 'withheld', 'gone');
  }

  /** It will reach nobody: whoever made the call hears of it in the same transaction. */
  private async lose({ id, stepId }: TakenNotice, state: 'withheld' | 'dead', reason: string): Promise<void> {
    await repository.settle(id, state, reason);
    if (stepId !== null) await tellLost(stepId);
  }
}

/** Until one of them has ended, or a moment has passed. */
async function soonest(underWay: Iterable<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<void>((resolve) => (timer = setTimeout(resolve, LOOK_AGAIN_MS)));
  await Promise.race([...underWay, moment]).finally(() => clearTimeout(timer));
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The other side takes too long')), MOST_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
