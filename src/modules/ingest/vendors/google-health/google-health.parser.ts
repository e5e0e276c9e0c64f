import { dayBounds, instantsOfWall, type ZoneHistory } from '../../../../metrics/index.js';
import { Collector } from '../collector.js';
import { isRecord } from '../common.schema.js';
import { instantOnWall, livedDay } from '../lived-day.js';
import { VendorPayloadError } from '../vendor.errors.js';
import type { ParseContext, ParseResult, SourceKind, VendorParser } from '../vendor.js';
import {
  dataSourceSchema,
  heartRateSchema,
  heartRollUpSchema,
  restingRateSchema,
  rollUpWindowSchema,
  sleepSchema,
  stepsRollUpSchema,
  stepsSchema,
  type CivilDateTime,
  type DataSource,
  type GoogleSleep,
  type RollUpWindow,
} from './google-health.schema.js';

const EXPECTED = 'expected dataPoints or rollupDataPoints as the Google Health API v4 writes them';

/** Fields of a point beside the one that says what was measured. */
const AROUND = new Set([
  'name',
  'dataPointName',
  'dataSource',
  'civilStartTime',
  'civilEndTime',
  'startTime',
  'endTime',
]);

interface Origin {
  readonly maker?: string;
  readonly device: string | null;
  readonly kind: SourceKind;
  readonly externalId: string | null;
}

type PointReader = (value: unknown, path: string, origin: Origin, context: ParseContext, into: Collector) => void;

const POINT_READERS: Record<string, PointReader> = {
  steps: readSteps,
  heartRate: readHeartRate,
  dailyRestingHeartRate: readRestingRate,
  sleep: readSleep,
};

/** Reads answers of the Google Health API v4: lists and reconciled lists of points, and both kinds of roll-up. */
export const googleHealthParser: VendorParser = {
  vendor: 'google-health',
  parse(payload, context): ParseResult {
    if (!isRecord(payload)) throw new VendorPayloadError(`Payload must be a JSON object: ${EXPECTED}.`);
    const into = new Collector('google-health');
    const points = payload['dataPoints'];
    const rollUps = payload['rollupDataPoints'];
    if (points !== undefined) {
      into.readList(points, 'dataPoints').forEach((p, i) => readPoint(p, `dataPoints[${i}]`, context, into));
    }
    if (rollUps !== undefined) {
      into
        .readList(rollUps, 'rollupDataPoints')
        .forEach((p, i) => readRollUp(p, `rollupDataPoints[${i}]`, context, into));
    }
    // An empty list is left out in Google's JSON: {} is a true answer, "nothing was measured".
    const isEmptyAnswer = Object.keys(payload).every((key) => key === 'nextPageToken');
    if (points === undefined && rollUps === undefined && !isEmptyAnswer) refuseOther(payload, into);
    return into.result();
  },
};

function refuseOther(payload: Record<string, unknown>, into: Collector): void {
  if (Array.isArray(payload['pairedDevices'])) return into.skip('pairedDevices', payload['pairedDevices'].length);
  if ('subscribers' in payload || 'subscriberConfigs' in payload || isRecord(payload['data'])) {
    throw new VendorPayloadError(
      `Payload is a notification or a subscription, which carries no readings; ${EXPECTED}.`,
    );
  }
  throw new VendorPayloadError(`Payload is of an unknown kind; ${EXPECTED}.`);
}

function readPoint(point: unknown, path: string, context: ParseContext, into: Collector): void {
  if (!isRecord(point)) return into.refuse(path, 'must be an object');
  const source = into.read(dataSourceSchema, point['dataSource'] ?? {}, `${path}.dataSource`);
  if (!source) return;
  const name = [point['name'], point['dataPointName']].find((one) => typeof one === 'string' && one !== '');
  const origin = { ...readOrigin(source), externalId: typeof name === 'string' ? name : null };
  for (const key of Object.keys(point)) {
    const reader = Object.hasOwn(POINT_READERS, key) ? POINT_READERS[key] : undefined;
    if (reader) reader(point[key], `${path}.${key}`, origin, context, into);
    else if (!AROUND.has(key)) into.skip(key.slice(0, 64));
  }
}

/** Fitbit's own platform means something worn; what came over Health Connect and others may be anything. */
function readOrigin(source: DataSource): Omit<Origin, 'externalId'> {
  const { manufacturer } = source.device ?? {};
  const origin = readKind(source);
  return typeof manufacturer === 'string' ? { ...origin, maker: manufacturer } : origin;
}

function readKind(source: DataSource): { device: string | null; kind: SourceKind } {
  const device = source.device?.displayName ?? source.device?.model ?? null;
  const form = source.device?.formFactor ?? '';
  if (source.recordingMethod === 'MANUAL') return { device, kind: 'form' };
  if (/WATCH|BAND|RING|TRACKER/.test(form)) return { device, kind: 'watch' };
  if (/PHONE|TABLET/.test(form)) return { device, kind: 'phone' };
  return { device, kind: (source.platform ?? 'FITBIT') === 'FITBIT' ? 'watch' : 'other' };
}

function readSteps(value: unknown, path: string, origin: Origin, _context: ParseContext, into: Collector): void {
  const read = into.read(stepsSchema, value, path);
  if (!read) return;
  const { startTime: startMs, endTime: endMs } = read.interval;
  into.add(`${path}.count`, { metric: 'steps', startMs, endMs, value: read.count, unit: 'steps', ...origin });
}

