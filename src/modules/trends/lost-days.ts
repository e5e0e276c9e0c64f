import { type Concern, GAP_DAYS } from '../../detection/index.js';
import { addDays } from '../../metrics/index.js';
import type { Silence } from '../observations/index.js';

/** The days on which something may have been worn and nobody heard of it; no list of days is longer than a silence. */
export function findLostDays(silences: readonly Pick<Silence, 'fromDay' | 'toDay'>[]): Set<string> {
  const days = new Set<string>();
  for (const { fromDay, toDay } of silences) for (let day = fromDay; day <= toDay; day = addDays(day, 1)) days.add(day);
  return days;
}

/**
 * Is this gap still one? Once a silence is over, its days are no reason to call anybody: only days after it, or before it,
 * are a gap of the patient's own, and want five of their own. Everything else is left as it is.
 *
 * @param over - days of silences that have ended
 */
export function isStillGap(
  { kind, since, sentence }: Pick<Concern, 'kind' | 'since' | 'sentence'>,
  { over, today }: { readonly over: ReadonlySet<string>; readonly today: string },
): boolean {
  if (kind !== 'missing-data' || sentence.facts['reason'] === undefined) return true;
  let own = 0;
  let lost = 0;
  for (let day = since; day < today; day = addDays(day, 1))
    if (over.has(day)) lost++;
    else own++;
  return lost === 0 || own >= GAP_DAYS;
}
