import { carryExact } from '../../platform/json/index.js';
import type { Resource } from '../record/index.js';
import { isSame, type TreatmentFacts, TYPE_OF } from './treatment.js';

export interface Writing {
  readonly patientId: string;
  readonly author: { readonly personId: string; readonly name: string };
  readonly at: Date;
  /** The patient's civil day. */
  readonly today: string;
}

/** What was there before a correction, as it stands and as it was read. */
export interface Standing {
  readonly resource: Resource;
  readonly facts: TreatmentFacts;
}

/**
 * The resource that tells these facts. What a correction leaves as it was stays as it came: codes, times of the day,
 * notes. Its narrative goes: it would tell of before.
 */
export function writeTreatment(facts: TreatmentFacts, writing: Writing, standing?: Standing): Resource {
  const resource =
    facts.kind === 'dose' ? writeDose(facts, writing, standing) : writeProcedure(facts, writing, standing);
  return standing ? carryExact(standing.resource, resource) : resource;
}

/** Taken down by mistake: it stays in the record as a version, and stands nowhere any more. */
export const asMistake = (resource: Resource): Resource =>
  carryExact(resource, { ...resource, status: 'entered-in-error' });

function writeDose(facts: TreatmentFacts, { patientId, author, at, today }: Writing, standing?: Standing): Resource {
  const {
    effectiveDateTime,
    effectivePeriod,
    medicationCodeableConcept,
    medicationReference,
    dosage,
    text: _,
    ...kept
  } = (standing?.resource ?? {}) as Record<string, unknown>;
  // A last day that follows from the status alone would move with the day of the correction: from now on it is said.
  const isSaid = facts.until === null || (effectivePeriod as { end?: string } | undefined)?.end !== undefined;
  const sameDays = standing && isSaid && isSame(standing.facts, facts, ['on', 'until']);
  const sameWhat = standing && isSame(standing.facts, facts, ['what']);
  const sameDose = standing && isSame(standing.facts, facts, ['dose']);
  return {
    ...kept,
    resourceType: TYPE_OF.dose,
    status: statusOf(facts, today, ['intended', 'active', 'completed']),
    ...(sameWhat
      ? given({ medicationCodeableConcept, medicationReference })
      : { medicationCodeableConcept: { text: facts.what } }),
    subject: { reference: `Patient/${patientId}` },
    ...(sameDays ? given({ effectiveDateTime, effectivePeriod }) : { effectivePeriod: period(facts) }),
    dateAsserted: at.toISOString(),
    informationSource: personOf(author),
    ...(sameDose ? given({ dosage }) : { dosage: [{ text: facts.dose }] }),
  };
}

/** Every way in which a Procedure may say when. */
const PERFORMED = ['performedDateTime', 'performedPeriod', 'performedString', 'performedAge', 'performedRange'];

function writeProcedure(facts: TreatmentFacts, { patientId, author, today }: Writing, standing?: Standing): Resource {
  const { text: _, ...before } = (standing?.resource ?? {}) as Record<string, unknown>;
  const sameDays = standing && isSame(standing.facts, facts, ['on', 'until']);
  const sameWhat = standing && isSame(standing.facts, facts, ['what']);
  const when = facts.until === null ? { performedDateTime: facts.on } : { performedPeriod: period(facts) };
  return {
    ...Object.fromEntries(Object.entries(before).filter(([key]) => sameDays || !PERFORMED.includes(key))),
    resourceType: TYPE_OF.procedure,
    status: statusOf({ ...facts, until: facts.until ?? facts.on }, today, ['preparation', 'in-progress', 'completed']),
    ...(sameWhat ? {} : { code: { text: facts.what } }),
    subject: { reference: `Patient/${patientId}` },
    ...(sameDays ? {} : when),
    recorder: personOf(author),
  };
}

const period = ({ on, until }: TreatmentFacts) => given({ start: on ?? undefined, end: until ?? undefined });

function statusOf(
  { on, until }: TreatmentFacts,
  today: string,
  [before, during, after]: [string, string, string],
): string {
  if (on !== null && on > today) return before;
  return until !== null && until <= today ? after : during;
}

const given = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const personOf = ({ personId, name }: Writing['author']) => ({
  type: 'Practitioner',
  identifier: { system: 'urn:stepwell:person', value: personId },
  display: name,
});
