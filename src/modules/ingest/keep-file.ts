import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DomainError, isOfFastify } from '../../platform/http/domain-error.js';
import type { OneFile } from './one-file.js';

export const CUT_OFF = new DomainError('UPLOAD_CUT_OFF', 400, 'The upload was cut off; upload the file again.');

/** Complete on disk before anything is said of it. @returns SHA-256 of the file */
export async function keepFile(file: OneFile, path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  file.file.on('data', (chunk: Buffer) => hash.update(chunk));
  await pipeline(file.file, createWriteStream(`${path}.part`, { mode: 0o600 })).catch(
    (error: NodeJS.ErrnoException) => {
      // A disk names the call that failed. Whatever else bears no word of Fastify's is a body that has no end.
      throw error.syscall === undefined && !isOfFastify(error) ? CUT_OFF : error;
    },
  );
  if (file.file.truncated) throw new DomainError('TOO_LARGE', 413, 'The file is too large: at most 2 GB.');
  await file.assertOnly();
  await rename(`${path}.part`, path);
  return hash.digest();
}
