import { isInstant } from '../../../metrics/index.js';
import { type Pattern, type ReadJson, readLikeLists, readLikeOthers, type Slot } from '../../../platform/json/index.js';
import { isObject } from '../validate/index.js';
import { isCanonicalInstant } from './canonical-instant.js';
import { PLAIN_PATIENT, SHARED_KEYS } from './storage-form.js';

/** What of an Observation holds slots. Whether it is one is not known yet: only where a slot was found is it like this. */
interface Slotted {
  id?: string;
  identifier?: { value: string }[];
  subject?: { reference: string };
  effectiveDateTime?: string;
  effectivePeriod?: { start: string; end: string };
  issued?: string;
  valueQuantity?: { value: number };
}

/** As we would write it: what differs from that is kept beside the columns. */
const isColumn = (text: string) => isCanonicalInstant(text) && isInstant(text);
/** What is asked of an identifier's value here is less than FHIR allows: nothing that JSON or a check would look at twice. */
const PLAIN = /^[\w.:/|+=%&?-]{1,200}$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
/** What devices say. Whatever else an Observation has may be of a person, and is not kept beside what is like it. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...SHARED_KEYS,
  ...[
    'id',
    'meta',
    'identifier',
    'subject',
    'effectiveDateTime',
    'effectivePeriod',
    'issued',
    'valueQuantity',
    'device',
  ],
]);
const SUBJECT: ReadonlySet<string> = new Set(['reference']);
const IDENTIFIER: ReadonlySet<string> = new Set(['system', 'value']);
const PERIOD: ReadonlySet<string> = new Set(['start', 'end']);
const REQUEST: ReadonlySet<string> = new Set(['method', 'url', 'ifNoneExist']);
const ENTRY_MEMBERS: ReadonlySet<string> = new Set(['fullUrl', 'resource', 'request']);
const BUNDLE: ReadonlySet<string> = new Set(['resourceType', 'type', 'entry']);

/**
 * Observations of one device differ in what our columns hold, and in nothing else: each slot is such a member, written so
 * that the column gives it back, and right whatever stands in it.
 */
const SLOTS: readonly Slot<Slotted>[] = [
  // Each writes its member by name: by a path it would take three times as long.
  { path: 'id', accepts: (text) => ID.test(text), put: (o, id: string) => ((o.id = id), o) },
  {
    path: 'identifier.0.value',
    accepts: (text) => PLAIN.test(text),
    put: ({ identifier }, value: string) => ((identifier![0]!.value = value), identifier![0]!),
  },
  {
    path: 'subject.reference',
    accepts: (text) => PLAIN_PATIENT.test(text),
    put: ({ subject }, reference: string) => ((subject!.reference = reference), subject!),
  },
  {
    path: 'effectiveDateTime',
    accepts: isColumn,
    put: (o, at: string) => ((o.effectiveDateTime = at), o),
  },
  {
    path: 'effectivePeriod.start',
    accepts: isColumn,
    put: ({ effectivePeriod }, start: string) => ((effectivePeriod!.start = start), effectivePeriod!),
  },
  {
    path: 'effectivePeriod.end',
    accepts: isColumn,
    put: ({ effectivePeriod }, end: string) => ((effectivePeriod!.end = end), effectivePeriod!),
  },
  { path: 'issued', accepts: isColumn, put: (o, at: string) => ((o.issued = at), o) },
  {
    path: 'valueQuantity.value',
    put: ({ valueQuantity }, value: number) => ((valueQuantity!.value = value), valueQuantity!),
  },
];

const OBSERVATION: Pattern<Slotted> = {
  slots: SLOTS,
  copy: copyObservation,
  isModel: (o, paths) => isOfDevice(o) && fitsAll(SLOTS, o, paths),
};

/** Has it what devices say, a patient and a time, and nothing else? Asked of what may be anything. */
function isOfDevice(o: object): boolean {
  const { resourceType, subject, identifier, effectiveDateTime, effectivePeriod } = o as Record<string, unknown>;
  const named = identifier ?? [{}];
  return (
    resourceType === 'Observation' &&
    hasOnly(o, MEMBERS) &&
    hasOnly(subject, SUBJECT) &&
    Array.isArray(named) &&
    named.length === 1 &&
    hasOnly(named[0], IDENTIFIER) &&
    (effectiveDateTime === undefined ? hasOnly(effectivePeriod, PERIOD) : effectivePeriod === undefined) &&
    !JSON.stringify(o).includes('"extension":')
  );
}

const hasOnly = (value: unknown, keys: ReadonlySet<string>): boolean =>
  isObject(value) && Object.keys(value).every((key) => keys.has(key));
/** Does each slot that something stands in hold what it may? */
const fitsAll = <T extends object>(slots: readonly Slot<T>[], value: T, paths: ReadonlySet<string>): boolean =>
  slots.every(({ path }) => paths.has(path) || valueAt(value, path) === undefined);
const valueAt = (value: unknown, path: string) =>
  path.split('.').reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);

function copyObservation(o: Slotted): Slotted {
  const copied = { ...o };
  const { identifier, subject, effectivePeriod, valueQuantity } = o;
  if (Array.isArray(identifier)) {
    copied.identifier = identifier.slice();
    if (isObject(identifier[0])) copied.identifier[0] = { ...identifier[0] };
  }
  if (isObject(subject)) copied.subject = { ...subject };
  if (isObject(effectivePeriod)) copied.effectivePeriod = { ...effectivePeriod };
  if (isObject(valueQuantity)) copied.valueQuantity = { ...valueQuantity };
  return copied;
}

/** An entry of a Bundle. */
interface Entry {
  fullUrl?: string;
  resource?: Slotted;
  request?: { ifNoneExist: string };
}

const WITHIN = 'resource.';
const ENTRY_SLOTS: readonly Slot<Entry>[] = [
  ...SLOTS.map(({ path, put, ...slot }): Slot<Entry> => ({
    ...slot,
    path: WITHIN + path,
    put: ({ resource }, value) => put(resource!, value),
  })),
  {
    path: 'fullUrl',
    accepts: (text) => PLAIN.test(text),
    put: (entry, url: string) => ((entry.fullUrl = url), entry),
  },
  {
    path: 'request.ifNoneExist',
    accepts: (text) => PLAIN.test(text),
    put: ({ request }, condition: string) => ((request!.ifNoneExist = condition), request!),
  },
];
const ENTRY: Pattern<Entry> = {
  slots: ENTRY_SLOTS,
  copy: (entry) => {
    const copied = { ...entry };
    if (isObject(entry.resource)) copied.resource = copyObservation(entry.resource);
    if (isObject(entry.request)) copied.request = { ...entry.request };
    return copied;
  },
  marked: ({ resource }) => resource!,
  isModel: (entry, paths) =>
    hasOnly(entry, ENTRY_MEMBERS) &&
    hasOnly(entry.request ?? {}, REQUEST) &&
    isObject(entry.resource) &&
    isOfDevice(entry.resource) &&
    fitsAll(ENTRY_SLOTS, entry, paths),
};

/** Around a list of entries nothing else may stand. */
const isBundle = (value: object) =>
  hasOnly(value, BUNDLE) && Object.values(value).every((member) => typeof member === 'string' || Array.isArray(member));

/** Reads texts of Observations. */
export const observationReader = (): ReadJson => readLikeOthers(OBSERVATION);
/** Reads texts of Bundles of them. */
export const bundleReader = (): ReadJson => readLikeLists('entry', ENTRY, isBundle);
