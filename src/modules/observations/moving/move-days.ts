import { dayBounds, type ZoneHistory } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { spellId } from '../observation-id.js';
import { ZONE_NOTE } from './left-behind.js';
import type { ReadingMoves } from './reading-moves.js';
import { findWordedTimes } from './wall-clock.repository.js';

/** A day that began before a move may begin elsewhere after it. */
const REACH_MS = 3 * 86_400_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * FHIR Observations that name a whole day follow the patient's zones: their own resource says which day it was.
 *
 * @param sinceMs - from when on the zones are others
 */
export async function moveToldDays(
  moves: ReadingMoves,
  caller: Caller,
  { patientId, zones, sinceMs }: { patientId: string; zones: ZoneHistory; sinceMs: number },
): Promise<void> {
  const found = await findWordedTimes(patientId, sinceMs - REACH_MS);
  const moved = found.flatMap(({ seriesId, startMs, endMs, remainder }) => {
    const day = readDay(remainder);
    const to = day === undefined ? undefined : dayBounds(zones, day);
    const id = spellId({ seriesId, startMs, endMs });
    return to && id && (to.startMs !== startMs || to.endMs !== endMs) ? [{ id, to, isNamedByTime: true }] : [];
  });
  if (moved.length > 0) await moves.move(caller, moved, ZONE_NOTE);
}

function readDay(remainder: string): string | undefined {
  const { effectiveDateTime: at, effectivePeriod: period } = JSON.parse(remainder) as {
    effectiveDateTime?: string;
    effectivePeriod?: { start?: string; end?: string };
  };
  const day = at ?? (period?.start === period?.end ? period?.start : undefined);
  return day !== undefined && DAY.test(day) ? day : undefined;
}
