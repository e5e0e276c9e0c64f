import { addDays, type ZoneHistory } from '../../metrics/index.js';
import type { StoredRecord } from '../record/index.js';
import type { Exactness } from './read-days.js';

/** A dose from a day on, or something that was done. */
export type TreatmentKind = 'dose' | 'procedure';

/** As what each of them is kept. */
export const TYPE_OF = { dose: 'MedicationStatement', procedure: 'Procedure' } as const;
/** Identifies, in a resource, somebody who signs in here. */
export const PERSON_SYSTEM = 'urn:stepwell:person';
export const TREATMENT_TYPES: readonly string[] = Object.values(TYPE_OF);

export interface TreatmentFacts {
  readonly kind: TreatmentKind;
  /** The medication, or what was done. */
  readonly what: string;
  /** Of a dose: how much and how often, in words. Null: nobody has said, or it is no dose. */
  readonly dose: string | null;
  /** The patient's civil day; null: nobody knows since when. */
  readonly on: string | null;
  /** The last day. Null: a dose goes on; a procedure was done on one day. */
  readonly until: string | null;
  /** Whether these are days, or the first and last day of a month or year of which no day is known. */
  readonly onExact: Exactness;
  readonly untilExact: Exactness;
  /** Meant to come, and nobody has said that it has: also after its day. */
  readonly planned: boolean;
}

/** What people say of one, and what makes it the same one. */
export const ALL_FACTS = ['what', 'dose', 'on', 'until'] as const;
export const isSame = (a: TreatmentFacts, b: TreatmentFacts, members: readonly (keyof TreatmentFacts)[]): boolean =>
  members.every((member) => a[member] === b[member]);

/** One that stands, as it is now. */
export interface Treatment extends TreatmentFacts {
  readonly record: StoredRecord;
  readonly notedAt: Date;
}

export interface TreatmentInTime {
  readonly zones: ZoneHistory;
  /** The patient's civil day now. */
  readonly today: string;
}

const MOST_DAYS_AHEAD = 366;

export interface WrongDay {
  readonly path: 'on' | 'until';
  readonly message: string;
}

/** What is wrong about these days, and where. Input from people: a year ahead is planning, ten are a slip of the pen. */
export function findWrongDay(
  { on, until }: { readonly on?: string | undefined; readonly until?: string | null | undefined },
  today: string,
): WrongDay | undefined {
  const latest = addDays(today, MOST_DAYS_AHEAD);
  const message = `must not be more than ${MOST_DAYS_AHEAD} days ahead of today`;
  if (on && on > latest) return { path: 'on', message };
  return until && until > latest ? { path: 'until', message } : undefined;
}

/**
 * What is wrong about a change of days beside those that stay. Of days that are left alone nothing is.
 *
 * @param change - undefined: that day stays
 * @param both - as they would be
 */
export function findWrongChange(
  change: { readonly on?: string | undefined; readonly until?: string | null | undefined },
  { on, until }: Pick<TreatmentFacts, 'on' | 'until'>,
): WrongDay | undefined {
  if (on !== null && until !== null && until < on) {
    if (change.until) return { path: 'until', message: 'must not be before the first day' };
    if (change.on) return { path: 'on', message: 'must not be after the last day' };
  }
  // A period of neither day is none.
  if (on === null && change.until === null)
    return { path: 'on', message: 'must be given where the last day is taken away' };
  return undefined;
}
