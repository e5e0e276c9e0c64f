import { isInstant } from '../../../metrics/index.js';
import { type Pattern, type ReadJson, readLikeLists, readLikeOthers, type Slot } from '../../../platform/json/index.js';
import { isObject } from '../validate/index.js';
import { isCanonicalInstant } from './canonical-instant.js';

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
  ...['resourceType', 'id', 'meta', 'language', 'identifier', 'status', 'category', 'code', 'subject'],
  ...['effectiveDateTime', 'effectivePeriod', 'issued', 'valueQuantity', 'dataAbsentReason', 'interpretation'],
  ...['bodySite', 'method', 'device', 'referenceRange'],
]);
const PATIENT = /^Patient\/[A-Za-z0-9\-.]{1,64}$/;

/**
 * Observations of one device differ in what our columns hold, and in nothing else: each slot is such a member, written so
 * that the column gives it back, and right whatever stands in it.
 */
const OBSERVATION: Pattern<Slotted> = {
  slots: [
    // Each writes its member by name: by a path it would take three times as long.
    { path: 'id', accepts: (text) => ID.test(text), put: (o, id: string) => ((o.id = id), o) },
    {
      path: 'identifier.0.value',
      accepts: (text) => PLAIN.test(text),
      put: ({ identifier }, value: string) => ((identifier![0]!.value = value), identifier![0]!),
    },
    {
      path: 'subject.reference',
      accepts: (text) => PATIENT.test(text),
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
  ],
  copy: copyObservation,
  isModel: (o, paths) =>
    (o as { resourceType?: unknown }).resourceType === 'Observation' &&
    Object.keys(o).every((key) => MEMBERS.has(key)) &&
    paths.has('subject.reference') &&
    (paths.has('effectiveDateTime') || (paths.has('effectivePeriod.start') && paths.has('effectivePeriod.end'))),
};

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
const ENTRY: Pattern<Entry> = {
  slots: [
    ...OBSERVATION.slots.map(({ path, put, ...slot }): Slot<Entry> => ({
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
  ],
  copy: (entry) => {
    const copied = { ...entry };
    if (isObject(entry.resource)) copied.resource = copyObservation(entry.resource);
    if (isObject(entry.request)) copied.request = { ...entry.request };
    return copied;
  },
  marked: ({ resource }) => resource!,
  isModel: ({ resource, ...entry }, paths) =>
    isObject(resource) &&
    Object.keys(entry).every((key) => key === 'fullUrl' || key === 'request') &&
    OBSERVATION.isModel(resource, new Set([...paths].map((path) => path.replace(WITHIN, '')))),
};

/** Reads texts of Observations. */
export const observationReader = (): ReadJson => readLikeOthers(OBSERVATION);
/** Reads texts of Bundles of them. */
export const bundleReader = (): ReadJson => readLikeLists('entry', ENTRY);
