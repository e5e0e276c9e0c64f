import { parseJson, stringifyJson } from '../../../platform/json/index.js';
import type { ObservationRow } from '../../observations/index.js';
import { canonicalInstant, isPlaceOfDevice, joinObservation } from '../observation/index.js';
import { isObject, type Json } from '../validate/index.js';

/** The text of an Observation: the very resource that came in, with our id and version. */
export function renderObservation(row: ObservationRow): string {
  const template = templateOf(row.skeleton);
  return row.remainder === null ? template(row) : stringifyJson(toResource(row));
}

/** The same as an object; the only way for those that hold more than columns and skeleton. */
export function toResource(row: ObservationRow): Json {
  return joinObservation({
    id: row.id,
    versionId: String(row.version),
    lastUpdatedMs: row.receivedMs,
    patientId: row.patientId,
    startMs: row.startMs,
    endMs: row.endMs,
    valueText: row.originalText ?? row.valueText,
    issuedMs: row.issuedMs,
    identifier: row.identifier,
    skeleton: parseJson(Buffer.from(row.skeleton)) as Json,
    variable: row.remainder === null ? null : (parseJson(Buffer.from(row.remainder)) as Json),
    device: row.device === null ? null : (parseJson(Buffer.from(row.device)) as Json),
  });
}

type Template = (row: ObservationRow) => string;

/** One a skeleton, which thousands of rows share: what does not change from row to row is written once. */
const templates = new Map<string, Template>();
/** A device's skeleton has some hundred characters; what is longer is rare, and not kept. */
const LONGEST_KEPT = 8192;
function templateOf(skeleton: string): Template {
  let template = templates.get(skeleton);
  if (!template) {
    if (templates.size > 5000) templates.clear();
    template = makeTemplate(parseJson(Buffer.from(skeleton)) as Json);
    if (skeleton.length <= LONGEST_KEPT) templates.set(skeleton, template);
  }
  return template;
}

function makeTemplate({ resourceType: _type, meta, valueQuantity, identifier, ...shared }: Json): Template {
  const metaStart = `","meta":{${meta === undefined ? '' : `${stringifyJson(meta).slice(1, -1)},`}"versionId":"`;
  const members = Object.entries(shared);
  const write = ([key, member]: readonly [string, unknown]) => `,${JSON.stringify(key)}:${stringifyJson(member)}`;
  const place = members.findIndex(([key, member]) => key === 'device' && isPlaceOfDevice(member));
  const upToDevice = `"}${members
    .slice(0, place < 0 ? members.length : place)
    .map(write)
    .join('')}`;
  const subjectStart = `${(place < 0 ? [] : members.slice(place + 1)).map(write).join('')},"subject":{"reference":"Patient/`;
  const unit = isObject(valueQuantity) ? stringifyJson(valueQuantity).slice(1, -1) : undefined;
  const named = Array.isArray(identifier) ? stringifyJson(identifier[0]).slice(1, -1) : undefined;
  return (row) =>
    `{"resourceType":"Observation","id":"${row.id}${metaStart}${row.version}","lastUpdated":"${canonicalInstant(row.receivedMs)}${upToDevice}` +
    (place < 0 || row.device === null ? '' : `,"device":${row.device}`) +
    `${subjectStart}${row.patientId}"}` +
    effective(row) +
    (row.issuedMs === null ? '' : `,"issued":"${canonicalInstant(row.issuedMs)}"`) +
    (named === undefined || row.identifier === null
      ? ''
      : `,"identifier":[{${named},"value":${JSON.stringify(row.identifier)}}]`) +
    quantity(unit, row.originalText ?? row.valueText) +
    '}';
}

function effective({ startMs, endMs }: ObservationRow): string {
  const start = canonicalInstant(startMs);
  return startMs === endMs
    ? `,"effectiveDateTime":"${start}"`
    : `,"effectivePeriod":{"start":"${start}","end":"${canonicalInstant(endMs)}"}`;
}

/** numeric prints as JSON does, with the zeros that were sent. */
function quantity(unit: string | undefined, value: string | null): string {
  if (unit === undefined) return '';
  const parts = [...(value === null ? [] : [`"value":${value}`]), ...(unit === '' ? [] : [unit])];
  return `,"valueQuantity":{${parts.join(',')}}`;
}
