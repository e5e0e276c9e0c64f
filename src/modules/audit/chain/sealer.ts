import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { query } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { repeat } from '../../../platform/clock/repeat.js';
import * as repository from './chain.repository.js';
import { type AuditRecord, nextLink } from './link.js';

const EVERY_MS = 400;
const ROWS_A_LINK = 1000;
const ROWS_A_PASS = 5000;

/**
 * Takes what was written to the audit up into each clinic's chain, twice a second. Nobody who writes waits for it. One
 * node at a time does it; when that one dies, the next pass of any other goes on. Rows are taken up as they become
 * visible: nothing that committed later stands before something that was taken up earlier.
 */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;
  private finished: Promise<void> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** Ids up to here were handed out when these transactions were still open. */
  private waiting: { upTo: number; writers: readonly string[] } | undefined;

  constructor(private readonly worker: WorkerDatabase) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('audit sealer', EVERY_MS, () => this.catchUp());
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.finish();
  }

  /** What this node has written last is sealed before it goes. Who signs it waits for this too: Nest ends both at once. */
  finish(): Promise<void> {
    this.finished ??= (async () => {
      await this.turns?.stop();
      await this.pass().catch(() => 0);
    })();
    return this.finished;
  }

  private async catchUp(): Promise<void> {
    while ((await this.pass()) >= ROWS_A_PASS);
  }

  /**
   * What was visible when it was asked for is taken up: a pass of this node that is under way may have looked before.
   *
   * @returns how many rows were taken up; 0 as well when another node is at it
   */
  pass(): Promise<number> {
    const pass = this.turn.then(() => this.takeUp());
    this.turn = pass.catch(() => undefined);
    return pass;
  }

  private takeUp(): Promise<number> {
    return this.worker.as.outside(async () => {
      const [lock] = await query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock(731030) AS mine');
      if (!lock?.mine) return 0;
      const settled = await repository.findSettled();
      if ((await repository.findNewestId()) === settled) return 0;
      // Asked before the rows are read: what these transactions wrote is visible from here on, or never comes.
      const over = await this.findOver();
      const rows = await repository.findUnsealed(settled, ROWS_A_PASS);
      let done = over;
      for (const [clinicId, own] of Map.groupBy(rows, (row) => row.clinicId)) {
        await this.worker.as.enterClinic(clinicId, () => sealRows(own));
        // Of a clinic with more than one pass can take, only so much is done.
        if (done !== undefined && own.length === ROWS_A_PASS) done = Math.min(done, own.at(-1)!.id);
      }
      if (done !== undefined) await repository.saveSettled(done);
      return rows.length;
    });
  }

  /** Up to which id nothing can come any more, as far as is known; and begins to wait for the next such id. */
  private async findOver(): Promise<number | undefined> {
    const { waiting } = this;
    // In this order: who takes an id after the first look is not among those we wait for.
    const upTo = await repository.findNewestId();
    const writers = await repository.findWriters();
    const over = waiting && !waiting.writers.some((writer) => writers.includes(writer));
    if (!waiting || over) this.waiting = { upTo, writers };
    if (writers.length === 0) return upTo;
    return over ? waiting.upTo : undefined;
  }
}

/** In the clinic of the rows. */
async function sealRows(rows: readonly AuditRecord[]): Promise<void> {
  const [now] = await query<{ at: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS at`);
  let head = await repository.findHead();
  for (let from = 0; from < rows.length; from += ROWS_A_LINK) {
    const part = rows.slice(from, from + ROWS_A_LINK);
    const link = nextLink(head, part, now!.at.toISOString());
    await repository.insertLink(link);
    head = link;
    await repository.insertPatientRows(part);
  }
}
