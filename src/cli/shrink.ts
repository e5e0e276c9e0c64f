import { loadConfig } from '../platform/config/config.js';
import { shrinkPartitions } from '../platform/database/shrink-partitions.js';
import type { OpenDatabase } from './open-database.js';

/** No retention removes what is younger, so these years are whole. */
const LEAST_KEPT_MS = 400 * 86_400_000;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Gives the disk back what retention has freed. */
export async function shrink(open: OpenDatabase): Promise<void> {
  const surroundings = await open(loadConfig(process.env));
  try {
    const beforeYear = new Date(Date.now() - LEAST_KEPT_MS).getUTCFullYear();
    const shrunk = await shrinkPartitions(surroundings.ownerUrl, beforeYear);
    for (const { partition, rowsKept, bytesBefore, bytesAfter, pausedMs } of shrunk)
      console.log(
        `${partition}: ${megabytes(bytesBefore)} became ${megabytes(bytesAfter)}, ${rowsKept} readings kept, paused for ${pausedMs} ms`,
      );
    if (shrunk.length === 0) console.log('No year long past is mostly empty.');
  } finally {
    await surroundings.close();
  }
}
