import { addDays, civilDayAt, isCivilDay, type ZoneHistory } from '../../metrics/index.js';
import type { Resource } from '../record/index.js';
import type { TreatmentFacts } from './treatment.js';

type Members = Record<string, unknown>;

/** Taken down by mistake, or never happened. */
const NEVER = new Set(['entered-in-error', 'not-taken', 'not-done']);
/** Of a statement: no longer taken, also where nobody says since when. */
const OVER = new Set(['completed', 'stopped', 'on-hold']);

/**
 * What a MedicationStatement or Procedure tells, ours or somebody else's; null for one that does not stand. Whatever a
 * program has sent is read: a day that cannot be read is not known, and what ends in the year 9999 goes on.
 *
 * @param zones - the patient's, for times of the day; a month or year alone is its first day, as an end its last
 */
export function readTreatment(resource: Resource, zones: ZoneHistory): TreatmentFacts | null {
  if (NEVER.has(String(resource['status']))) return null;
  return resource.resourceType === 'Procedure' ? readProcedure(resource, zones) : readDose(resource, zones);
}

function readDose(resource: Resource, zones: ZoneHistory): TreatmentFacts {
  const { start, end } = membersOf(resource['effectivePeriod']);
  const on = firstDay(start ?? resource['effectiveDateTime'], zones);
  const isOver = OVER.has(String(resource['status']));
  const asserted = isOver ? firstDay(resource['dateAsserted'], zones) : null;
  // Ended, and nobody says when: by the day it was written down, and never before it began.
  const until = lastDay(end, zones) ?? beforeForever(isOver ? latest(asserted, on) : null);
  return { kind: 'dose', what: medicationOf(resource), dose: doseOf(resource['dosage']), on, until };
}

function readProcedure(resource: Resource, zones: ZoneHistory): TreatmentFacts {
  const { start, end } = membersOf(resource['performedPeriod']);
  const on = firstDay(start ?? resource['performedDateTime'], zones);
  const until = lastDay(end, zones);
  return { kind: 'procedure', what: nameOf(resource['code']), dose: null, on, until: until === on ? null : until };
}

function medicationOf(resource: Resource): string {
  const named = nameOf(resource['medicationCodeableConcept']);
  if (named) return named;
  const { reference, display } = membersOf(resource['medicationReference']);
  const contained = listOf(resource['contained']).find(({ id }) => `#${String(id)}` === reference);
  // A bare reference is no name: nobody here could look it up.
  return nameOf(contained?.['code']) || textOf(display);
}

/** What people call a concept: its text, else the name of its first code, else that code. */
function nameOf(concept: unknown): string {
  const { text, coding } = membersOf(concept);
  const [first] = listOf(coding);
  return textOf(text) || textOf(first?.['display']) || textOf(first?.['code']);
}

function doseOf(dosage: unknown): string | null {
  const doses = listOf(dosage).map(({ text, doseAndRate }) => {
    const [first] = listOf(doseAndRate);
    const { value, unit, code } = membersOf(first?.['doseQuantity']);
    return textOf(text) || (value === undefined ? '' : `${String(value)} ${textOf(unit) || textOf(code)}`.trim());
  });
  return doses.filter(Boolean).join(' + ') || null;
}

/** How other systems write "no end"; the day after its last has no name. */
const FOREVER = '9999';
const LAST_DAY = '9999-12-31';

function firstDay(text: unknown, zones: ZoneHistory): string | null {
  const words = textOf(text);
  const day = words.length > 10 ? dayOfTime(words, zones) : `${words}-01-01`.slice(0, 10);
  return day !== null && isCivilDay(day) ? day : null;
}

function lastDay(text: unknown, zones: ZoneHistory): string | null {
  const words = textOf(text);
  const first = beforeForever(firstDay(words, zones));
  if (first === null || words.length >= 10) return first;
  if (words.length === 4) return `${words}-12-31`;
  // The day before the first of the next month, which is never more than 31 days on.
  return addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
}

/** The civil day of a time; second 60, which FHIR allows, is the next minute's start. */
function dayOfTime(words: string, zones: ZoneHistory): string | null {
  const isLeap = words.slice(17, 19) === '60';
  const ms = Date.parse(isLeap ? `${words.slice(0, 17)}59${words.slice(19)}` : words) + (isLeap ? 1000 : 0);
  if (Number.isNaN(ms)) return null;
  const day = civilDayAt(zones, ms);
  // A year of five digits is written with a sign.
  return day.startsWith('+') ? LAST_DAY : day;
}

const beforeForever = (day: string | null): string | null => (day !== null && day >= FOREVER ? null : day);

const latest = (a: string | null, b: string | null): string | null =>
  [a, b]
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
const listOf = (value: unknown): Members[] => (Array.isArray(value) ? value.map(membersOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