function readHeartRate(value: unknown, path: string, origin: Origin, _context: ParseContext, into: Collector): void {
  const read = into.read(heartRateSchema, value, path);
  if (!read) return;
  const atMs = read.sampleTime.physicalTime;
  const draft = { value: read.beatsPerMinute, unit: '/min', vendorUnit: 'bpm', ...origin };
  into.add(`${path}.beatsPerMinute`, { metric: 'heartRate', startMs: atMs, endMs: atMs, ...draft });
}

function readRestingRate(value: unknown, path: string, origin: Origin, context: ParseContext, into: Collector): void {
  const read = into.read(restingRateSchema, value, path);
  if (!read) return;
  into.add(`${path}.beatsPerMinute`, {
    metric: 'restingHeartRate',
    ...livedDay(context.zones, read.date),
    value: read.beatsPerMinute,
    unit: '/min',
    vendorUnit: 'bpm',
    ...origin,
    externalId: origin.externalId ?? `daily-resting-heart-rate:${read.date}`,
  });
}

function readSleep(value: unknown, path: string, origin: Origin, _context: ParseContext, into: Collector): void {
  const read = into.read(sleepSchema, value, path);
  if (!read) return;
  const minutes = read.summary?.minutesAsleep ?? sumStages(read.stages);
  if (minutes === undefined) return into.skip('sleep still being worked out');
  const { startTime: startMs, endTime: endMs } = read.interval;
  const draft = { value: minutes, unit: 'min', ...origin, revisedMs: read.updateTime };
  into.add(`${path}.summary.minutesAsleep`, { metric: 'sleepDuration', startMs, endMs, ...draft });
}

function sumStages(stages: GoogleSleep['stages']): number | undefined {
  if (!stages || stages.length === 0) return undefined;
  const asleep = stages.filter((stage) => ['LIGHT', 'DEEP', 'REM', 'ASLEEP'].includes(stage.type));
  return asleep.reduce((sum, stage) => sum + (stage.endTime - stage.startTime), 0) / 60_000;
}

/** Google merges the devices before rolling up and no longer says which they were. */
function readRollUp(point: unknown, path: string, context: ParseContext, into: Collector): void {
  if (!isRecord(point)) return into.refuse(path, 'must be an object');
  for (const key of Object.keys(point)) {
    if (AROUND.has(key)) continue;
    if (key !== 'steps' && key !== 'heartRate') {
      into.skip(key.slice(0, 64));
      continue;
    }
    const window = into.read(rollUpWindowSchema, point, path);
    if (!window) return;
    const lived = readWindow(window, context.zones);
    if (!lived) return into.refuse(path, 'civilStartTime must exist in the zone of the patient on that day');
    const { toldAs, ...period } = lived;
    const origin = {
      device: null,
      kind: 'watch',
      externalId: null,
      ...(toldAs === undefined ? {} : { toldAs }),
    } as const;
    if (key === 'steps') {
      const read = into.read(stepsRollUpSchema, point[key], `${path}.steps`);
      const draft = { value: read?.countSum ?? 0, unit: 'steps', ...origin };
      if (read) into.add(`${path}.steps.countSum`, { metric: 'steps', ...period, ...draft });
    } else {
      const read = into.read(heartRollUpSchema, point[key], `${path}.heartRate`);
      const draft = { value: read?.beatsPerMinuteAvg ?? 0, unit: '/min', vendorUnit: 'bpm', ...origin };
      if (read) into.add(`${path}.heartRate.beatsPerMinuteAvg`, { metric: 'heartRate', ...period, ...draft });
    }
  }
}

interface LivedWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly isDay?: boolean;
  readonly toldAs?: string;
}

/**
 * Without an end the window is the rest of the civil day, as real answers show.
 *
 * @returns undefined for one that begins when it never was, by the patient's clocks
 */
function readWindow(window: RollUpWindow, zones: ZoneHistory): LivedWindow | undefined {
  if ('startTime' in window) return { startMs: window.startTime, endMs: window.endTime };
  const { civilStartTime, civilEndTime } = window;
  const startMs = civilInstant(civilStartTime, zones);
  if (startMs === undefined) return undefined;
  const midnightMs = dayBounds(zones, civilStartTime.date).endMs;
  // One that ends at such a time ends by the clock before.
  const endMs = civilEndTime ? (civilInstant(civilEndTime, zones) ?? instantsOfWall(zones, civilText(civilEndTime)).ms[0]!) : midnightMs; // prettier-ignore
  const toldAs = `${civilText(civilStartTime)}/${civilEndTime ? civilText(civilEndTime) : ''}`;
  return { startMs, endMs, isDay: endMs === midnightMs, toldAs };
}

function civilInstant(at: CivilDateTime, zones: ZoneHistory): number | undefined {
  const { date, time } = at;
  if (!time || time.hours + time.minutes + time.seconds === 0) return dayBounds(zones, date).startMs;
  return time.hours === 24 ? dayBounds(zones, date).endMs : instantOnWall(zones, civilText(at));
}

function civilText({ date, time }: CivilDateTime): string {
  const clock = [time?.hours ?? 0, time?.minutes ?? 0, time?.seconds ?? 0];
  return `${date}T${clock.map((n) => String(n).padStart(2, '0')).join(':')}`;
}
