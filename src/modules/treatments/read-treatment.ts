import type { ZoneHistory } from '../../metrics/index.js';
import type { Resource } from '../record/index.js';
import { type Exactness, firstDay, isForever, lastDay, type SaidDay } from './read-days.js';
import { PERSON_SYSTEM, type TreatmentFacts } from './treatment.js';

type Members = Record<string, unknown>;

/** Taken down by mistake, or never happened. */
export const NEVER: ReadonlySet<string> = new Set(['entered-in-error', 'not-taken', 'not-done']);
/** Of a statement: no longer taken, also where nobody says since when. */
export const OVER: ReadonlySet<string> = new Set(['completed', 'stopped', 'on-hold']);

/**
 * What a MedicationStatement or Procedure tells, ours or somebody else's; null for one that does not stand. Whatever a
 * program has sent is read: a day that cannot be read is not known, and what ends in the year 9999 goes on.
 *
 * @param zones - the patient's, for times of the day; a month or year alone is its first day, as an end its last, and said
 * to be no more exact
 */
export function readTreatment(resource: Resource, zones: ZoneHistory): TreatmentFacts | null {
  if (NEVER.has(String(resource['status']))) return null;
  return resource.resourceType === 'Procedure' ? readProcedure(resource, zones) : readDose(resource, zones);
}

function readDose(resource: Resource, zones: ZoneHistory): TreatmentFacts {
  const { start, end } = membersOf(resource['effectivePeriod']);
  const first = firstDay(textOf(start ?? resource['effectiveDateTime']), zones);
  const status = String(resource['status']);
  const asserted = OVER.has(status) ? firstDay(textOf(resource['dateAsserted']) || keptAt(resource), zones) : null;
  // Ended, and nobody says when: by the day it was written down, and never before it began.
  const last = lastDay(textOf(end), zones) ?? (OVER.has(status) ? latest(asserted, first) : null);
  const dose = doseOf(resource['dosage']);
  // What the team writes down to begin on a day is its own word: it holds from that day on.
  const planned = status === 'intended' && !isOfTeam(resource['informationSource']);
  return { kind: 'dose', what: medicationOf(resource), dose, ...days(first, last), planned };
}

function readProcedure(resource: Resource, zones: ZoneHistory): TreatmentFacts {
  const { start, end } = membersOf(resource['performedPeriod']);
  const first = firstDay(textOf(start ?? resource['performedDateTime']), zones);
  const last = lastDay(textOf(end), zones);
  const planned = resource['status'] === 'preparation';
  const within = last?.day === first?.day ? null : last;
  return { kind: 'procedure', what: nameOf(resource['code']), dose: null, ...days(first, within), planned };
}

/** When a stored resource was written; of one that has only come, unknown. */
const keptAt = (resource: Resource): string => textOf(membersOf(resource['meta'])['lastUpdated']);

function days(first: SaidDay | null, last: SaidDay | null) {
  const exactly = (said: SaidDay | null): Exactness => said?.exact ?? 'day';
  return { on: first?.day ?? null, until: last?.day ?? null, onExact: exactly(first), untilExact: exactly(last) };
}

/** Said by somebody who signs in here, see `write-treatment.ts`. */
const isOfTeam = (source: unknown): boolean => membersOf(membersOf(source)['identifier'])['system'] === PERSON_SYSTEM;

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

function latest(a: SaidDay | null, b: SaidDay | null): SaidDay | null {
  const [first = null, second = null] = [a, b].filter((said) => said !== null);
  const last = first && second && second.day > first.day ? second : first;
  return last && isForever(last.day) ? null : last;
}
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
const listOf = (value: unknown): Members[] => (Array.isArray(value) ? value.map(membersOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
