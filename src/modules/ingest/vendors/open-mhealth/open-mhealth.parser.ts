import type { MetricId } from '../../../../metrics/index.js';
import { Collector } from '../collector.js';
import { isRecord } from '../common.schema.js';
import { VendorPayloadError } from '../vendor.errors.js';
import type { ParseResult, SourceKind, VendorParser } from '../vendor.js';
import {
  durationSeconds,
  type Header,
  headerSchema,
  heartRate,
  minutes,
  stepCount,
  timeFrame,
} from './open-mhealth.schema.js';

const EXPECTED = 'expected a document with header and body, or a list of them';

interface Taken {
  readonly metric: MetricId;
  readonly value: number;
  readonly unit: string;
  readonly vendorUnit?: string;
}
interface Body {
  readonly body: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly lengthSeconds: number;
  readonly into: Collector;
}
interface Schema {
  readonly versions: readonly string[];
  /** What happens over a time and cannot be told of a moment. */
  readonly overTime: boolean;
  /** What was measured, or nothing where it was refused or counted as skipped. */
  readonly take: (body: Body) => Taken | undefined;
}

const sleep = (member: string) => (of: Body) => {
  const seconds = of.into.read(durationSeconds, of.body[member], `${of.path}.${member}`);
  return seconds === undefined ? undefined : inUnitOf(of.body[member], { metric: 'sleepDuration', seconds });
};

/** There is no schema for pain: send it as FHIR or as plain JSON. */
const SCHEMAS: Readonly<Record<string, Schema>> = {
  'step-count': {
    versions: ['1', '2', '3'],
    overTime: true,
    take: ({ body, path, into }) => {
      const value = into.read(stepCount, body['step_count'], `${path}.step_count`);
      return value === undefined ? undefined : { metric: 'steps', value, unit: 'steps' };
    },
  },
  'heart-rate': {
    versions: ['1', '2'],
    overTime: false,
    take: ({ body, path, into }) => {
      const value = into.read(heartRate, body['heart_rate'], `${path}.heart_rate`);
      const atRest = body['temporal_relationship_to_physical_activity'] === 'at rest';
      const metric = atRest ? 'restingHeartRate' : 'heartRate';
      return value === undefined ? undefined : { metric, value, unit: '/min', vendorUnit: 'beats/min' };
    },
  },
  'sleep-duration': { versions: ['1', '2'], overTime: true, take: sleep('sleep_duration') },
  'total-sleep-time': { versions: ['1'], overTime: true, take: sleep('total_sleep_time') },
  'sleep-episode': { versions: ['1'], overTime: true, take: sleep('total_sleep_time') },
  'minutes-moderate-activity': {
    versions: ['1'],
    overTime: true,
    take: ({ body, path, into }) => {
      const member = 'minutes_moderate_activity';
      const value = into.read(minutes, body[member], `${path}.${member}`);
      return value === undefined ? undefined : { metric: 'walkingMinutes', value, unit: 'min' };
    },
  },
  'physical-activity': { versions: ['1'], overTime: true, take: takeWalk },
};

const KNOWN = Object.entries(SCHEMAS).map(([name, { versions }]) => `${name} ${versions.join(', ')}`);

/** Reads Open mHealth and IEEE 1752.1 data points: one document, or a list of them. */
export const openMHealthParser: VendorParser = {
  vendor: 'open-mhealth',
  sendsDocuments: true,
  parse(payload): ParseResult {
    const documents = Array.isArray(payload) ? payload : [payload];
    if (!documents.some((one) => isRecord(one) && 'header' in one))
      throw new VendorPayloadError(`Payload is of an unknown kind; ${EXPECTED}.`);
    const into = new Collector('open-mhealth');
    documents.forEach((one, i) => readDocument(one, Array.isArray(payload) ? `[${i}].` : '', into));
    return into.result();
  },
};

