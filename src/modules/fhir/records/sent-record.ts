import { dateTimeMs, precisionOf } from '../../../metrics/index.js';
import { UUID } from '../../../platform/auth/compartment.js';
import type { Resource } from '../../record/index.js';
import { isForever, readTreatment } from '../../treatments/index.js';
import type { Issue } from '../validate/index.js';

/** Whom it is about, as we know them; undefined: somebody else's id, or nobody. */
export function readSubject(resource: Resource): string | undefined {
  const { reference } = (resource['subject'] ?? {}) as { reference?: string };
  const [, id] = /^Patient\/(.+)$/.exec(reference ?? '') ?? [];
  return id !== undefined && UUID.test(id) ? id.toLowerCase() : undefined;
}

/** A treatment that no page could name helps nobody. */
export function findNameless(resource: Resource): Issue | undefined {
  const facts = readTreatment(resource, []);
  if (!facts || facts.what !== '') return undefined;
  const member = facts.kind === 'dose' ? 'medicationCodeableConcept' : 'code';
  return {
    severity: 'error',
    code: 'required',
    expression: `${resource.resourceType}.${member}`,
    diagnostics: `${member} must have a text, or a coding with a display or a code; a reference alone names nothing here`,
  };
}

/** Of these statuses, the times that have come. What is in progress may end later. */
const PAST_TIMES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  MedicationStatement: { completed: ['effectiveDateTime', 'effectivePeriod.start', 'effectivePeriod.end'] },
  Procedure: {
    completed: ['performedDateTime', 'performedPeriod.start', 'performedPeriod.end'],
    'in-progress': ['performedDateTime', 'performedPeriod.start'],
  },
};
/** No clock is quite right, and a day begins somewhere fourteen hours before it does in UTC. */
const CLOCK_SLACK_MS = 5 * 60_000;
const ZONE_SLACK_MS = 14 * 3_600_000;

/** What is over, or under way, has begun: it does not lie ahead. */
export function findAhead(resource: Resource, nowMs: number): Issue | undefined {
  const { resourceType, status } = resource;
  const member = PAST_TIMES[resourceType]?.[String(status)]?.find((path) =>
    isAhead(timeAt(resource, path), path, nowMs),
  );
  if (member === undefined) return undefined;
  return {
    severity: 'error',
    code: 'business-rule',
    expression: `${resourceType}.${member}`,
    diagnostics: `${member} must not lie in the future where status is ${String(status)}; of what is planned it is ${PLANNED[resourceType]}`,
  };
}

const PLANNED: Readonly<Record<string, string>> = { MedicationStatement: 'intended', Procedure: 'preparation' };

function isAhead(words: unknown, path: string, nowMs: number): boolean {
  if (typeof words !== 'string' || (path.endsWith('.end') && isForever(words))) return false;
  const slackMs = precisionOf(words) === 'time' ? CLOCK_SLACK_MS : ZONE_SLACK_MS;
  return dateTimeMs(words) > nowMs + slackMs;
}

const timeAt = (resource: Resource, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], resource);
