import { addDays, civilDayOf, daysBetween } from '../../../metrics/index.js';
import { instantOf } from '../hours/wall-clock.js';

/** One person's turn, once or every so many weeks. Times are wall-clock times of the clinic's zone. */
export interface Shift {
  readonly id: string;
  readonly personId: string;
  /** Only for questions to this profession; null: for everything. */
  readonly profession: string | null;
  /** 1 is asked first, 2 when the first does not answer. */
  readonly rank: number;
  readonly startsOn: string;
  readonly starts: string;
  readonly endsOn: string;
  readonly ends: string;
  /** 0: only once. */
  readonly everyWeeks: number;
  /** The last day on which a turn may begin; null: until it is ended. */
  readonly lastOn: string | null;
}

export interface Absence {
  readonly personId: string;
  readonly standInId: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface OnCall {
  readonly personId: string;
  /** Whose turn it is, when that is somebody else. */
  readonly standsInFor: string | null;
  readonly shiftId: string;
  readonly rank: number;
  readonly untilMs: number;
}

/**
 * Who is on call at this moment? Those asked first come first. Whoever is away is replaced by the one who stands in; a
 * turn of somebody who is away and whose stand-in is away too is nobody's, and is left out.
 *
 * @param profession - turns of this profession if there are any, else those for everything; null: those for everything
 */
export function findOnCall(
  shifts: readonly Shift[],
  absences: readonly Absence[],
  zone: string,
  atMs: number,
  profession: string | null = null,
): OnCall[] {
  const now = shifts.flatMap((shift) => {
    const turn = turnAt(shift, zone, atMs);
    return turn ? [{ shift, untilMs: turn.endMs }] : [];
  });
  const theirs = now.filter(({ shift }) => profession !== null && shift.profession === profession);
  const asked = theirs.length > 0 ? theirs : now.filter(({ shift }) => shift.profession === null);
  return asked
    .flatMap(({ shift, untilMs }): OnCall[] => {
      const away = absenceOf(shift.personId, absences, atMs);
      if (!away) return [{ personId: shift.personId, standsInFor: null, shiftId: shift.id, rank: shift.rank, untilMs }];
      if (absenceOf(away.standInId, absences, atMs)) return [];
      return [
        {
          personId: away.standInId,
          standsInFor: shift.personId,
          shiftId: shift.id,
          rank: shift.rank,
          untilMs: Math.min(untilMs, away.untilMs),
        },
      ];
    })
    .sort((a, b) => a.rank - b.rank || (a.shiftId < b.shiftId ? -1 : 1));
}

/** The moments of a period in which nobody is on call for everything, in order. */
export function findGaps(
  shifts: readonly Shift[],
  absences: readonly Absence[],
  zone: string,
  period: { readonly fromMs: number; readonly toMs: number },
): { fromMs: number; toMs: number }[] {
  const { fromMs, toMs } = period;
  const edges = new Set([fromMs, toMs]);
  const within = (ms: number) => ms > fromMs && ms < toMs && edges.add(ms);
  for (const { fromMs: away, untilMs } of absences) [away, untilMs].forEach(within);
  for (const shift of shifts)
    for (const turn of turnsBetween(shift, zone, fromMs, toMs)) [turn.startMs, turn.endMs].forEach(within);
  const sorted = [...edges].sort((a, b) => a - b);
  const gaps: { fromMs: number; toMs: number }[] = [];
  for (const [i, start] of sorted.slice(0, -1).entries()) {
    if (findOnCall(shifts, absences, zone, start).length > 0) continue;
    const end = sorted[i + 1]!;
    const last = gaps.at(-1);
    if (last?.toMs === start) last.toMs = end;
    else gaps.push({ fromMs: start, toMs: end });
  }
  return gaps;
}

const absenceOf = (personId: string, absences: readonly Absence[], atMs: number) =>
  absences.find((a) => a.personId === personId && a.fromMs <= atMs && a.untilMs > atMs);

const turnAt = (shift: Shift, zone: string, atMs: number) =>
  turnsBetween(shift, zone, atMs, atMs + 1).find(({ startMs, endMs }) => startMs <= atMs && endMs > atMs);

function turnsBetween(shift: Shift, zone: string, fromMs: number, toMs: number) {
  const length = daysBetween(shift.startsOn, shift.endsOn);
  // A day on either side: civil days and instants do not begin together.
  const first = daysBetween(shift.startsOn, civilDayOf(zone, fromMs)) - length - 1;
  const last = daysBetween(shift.startsOn, civilDayOf(zone, toMs)) + 1;
  const period = shift.everyWeeks * 7;
  const turns: { startMs: number; endMs: number }[] = [];
  for (let n = period === 0 ? 0 : Math.max(0, Math.ceil(first / period)); n * period <= last; n++) {
    const startsOn = addDays(shift.startsOn, n * period);
    if (shift.lastOn !== null && startsOn > shift.lastOn) break;
    const startMs = instantOf(zone, startsOn, shift.starts, 'first');
    const endMs = instantOf(zone, addDays(startsOn, length), shift.ends, 'second');
    if (endMs > fromMs && startMs < toMs && endMs > startMs) turns.push({ startMs, endMs });
    if (period === 0) break;
  }
  return turns;
}
