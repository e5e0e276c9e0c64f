import { DomainError } from '../../../platform/http/domain-error.js';
import { type NewObservation, referenceTo } from '../../observations/index.js';
import type { Monitored } from '../../patients/index.js';
import { isKnownToBeValid, type ObservationFacts, readObservation, rememberValid } from '../observation/index.js';
import { type Issue, validateNew } from '../validate/index.js';
import { readCondition } from './if-none-exist.js';
import { toNewObservation } from './to-new-observation.js';

/** A resource with the place it was found at, for error messages. */
export interface Entry {
  readonly resource: unknown;
  /** Empty: it is all that was sent. */
  readonly path: string;
  /** What is there already is answered as it is. */
  readonly ifNoneExist?: Condition | undefined;
  /** What others of the same transaction call it. */
  readonly fullUrl?: string | undefined;
}

/** `If-None-Exist`, or `ifNoneExist` of an entry: name is what its place calls it. */
export interface Condition {
  readonly text: string;
  readonly name: 'If-None-Exist' | 'ifNoneExist';
  readonly path: string;
}

/** An entry that is in order. */
export interface Readable {
  readonly facts: ObservationFacts;
  readonly resource: object;
  readonly path: string;
  readonly onlyIfNew: boolean;
}

/** Checks an entry by itself, before anybody is asked whom it is about. */
export function readEntry({ resource, path, ifNoneExist }: Entry): Readable | DomainError {
  if (!isKnownToBeValid(resource)) {
    const issues = validateNew(resource, 'Observation');
    if (issues.length > 0) return asError(issues, path);
    rememberValid(resource as object);
  }
  const read = readObservation(resource as object);
  if (!read.ok) return asError(read.issues, path);
  const wrong = ifNoneExist && conditionProblem(ifNoneExist, resource as object);
  if (wrong) return asError([wrong], '');
  return {
    facts: read.value,
    resource: resource as object,
    path,
    onlyIfNew: ifNoneExist !== undefined,
  };
}

/** Patient, code, period and device say whether a reading is there; a condition may only name the reading itself. */
function conditionProblem({ text, name, path }: Condition, resource: object): Issue | undefined {
  let wanted;
  try {
    wanted = readCondition(text, name);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return issue('invalid', path, error.message);
  }
  const { system, value } = wanted;
  const { identifier = [] } = resource as { identifier?: { system?: string; value?: string }[] };
  if (identifier.some((own) => own.value === value && (system === null || (own.system ?? '') === system)))
    return undefined;
  return issue(
    'not-supported',
    path,
    `${name} must name an identifier of this very Observation: patient, code, period and device say whether it is there`,
  );
}

/** The row to store, once it is known whom it is about. */
export function toEntry(
  { facts, resource, path, onlyIfNew }: Readable,
  patient: Monitored | undefined,
  nowMs: number,
): NewObservation | DomainError {
  if (!patient)
    return asError(
      [issue('not-found', 'Observation.subject', 'subject must be a patient of this clinic whom you may see')],
      path,
    );
  const made = toNewObservation(resource, facts, patient.zones, nowMs);
  if ('severity' in made) return asError([made], path);
  return onlyIfNew ? { ...made, onlyIfNew } : made;
}

/** Few messages name their entries, fewer refer to them; what a device measures has no remainder to look through. */
export function withLinks(observation: NewObservation, places: ReadonlyMap<string, number>): NewObservation {
  const { remainder } = observation;
  if (remainder === null || places.size === 0 || !remainder.includes('"reference":')) return observation;
  const links = [...places].flatMap(([name, to]) => (remainder.includes(referenceTo(name)) ? [{ name, to }] : []));
  return links.length > 0 ? { ...observation, links } : observation;
}

export const issue = (code: Issue['code'], expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code,
  expression,
  diagnostics,
});

export function asError(issues: readonly Issue[], path: string): DomainError {
  const errors = issues.map((i) => ({
    path: path ? `${path}.${i.expression.replace(/^Observation\.?/, '')}`.replace(/\.$/, '') : i.expression,
    message: i.diagnostics,
    code: i.code,
  }));
  const status = issues.some((i) => i.code === 'invalid' || i.code === 'not-supported' || i.expression === '')
    ? 400
    : issues[0]?.code === 'not-found'
      ? 404
      : 422;
  return new DomainError('FHIR_INVALID', status, issues[0]?.diagnostics ?? '', errors, issues[0]?.code);
}
