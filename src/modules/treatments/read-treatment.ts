import { addDays, civilDayAt, type ZoneHistory } from '../../metrics/index.js';
import type { Resource } from '../record/index.js';
import type { TreatmentFacts } from './treatment.js';

type Members = Record<string, unknown>;

/** Taken down by mistake, or never happened. */
const NEVER = new Set(['entered-in-error', 'not-taken', 'not-done']);
/** Of a statement: no longer taken, also where nobody says since when. */
const OVER = new Set(['completed', 'stopped', 'on-hold']);

/**
 * What a MedicationStatement or Procedure tells, ours or somebody else's; null for one that does not stand.
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
  const until = lastDay(end, zones) ?? (isOver ? latest(asserted, on) : null);
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

function firstDay(text: unknown, zones: ZoneHistory): string | null {
  const words = textOf(text);
  if (words.length > 10) return civilDayAt(zones, Date.parse(words));
  return words === '' ? null : `${words}-01-01`.slice(0, 10);
}

function lastDay(text: unknown, zones: ZoneHistory): string | null {
  const words = textOf(text);
  if (words.length === 4) return `${words}-12-31`;
  // The day before the first of the next month, which is never more than 31 days on.
  if (words.length === 7) return addDays(`${addDays(`${words}-01`, 31).slice(0, 7)}-01`, -1);
  return firstDay(words, zones);
}

const latest = (a: string | null, b: string | null): string | null =>
  [a, b]
    .filter((day) => day !== null)
    .sort()
    .at(-1) ?? null;
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
const listOf = (value: unknown): Members[] => (Array.isArray(value) ? value.map(membersOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
