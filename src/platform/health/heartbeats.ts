import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Database, query } from '../database/database.js';
import { WorkerDatabase } from '../database/worker-database.js';
import { type ChainState, type ChainWorker, toChainState } from './chain-state.js';

const LEAST_BETWEEN_BEATS_MS = 10_000;
/** Beats of nodes that have long gone. */
const FORGET_AFTER = '1 day';

/** "I still work", from each worker of this node after a turn that went well. */
@Injectable()
export class Heartbeats {
  /** Two nodes may share a host, and a host its process ids. */
  private readonly node = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
  private readonly beatAt = new Map<ChainWorker, number>();

  constructor(private readonly worker: WorkerDatabase) {}

  async beat(name: ChainWorker): Promise<void> {
    const now = performance.now();
    if (now - (this.beatAt.get(name) ?? -Infinity) < LEAST_BETWEEN_BEATS_MS) return;
    this.beatAt.set(name, now);
    await this.worker.as.outside(async () => {
      await query(
        `INSERT INTO heartbeat (worker, node, beat_at) VALUES ($1, $2, now())
         ON CONFLICT (worker, node) DO UPDATE SET beat_at = excluded.beat_at`,
        [name, this.node],
      );
      await query(`DELETE FROM heartbeat WHERE worker = $1 AND beat_at < now() - $2::interval`, [name, FORGET_AFTER]);
    });
  }
}

/** How the chain stands, by the clock of the database. */
export async function readChain(database: Database): Promise<ChainState> {
  const beats = await database.outside(() =>
    query<{ worker: string; beatAt: Date; ageSeconds: number }>(
      `SELECT worker, max(beat_at) AS "beatAt", extract(epoch FROM now() - max(beat_at))::float8 AS "ageSeconds" FROM heartbeat GROUP BY worker`,
    ),
  );
  return toChainState(beats);
}
