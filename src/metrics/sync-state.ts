/** A device that was not heard of for two days has most likely lost its phone or its app. */
const SILENT_MS = 48 * 3_600_000;

/**
 * How is a source doing?
 *
 * - current: it sends, and its readings are of these days
 * - stalled: it is in contact and brings nothing new (a queue that is stuck, a watch that no longer syncs with its phone)
 * - silent: nobody has heard of it
 */
export type SyncState = 'current' | 'stalled' | 'silent';

export function syncStateOf(
  source: { readonly lastContactMs: number; readonly newestMs: number | null },
  nowMs: number,
): SyncState {
  if (nowMs - source.lastContactMs > SILENT_MS) return 'silent';
  return source.newestMs !== null && nowMs - source.newestMs <= SILENT_MS ? 'current' : 'stalled';
}
