import { readdir } from 'node:fs/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../platform/clock/repeat.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { logger } from '../../platform/telemetry/logger.js';
import { uploadFileName, uploadsFolder } from './held-files.js';
import { endSilentUpload, findSilentUploads } from './uploads.repository.js';

const EVERY_MS = 300_000;
/** Whoever holds an upload says a word of it each minute: also a node with a folder of its own, which others cannot see. */
const SILENT_MINUTES = 10;

export const FILE_LOST = new DomainError(
  'UPLOAD_LOST',
  410,
  'The file was lost before it was read to its end. Please send it again.',
);

/**
 * Ends uploads that nobody is going to read: the node that took one died before its file was kept, or the folder was
 * emptied. Should the file turn up after all, reading it takes the word back.
 */
@Injectable()
export class LostUploads implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;

  constructor(
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('lost uploads', EVERY_MS, () => this.sweep());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  async sweep(): Promise<void> {
    await this.worker.eachClinic('lost uploads', async (clinicId) => {
      const silent = await this.database.inClinic(clinicId, () => findSilentUploads(SILENT_MINUTES));
      if (silent.length === 0) return;
      const names = await this.findNames();
      for (const id of silent) {
        const name = uploadFileName(clinicId, id);
        if (names.has(name) || names.has(`${name}.part`)) continue;
        logger.warn({ uploadId: id, clinic: clinicId }, 'the file of an upload is gone');
        await this.database.inClinic(clinicId, () => endSilentUpload(id, SILENT_MINUTES, FILE_LOST));
      }
    });
  }

  /** @throws what keeps us from looking: then nobody knows what lies there */
  private async findNames(): Promise<Set<string>> {
    const names = await readdir(uploadsFolder(this.config)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return new Set(names);
  }
}
