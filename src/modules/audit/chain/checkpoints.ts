import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { query } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { repeat } from '../../../platform/sockets/repeat.js';
import { findHead } from './chain.repository.js';
import { type Checkpoint, signCheckpoint } from './checkpoint.js';
import { appendCheckpoints, readKey } from './checkpoint-file.js';

const EVERY_MS = 5 * 60_000;

/** Every five minutes each node signs where the chains have come to, into a file of its data folder. */
@Injectable()
export class AuditCheckpoints implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;
  private readonly signedUpTo = new Map<string, number>();

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('audit checkpoints', EVERY_MS, async () => void (await this.write()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
    await this.write().catch(() => []);
  }

  /** Of every clinic whose chain has grown since this node signed it last. */
  async write(): Promise<Checkpoint[]> {
    const clinics = await this.worker.as.outside(() =>
      query<{ id: string }>('SELECT clinic_id AS id FROM clinic ORDER BY created_at'),
    );
    const written: Checkpoint[] = [];
    for (const { id } of clinics) {
      const head = await this.worker.as.inClinic(id, findHead);
      if (!head || head.seq === this.signedUpTo.get(id)) continue;
      const { seq, total, hash } = head;
      const claim = { clinic: id, seq, total, hash: hash.toString('hex'), at: new Date().toISOString() };
      written.push(signCheckpoint(claim, await readKey(this.config.dataDir)));
      this.signedUpTo.set(id, seq);
    }
    await appendCheckpoints(this.config.dataDir, written);
    return written;
  }
}
