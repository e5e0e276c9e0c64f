import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../../platform/config/config.js';

/** Where uploads lie, whole and (`.part`) on their way in. */
export const uploadsFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'uploads');
export const uploadFileName = (clinicId: string, id: string): string => `${clinicId}.${id}.upload`;

const BEAT_MS = 1_000;
/** Four beats: a node that is merely busy misses one. */
const PATIENCE_MS = 4_000;

/**
 * Touches the files while somebody works on them, so that a node that starts over the same folder tells a file that was
 * left by a dead one from a file that is being received or read. Those that are not there are passed over.
 *
 * @returns lets go
 */
export function hold(...paths: readonly string[]): () => void {
  const beat = setInterval(() => {
    const now = new Date();
    for (const path of paths) utimes(path, now, now).catch(() => undefined);
  }, BEAT_MS);
  return () => clearInterval(beat);
}

/**
 * Waits for as long as somebody holds the file. Only the file's own times are compared: clocks of nodes differ.
 *
 * @returns whether it still lies there
 * @throws AbortError once the signal says so
 */
export async function isLeft(path: string, signal: AbortSignal): Promise<boolean> {
  for (let before = await touchedAt(path); before !== undefined;) {
    await wait(PATIENCE_MS, undefined, { signal });
    const after = await touchedAt(path);
    if (after === before) return true;
    before = after;
  }
  return false;
}

/** It does not lie there, for certain: a disk that does not answer leaves that open. */
export const isGone = (path: string): Promise<boolean> =>
  stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );

const touchedAt = (path: string) =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => undefined,
  );
