import { instantOfLocal, offsetMsAt } from '../../../src/metrics/index.js';
import type { ZonesView } from '../api/types.js';
import { modernZone } from '../words/index.js';

/** A change of time zone that began at a moment, unlike the first zone. */
export type Journey = ZonesView['items'][number] & { readonly since: string };

/** What stands in the form. */
export interface Draft {
  /** The journey that is put right; null: a new one. */
  readonly wrong: Journey | null;
  /** Empty: not chosen yet. */
  readonly zone: string;
  /** As the field holds it, by the clock of the zone; null: nobody has touched it. */
  readonly typed: string | null;
}

/** What the field of the moment shows: of a journey that is put right its moment, by the clock of the zone that is chosen. */
export const localOf = ({ wrong, zone, typed }: Draft): string => typed ?? (wrong ? clockAt(wrong.since, zone) : '');

/** What is sent; null as long as there is no zone or no moment. Whoever left the moment as it was means it to the millisecond. */
export function changeOf(draft: Draft): { zone: string; since: string; insteadOf?: string } | null {
  const { wrong, zone } = draft;
  const local = localOf(draft);
  if (zone === '' || local === '') return null;
  if (wrong && local === clockAt(wrong.since, zone)) return { zone, since: wrong.since, insteadOf: wrong.since };
  const since = new Date(instantOfLocal(zone, local).ms).toISOString();
  return wrong ? { zone, since, insteadOf: wrong.since } : { zone, since };
}

/** Why what stands in the form changes nothing of where somebody was, or is no moment there. */
export function noChange(draft: Draft, items: ZonesView['items']): 'skipped' | 'isSame' | 'begins' | null {
  const change = changeOf(draft);
  if (!change) return null;
  if (change.since !== draft.wrong?.since && instantOfLocal(draft.zone, localOf(draft)).gap) return 'skipped';
  // What is put right may change little; whether its new moment is another's the server says.
  if (draft.wrong) return null;
  const then = items.findLast(({ since }) => since === null || since <= change.since)!;
  if (modernZone(then.zone) === modernZone(change.zone)) return 'isSame';
  return then.since === change.since ? 'begins' : null;
}

/**
 * The journey that began elsewhere at the same date and time, each by its own clock: then often only the place was wrong, and
 * what is meant to put it right would stand beside it.
 */
export function sameClock(draft: Draft, items: ZonesView['items']): Journey | null {
  if (draft.wrong) return null;
  const local = localOf(draft);
  return items.find((item): item is Journey => item.since !== null && clockAt(item.since, item.zone) === local) ?? null;
}

/** Would something be lost if the form were closed? */
export function isUnsent(draft: Draft): boolean {
  const { wrong, zone, typed } = draft;
  if (!wrong) return localOf(draft) !== '';
  return zone !== wrong.zone || (typed !== null && typed !== clockAt(wrong.since, zone));
}

function clockAt(since: string, zone: string): string {
  const ms = Date.parse(since);
  return new Date(ms + offsetMsAt(zone, ms)).toISOString().slice(0, 'YYYY-MM-DDTHH:mm'.length);
}
