import {
  cameWithExact,
  carryExact,
  exactPaths,
  exactText,
  rememberExact,
  restoreExact,
} from '../../../platform/json/index.js';
import { isObject, type Json } from '../validate/index.js';
import { canonicalInstant, isCanonicalInstant } from './canonical-instant.js';
import type { FhirObservation } from './fhir-observation.js';
import { saysTime } from './read-effective.js';

/**
 * How an Observation is kept: typed columns, a skeleton that many observations share (kept once), and what is left.
 * Reading back gives the very resource that came in, decimals included; only the order of keys may differ.
 */
export interface StoredParts {
  /** Of the `device` only its place, as an empty object, which FHIR itself never allows. */
  readonly skeleton: Json;
  /** FHIR members as they came, and two notes of ours: `$exact` and `$none`. Null when the columns say it all. */
  readonly variable: Json | null;
  /** Value of the one identifier, whose system is in the skeleton. Null where there is none, or it is in `variable`. */
  readonly identifier: string | null;
  /** Names and serial numbers are a person's own, but its source says the same of it each time: it is kept there. */
  readonly device: Json | null;
}

export interface ObservationColumns extends StoredParts {
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdatedMs: number;
  readonly patientId: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly valueText: string | null;
  readonly issuedMs: number | null;
}

/**
 * Members that a source repeats from one observation to the next. Everything not named here may differ each time or
 * speak of one person (notes, components, performers), so it must not end up in a row that others share. The device may,
 * too: only its place is kept there.
 */
const SHARED = ['resourceType', 'language', 'status', 'category', 'code', 'bodySite', 'method'] as const;
const SHARED_LATER = ['interpretation', 'dataAbsentReason', 'referenceRange'] as const;
export const SHARED_KEYS: ReadonlySet<string> = new Set([...SHARED, ...SHARED_LATER]);
const SHARED_META: ReadonlySet<string> = new Set(['profile', 'security', 'tag']);
/** The plain form, which can be written again from the patient's id. */
export const PLAIN_PATIENT = /^Patient\/[A-Za-z0-9\-.]{1,64}$/;
const GIVEN_BY_US: ReadonlySet<string> = new Set(['versionId', 'lastUpdated']);

/** Takes a (valid) Observation apart. The parts share objects with the resource: do not change either. */
export function splitObservation(resource: object): StoredParts {
  const o = resource as Json;
  const skeleton: Json = {};
  const variable: Json = {};
  const identifier = plainIdentifier(o.identifier);
  const device = isObject(o.device) ? o.device : null;
  if (identifier) skeleton.identifier = [{ system: identifier.system }];
  for (const key in o) {
    const member = o[key];
    if (key === 'identifier' && identifier) continue;
    if (SHARED_KEYS.has(key)) skeleton[key] = member;
    else if (key === 'device') skeleton.device = {};
    else if (key === 'meta') splitMeta(member as Json, skeleton, variable);
    else if (key === 'subject') splitSubject(member as Json, variable);
    else if (key === 'valueQuantity') splitQuantity(member as Json, skeleton);
    else if (key !== 'id' && !isInColumns(key, member, o)) variable[key] = member;
  }
  const timed = saysTime(resource as FhirObservation);
  const about = hasReference(o.subject);
  if (!timed || !about) variable.$none = [...(timed ? [] : ['effective']), ...(about ? [] : ['subject'])];
  const paths = unlikeNumeric(o.valueQuantity);
  if (cameWithExact(o)) {
    const kept = { ...variable, ...skeleton, ...(device === null ? {} : { device }) };
    Object.assign(paths, exactPaths(carryExact(o, kept)));
  }
  if (!isEmpty(paths)) variable.$exact = paths;
  return { skeleton, variable: isEmpty(variable) ? null : variable, identifier: identifier?.value ?? null, device };
}

/** A list of one identifier with system and value and nothing else: what devices send with each reading. */
function plainIdentifier(member: unknown): { system: string; value: string } | undefined {
  if (!Array.isArray(member) || member.length !== 1) return undefined;
  const one = member[0] as Json;
  for (const key in one) if (key !== 'system' && key !== 'value') return undefined;
  const { system, value } = one;
  return typeof system === 'string' && typeof value === 'string' ? { system, value } : undefined;
}

function splitMeta(meta: Json, skeleton: Json, variable: Json): void {
  const shared: Json = {};
  const own: Json = {};
  for (const key in meta) {
    if (SHARED_META.has(key)) shared[key] = meta[key];
    else if (!GIVEN_BY_US.has(key)) own[key] = meta[key];
  }
  if (!isEmpty(shared)) skeleton.meta = shared;
  if (!isEmpty(own)) variable.meta = own;
}

