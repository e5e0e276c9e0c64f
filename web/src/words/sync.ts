import { agoWords, dayAndClock } from './format.js';
import { phrase, type PhraseKey } from './phrases.js';

export interface SyncFacts {
  readonly sync: 'current' | 'stalled' | 'silent';
  readonly contactAt: string;
  readonly newestAt: string | null;
  /** When the newest file was brought in, where everything came by files. */
  readonly fileAt?: string | null;
}
type Place = 'device' | 'page' | 'mine';

const KEYS: Record<Place, Record<SyncFacts['sync'], PhraseKey | null>> = {
  device: { current: 'sync.current', stalled: 'sync.stalled', silent: 'sync.silent' },
  page: { current: null, stalled: 'sync.page.stalled', silent: 'sync.page.silent' },
  mine: { current: null, stalled: 'sync.mine.stalled', silent: 'sync.mine.silent' },
};

/** How a device is doing. Contact and progress are two things: a stuck queue is in contact and brings nothing new. */
export function syncWords(place: Place, facts: SyncFacts, now: number, zone: string): string | null {
  const { fileAt = null } = facts;
  // A file is in no contact that could be lost, and has no app to open.
  const isOldFile = place === 'page' && fileAt !== null && facts.sync !== 'current';
  const key = isOldFile ? 'sync.page.file' : KEYS[place][facts.sync];
  if (!key) return null;
  return phrase(key, {
    ago: agoWords(facts.contactAt, now, zone),
    since: dayAndClock(isOldFile ? fileAt : facts.contactAt, zone, now),
    hasNewest: String(facts.newestAt !== null),
    newest: facts.newestAt === null ? '' : dayAndClock(facts.newestAt, zone, now),
  });
}
