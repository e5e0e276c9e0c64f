import { setTimeout as sleep } from 'node:timers/promises';
import type { DurableNode } from './durable-node.js';
import { type Reading, readingOf } from './readings.js';
import { ROADS } from './roads.js';

type RoadName = keyof typeof ROADS;
/** Who sends at the same time, how much at once, and how long they rest between two bodies. */
const SENDERS: readonly { road: RoadName; size: number; restMs: number }[] = [
  ...Array.from({ length: 4 }, () => ({ road: 'single' as const, size: 1, restMs: 5 })),
  { road: 'transaction', size: 50, restMs: 20 },
  { road: 'columns', size: 80, restMs: 40 },
  { road: 'stream', size: 400, restMs: 20 },
];

/**
 * Writes down every reading that was acknowledged. What was not is sent again until it is, by whichever road comes first:
 * a sender whose connection broke does not know what was stored.
 */
export class Ledger {
  readonly acknowledged = new Map<number, Reading>();
  readonly byRoad: Record<RoadName, number> = { single: 0, transaction: 0, columns: 0, stream: 0 };
  /** Transactions whose answer never came: all of it is stored, or nothing. */
  unanswered: (readonly Reading[])[] = [];
  private readonly again: Reading[] = [];
  /** Not acknowledged when their connection broke. Nobody sends them before the next round, so that what is there of them can be counted. */
  private readonly broken: Reading[] = [];
  private next = 0;
  private open = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly durable: DurableNode,
    private readonly patients: readonly string[],
  ) {}

  /** All senders begin. */
  resume(): void {
    this.open = true;
    this.unanswered = [];
    this.release();
    this.running = Promise.all(SENDERS.map((sender) => this.send(sender)));
    // Whoever pauses hears of it.
    this.running.catch(() => undefined);
  }

  /** No new bodies; resolves when those on the way are answered or broken off. */
  async pause(): Promise<void> {
    this.open = false;
    await this.running;
  }

  /** Sends one reading until it is acknowledged. @returns how long that took, in milliseconds */
  async probe(withinMs: number): Promise<number> {
    const [reading] = this.take(1);
    const startedMs = Date.now();
    while (!this.acknowledged.has(reading!.n)) {
      if (Date.now() - startedMs > withinMs) throw new Error('Nothing was acknowledged in time');
      await this.post('single', [reading!]);
      await sleep(10);
    }
    return Date.now() - startedMs;
  }

  /** Until everything that was ever sent is acknowledged. */
  async settle(): Promise<void> {
    this.release();
    while (this.again.length > 0) {
      const rest = this.again.splice(0, 100);
      this.again.push(...(await this.post('transaction', rest)));
    }
  }

  private async send({ road, size, restMs }: (typeof SENDERS)[number]): Promise<void> {
    while (this.open) {
      // Whether a transaction is there whole can be seen only while nobody else has sent a part of it.
      const readings = road === 'transaction' ? this.takeNew(size) : this.take(size);
      const missing = await this.post(road, readings);
      if (missing.length > 0) {
        this.broken.push(...missing);
        if (road === 'transaction') this.unanswered.push(readings);
        return;
      }
      await sleep(restMs);
    }
  }

  private release(): void {
    this.again.push(...this.broken.splice(0));
  }

  private async post(road: RoadName, readings: readonly Reading[]): Promise<Reading[]> {
    await ROADS[road](this.durable, readings, (reading) => {
      if (this.acknowledged.has(reading.n)) return;
      this.acknowledged.set(reading.n, reading);
      this.byRoad[road]++;
    });
    return readings.filter(({ n }) => !this.acknowledged.has(n));
  }

  private take(count: number): Reading[] {
    const taken = this.again.splice(0, count);
    return [...taken, ...this.takeNew(count - taken.length)].sort((a, b) => a.startMs - b.startMs);
  }

  private takeNew(count: number): Reading[] {
    return Array.from({ length: count }, () => readingOf(this.next++, this.patients));
  }
}