function splitSubject(subject: Json, variable: Json): void {
  const { reference } = subject;
  const plain = typeof reference === 'string' && PLAIN_PATIENT.test(reference);
  const own = plain ? without(subject, 'reference') : subject;
  if (!isEmpty(own)) variable.subject = own;
}

/** numeric keeps zeros at the end, but neither an exponent (JavaScript prints some itself: 1e-7) nor the sign of a zero. */
function unlikeNumeric(quantity: unknown): Record<string, string> {
  if (!isObject(quantity) || typeof quantity.value !== 'number') return {};
  const text = exactText(quantity, 'value') ?? String(quantity.value);
  return /[eE]|^-0(\.0+)?$/.test(text) ? { 'valueQuantity.value': text } : {};
}

/** An empty quantity in the skeleton means: there was one, with a value only. */
function splitQuantity(quantity: Json, skeleton: Json): void {
  skeleton.valueQuantity = without(quantity, 'value');
}

/** A copy without one key. Object rest would say it shorter, at several times the cost, in the path of every reading. */
function without(o: Json, left: string): Json {
  const copy: Json = {};
  for (const key in o) if (key !== left) copy[key] = o[key];
  return copy;
}

/** Can the columns write this member again, letter by letter? */
function isInColumns(key: string, member: unknown, o: Json): boolean {
  if (key === 'issued') return isCanonicalInstant(member) && o._issued === undefined;
  if (key === 'effectiveDateTime') return isCanonicalInstant(member) && o._effectiveDateTime === undefined;
  if (key !== 'effectivePeriod' || !isObject(member)) return false;
  for (const k in member) if (k !== 'start' && k !== 'end') return false;
  const { start, end } = member;
  // A period of no length would come back as a moment.
  return isCanonicalInstant(start) && isCanonicalInstant(end) && start < end;
}

/** Puts the resource together again. */
export function joinObservation(row: ObservationColumns): Json {
  const { meta: sharedMeta, valueQuantity, identifier, ...skeleton } = row.skeleton;
  const { meta: ownMeta, subject: ownSubject, $exact, $none, ...variable } = row.variable ?? {};
  const none = Array.isArray($none) ? $none : [];
  const subject = none.includes('subject')
    ? ownSubject
    : { reference: `Patient/${row.patientId}`, ...(ownSubject as Json) };
  const written = { versionId: row.versionId, lastUpdated: canonicalInstant(row.lastUpdatedMs) };
  const resource: Json = {
    resourceType: 'Observation',
    id: row.id,
    meta: { ...(sharedMeta as Json), ...(ownMeta as Json), ...written },
    ...skeleton,
    ...(subject === undefined ? {} : { subject }),
    ...variable,
  };
  joinDevice(resource, row.device);
  if (!none.includes('effective')) joinEffective(resource, row);
  if (row.issuedMs !== null && !('issued' in resource)) resource.issued = canonicalInstant(row.issuedMs);
  if (row.identifier !== null && Array.isArray(identifier))
    resource.identifier = [{ ...(identifier[0] as Json), value: row.identifier }];
  if (isObject(valueQuantity)) resource.valueQuantity = joinQuantity(valueQuantity, row.valueText);
  if (isObject($exact)) restoreExact(resource, $exact as Record<string, string>);
  return resource;
}

/** Into its place, unless it stands there already: other words than its source has are the observation's own. */
function joinDevice(resource: Json, device: Json | null): void {
  if (!isPlaceOfDevice(resource.device)) return;
  if (device === null) delete resource.device;
  else resource.device = device;
}

/** Of a skeleton's `device`: is it only the place of one? */
export const isPlaceOfDevice = (device: unknown): boolean => isObject(device) && isEmpty(device);

function joinEffective(resource: Json, { startMs, endMs }: ObservationColumns): void {
  if (startMs === null || hasEffective(resource)) return;
  const start = canonicalInstant(startMs);
  if (endMs === null || endMs === startMs) resource.effectiveDateTime = start;
  else resource.effectivePeriod = { start, end: canonicalInstant(endMs) };
}

function joinQuantity(unit: Json, valueText: string | null): Json {
  if (valueText === null) return { ...unit };
  const quantity = { value: Number(valueText), ...unit };
  if (String(quantity.value) !== valueText) rememberExact(quantity, 'value', valueText);
  return quantity;
}

const EFFECTIVE = ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming'];
const EFFECTIVE_KEYS = [...EFFECTIVE, '_effectiveDateTime', '_effectiveInstant'];

function hasEffective(o: Json): boolean {
  return EFFECTIVE_KEYS.some((key) => o[key] !== undefined);
}

function hasReference(subject: unknown): boolean {
  return isObject(subject) && subject.reference !== undefined;
}

function isEmpty(o: Json): boolean {
  for (const _ in o) return false;
  return true;
}
