import { standOn } from '../../metrics/index.js';
import { carryExact } from '../../platform/json/index.js';
import type { Resource } from '../record/index.js';
import type { Exactness } from './read-days.js';
import { isSame, PERSON_SYSTEM, type TreatmentFacts, TYPE_OF } from './treatment.js';

export interface Writing {
  readonly patientId: string;
  readonly author: { readonly personId: string; readonly name: string };
  readonly at: Date;
  /** The patient's civil day. */
  readonly today: string;
  /** What was planned has come so: its status follows from its days, which stay. */
  readonly cameSo?: boolean;
}

/** What was there before a correction, as it stands and as it was read. */
export interface Standing {
  readonly resource: Resource;
  readonly facts: TreatmentFacts;
}

/**
 * The resource that tells these facts. What a correction leaves as it was stays as it came: codes, times of the day,
 * notes, and with the same days that it was stopped, or is on hold. Its narrative goes: it would tell of before.
 */
export function writeTreatment(said: TreatmentFacts, writing: Writing, standing?: Standing): Resource {
  const facts = standing ? asExactAs(standing.facts, said) : said;
  const resource =
    facts.kind === 'dose' ? writeDose(facts, writing, standing) : writeProcedure(facts, writing, standing);
  return standing ? carryExact(standing.resource, withoutOrphans(resource, standing.resource)) : resource;
}

/** Taken down by mistake: it stays in the record as a version, and stands nowhere any more. */
export const asMistake = (resource: Resource): Resource =>
  carryExact(resource, { ...resource, status: 'entered-in-error' });

/** Every way in which each of them may say when, and a statement which medication and how much. */
const WHEN = ['effectiveDateTime', 'effectivePeriod'];
const PERFORMED = ['performedDateTime', 'performedPeriod', 'performedString', 'performedAge', 'performedRange'];
const WHAT = ['medicationCodeableConcept', 'medicationReference'];
/** Said of the status that was. */
const OF_STATUS = ['statusReason'];

function writeDose(facts: TreatmentFacts, writing: Writing, standing?: Standing): Resource {
  const { patientId, author, at, today, cameSo = false } = writing;
  const { resource, same } = comparing(facts, standing);
  // A last day that follows from the status alone would move with the day of the correction: from now on it is said.
  const isSaid =
    facts.until === null || (resource['effectivePeriod'] as { end?: string } | undefined)?.end !== undefined;
  const sameDays = same('on', 'until');
  const keepsDays = sameDays && isSaid;
  const keepsStatus = sameDays && !cameSo;
  const status = statusOf(facts, today, ['intended', 'active', 'completed']);
  // Whose plan it is stays said: a corrected word does not make it the team's own.
  const keepsSource = keepsStatus && standing?.facts.planned === true;
  return {
    ...without(resource, [
      'text',
      ...(keepsStatus ? [] : OF_STATUS),
      ...(keepsDays ? [] : WHEN),
      ...(same('what') ? [] : WHAT),
      ...(same('dose') ? [] : ['dosage']),
    ]),
    resourceType: TYPE_OF.dose,
    ...(keepsStatus ? {} : { status }),
    ...(same('what') ? {} : { medicationCodeableConcept: { text: facts.what } }),
    subject: { reference: `Patient/${patientId}` },
    ...(keepsDays ? {} : { effectivePeriod: period(facts) }),
    dateAsserted: at.toISOString(),
    ...(keepsSource ? {} : { informationSource: personOf(author) }),
    ...(same('dose') ? {} : { dosage: [{ text: facts.dose }] }),
  };
}

function writeProcedure(facts: TreatmentFacts, writing: Writing, standing?: Standing): Resource {
  const { patientId, author, today, cameSo = false } = writing;
  const { resource, same } = comparing(facts, standing);
  const sameDays = same('on', 'until');
  const keepsStatus = sameDays && !cameSo;
  const { start, ...ends } = period(facts);
  const when = facts.until === null ? { performedDateTime: start } : { performedPeriod: { start, ...ends } };
  const status = statusOf({ ...facts, until: facts.until ?? facts.on }, today, [
    'preparation',
    'in-progress',
    'completed',
  ]);
  return {
    ...without(resource, [
      'text',
      ...(keepsStatus ? [] : OF_STATUS),
      ...(sameDays ? [] : PERFORMED),
      ...(same('what') ? [] : ['code']),
    ]),
    resourceType: TYPE_OF.procedure,
    ...(keepsStatus ? {} : { status }),
    ...(sameDays ? {} : when),
    ...(same('what') ? {} : { code: { text: facts.what } }),
    subject: { reference: `Patient/${patientId}` },
    recorder: personOf(author),
  };
}

function comparing(facts: TreatmentFacts, standing?: Standing) {
  const same = (...members: (keyof TreatmentFacts)[]) => !!standing && isSame(standing.facts, facts, members);
  return { resource: (standing?.resource ?? {}) as Record<string, unknown>, same };
}

/** A member goes with what FHIR says beside it: `_performedString` holds the extensions of `performedString`. */
const without = (resource: Record<string, unknown>, members: readonly string[]) =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !members.includes(name.replace(/^_/, ''))));

/** Without what it contained for a member that is gone. What nothing referred to before stays: it came so. */
function withoutOrphans(resource: Resource, before: Resource): Resource {
  const { contained, ...rest } = resource;
  if (!Array.isArray(contained)) return resource;
  const { contained: _, ...all } = before;
  const [was, is] = [JSON.stringify(all), JSON.stringify(rest)];
  const kept = (contained as { id?: string }[]).filter(({ id }) => {
    const reference = JSON.stringify(`#${id}`);
    return is.includes(reference) || !was.includes(reference);
  });
  return { ...rest, resourceType: resource.resourceType, ...(kept.length > 0 ? { contained: kept } : {}) };
}

const period = ({ on, until, onExact, untilExact }: TreatmentFacts) =>
  given({ start: saidAs(on, onExact), end: saidAs(until, untilExact) });

const LENGTH = { year: 4, month: 7, day: 10 } as const;
const saidAs = (day: string | null, exact: Exactness) => day?.slice(0, LENGTH[exact]);

/** A day that a correction leaves as it was is known no better than before. */
const asExactAs = (before: TreatmentFacts, facts: TreatmentFacts): TreatmentFacts => ({
  ...facts,
  onExact: facts.on === before.on ? before.onExact : facts.onExact,
  untilExact: facts.until === before.until ? before.untilExact : facts.untilExact,
});

function statusOf({ on, until }: TreatmentFacts, today: string, [later, now, past]: [string, string, string]): string {
  return { later, now, past }[standOn({ on, until }, today)];
}

const given = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const personOf = ({ personId, name }: Writing['author']) => ({
  type: 'Practitioner',
  identifier: { system: PERSON_SYSTEM, value: personId },
  display: name,
});