function readDocument(document: unknown, at: string, into: Collector): void {
  if (!isRecord(document)) return into.refuse(at.slice(0, -1), `must be an object: ${EXPECTED}`);
  const header = into.read(headerSchema, document['header'], `${at}header`);
  if (!header) return;
  const schema = findSchema(header, at, into);
  if (!schema) return;
  const { body } = document;
  const path = `${at}body`;
  if (!isRecord(body)) return into.refuse(path, 'must be an object');
  if ((body['descriptive_statistic'] ?? null) !== null)
    return into.refuse(`${path}.descriptive_statistic`, 'must be absent: a statistic of many readings is no reading');
  const frame = into.read(timeFrame, body['effective_time_frame'], `${path}.effective_time_frame`);
  if (!frame) return;
  if (schema.overTime && frame.endMs <= frame.startMs)
    return into.refuse(`${path}.effective_time_frame`, 'must have a time_interval that ends after it starts');
  const taken = schema.take({ body, path, lengthSeconds: (frame.endMs - frame.startMs) / 1000, into });
  if (taken) into.add(path, { ...taken, ...frame, ...originOf(header) });
}

function findSchema(
  { schema_id: { namespace, name, version } }: Header,
  at: string,
  into: Collector,
): Schema | undefined {
  const path = `${at}header.schema_id`;
  const known =
    (namespace === 'omh' || namespace === 'ieee') && Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (known?.versions.includes(/^(\d{1,2})\.(\d{1,2}|x)$/.exec(version)?.[1] ?? '')) return known;
  if (known) into.refuse(`${path}.version`, `must be ${known.versions.map((v) => `${v}.x`).join(' or ')} for ${name}`);
  else into.refuse(path, `is not supported; of the namespaces omh and ieee: ${KNOWN.join('; ')}`);
  return undefined;
}

/** Datasheets name hardware and maker (IEEE 1752.1); else the source is whoever acquired it. */
function originOf(header: Header): {
  maker?: string;
  device: string | null;
  kind: SourceKind;
  externalId: string | null;
  revisedMs?: number | undefined;
} {
  const sheet = (types: RegExp) =>
    header.external_datasheets?.find(
      (one) => types.test(one.datasheet_type ?? '') && !/^[a-z]+:/i.test(one.datasheet_reference),
    )?.datasheet_reference;
  const maker = sheet(/^manufacturer$/i);
  const modality = header.modality ?? header.acquisition_provenance?.modality;
  return {
    ...(maker === undefined ? {} : { maker }),
    device: sheet(/^(hardware|device|product|model)$/i) ?? header.acquisition_provenance?.source_name ?? null,
    kind: modality === 'self-reported' ? 'form' : 'other',
    externalId: header.id || header.uuid || null,
    revisedMs: header.source_creation_date_time ?? header.creation_date_time,
  };
}

function takeWalk({ body, path, lengthSeconds, into }: Body): Taken | undefined {
  const name = body['activity_name'];
  if (typeof name !== 'string') return void into.refuse(`${path}.activity_name`, 'must be a text');
  if (!/^(nordic )?(walk|hik)/i.test(name)) return void into.skip('physical-activity other than walking');
  if (body['duration'] === undefined)
    return { metric: 'walkingMinutes', value: lengthSeconds, unit: 's', vendorUnit: 'sec' };
  const seconds = into.read(durationSeconds, body['duration'], `${path}.duration`);
  return seconds === undefined ? undefined : inUnitOf(body['duration'], { metric: 'walkingMinutes', seconds });
}

/** Keeps the unit that was written where our catalogue has it, so that the original can be shown. */
function inUnitOf(written: unknown, { metric, seconds }: { metric: MetricId; seconds: number }): Taken {
  const { value, unit } = written as { value: number; unit: string };
  if (unit === 'h' || unit === 'min') return { metric, value, unit };
  return { metric, value: seconds, unit: 's', vendorUnit: 'sec' };
}
