import { addDays, compareText, foldText } from '../../metrics/index.js';
import type { Treatment } from './treatment.js';

export type DoseSpan = Pick<Treatment, 'what' | 'dose' | 'on' | 'until' | 'onExact' | 'untilExact' | 'notedAt'>;

/** A day on which what is taken of one medication becomes something else. */
export interface DoseChange {
  /** The first day of the new dose; of one that stops, the last day it is taken. */
  readonly on: string;
  readonly medication: string;
  /** What was taken before; null: nothing. An unknown dose is ''. */
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * When did the doses of a patient change, the earliest first?
 *
 * Of one medication, whatever case it is written in, the statement that began last is in force, and those of the same day
 * together. A statement that ends gives way to an earlier one that goes on. The same dose written down again is no change.
 * What has always been taken (`on` null) begins on no day, and a change of which only the month or year is known is none
 * of a day: it is left out, and the next one is told from what it led to.
 */
export function findDoseChanges(doses: readonly DoseSpan[]): DoseChange[] {
  const usable = doses.filter(({ on, until }) => on === null || until === null || on <= until);
  const byMedication = Map.groupBy(usable, ({ what }) => foldText(what));
  return [...byMedication.values()]
    .flatMap(changesOf)
    .sort((a, b) => compareText(a.on, b.on) || compareText(foldText(a.medication), foldText(b.medication)));
}

function changesOf(spans: readonly DoseSpan[]): DoseChange[] {
  const changes: DoseChange[] = [];
  let before = inForce(spans, '');
  for (const day of turningDays(spans)) {
    const now = inForce(spans, day);
    if (!isSameDose(before, now) && isExact(spans, day)) {
      const from = before && before.dose;
      const on = now ? day : addDays(day, -1);
      changes.push({ on, medication: (now ?? before)!.what, from, to: now && now.dose });
    }
    before = now;
  }
  return changes;
}

const turningDays = (spans: readonly DoseSpan[]): string[] => {
  const days = spans.flatMap(({ on, until }) => [on, until && addDays(until, 1)]);
  return [...new Set(days.filter((day) => day !== null))].sort();
};

/** Does somebody know that it was this day? */
const isExact = (spans: readonly DoseSpan[], day: string): boolean =>
  spans.some(
    ({ on, until, onExact, untilExact }) =>
      (on === day && onExact === 'day') || (until !== null && addDays(until, 1) === day && untilExact === 'day'),
  );

/** What is taken on a day; `''`: before all days that are known. */
function inForce(spans: readonly DoseSpan[], day: string): { what: string; dose: string } | null {
  const covering = spans.filter(({ on, until }) => (on ?? '') <= day && (until === null || day <= until));
  const since = covering
    .map(({ on }) => on ?? '')
    .sort()
    .at(-1);
  const newest = covering
    .filter(({ on }) => (on ?? '') === since)
    .sort((a, b) => a.notedAt.getTime() - b.notedAt.getTime());
  const what = newest.at(-1)?.what;
  if (what === undefined) return null;
  const doses = newest.map(({ dose }) => dose ?? '').filter(Boolean);
  return {
    what,
    dose: doses.filter((dose, i) => doses.findIndex((d) => foldText(d) === foldText(dose)) === i).join(' + '),
  };
}

const isSameDose = (a: { dose: string } | null, b: { dose: string } | null): boolean =>
  a === null || b === null ? a === b : foldText(a.dose) === foldText(b.dose);

/**
 * The earlier dose as it is said before the new one: "75 mg" of "75 mg twice daily" where the new one is "150 mg twice
 * daily". A number never loses its unit.
 */
export function sayBefore(from: string, to: string): string {
  const words = from.split(/\s+/);
  const next = to.split(/\s+/);
  let kept = words.length;
  while (kept > 1 && next.length > words.length - kept) {
    const same = foldText(words[kept - 1]!) === foldText(next.at(kept - words.length - 1)!);
    if (!same || /^[\d.,/–-]+$/.test(words[kept - 2]!)) break;
    kept--;
  }
  return words.slice(0, kept).join(' ');
}
