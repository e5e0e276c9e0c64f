import { Collector, type Draft } from '../collector.js';
import { isRecord } from '../common.schema.js';
import { livedDay } from '../lived-day.js';
import { VendorPayloadError } from '../vendor.errors.js';
import type { ParseContext, ParseResult, VendorParser } from '../vendor.js';
import {
  archivedRestingRateSchema,
  archivedZonesSchema,
  dailyValueSchema,
  heartDaySchema,
  sleepLogSchema,
  zonesSchema,
} from './fitbit.schema.js';
import { isSumOfPart, readDataset } from './intraday.js';
import { findSleepPeriod } from './sleep-period.js';

const EXPECTED = 'expected activities-steps, activities-heart or sleep as the Fitbit Web API writes them';

/** Answers of the Web API that we know and do not keep. */
const NOT_OURS =
  /^(activities|activities-(?!steps|heart).*|best|lifetime|average|heart|br|hrv|cardioScore|weight|fat|bp|body|foods|water|summary|minutes)$/;

const DEVICE = { device: null, kind: 'watch' } as const;

type Payload = Readonly<Record<string, unknown>>;
type Reader = (value: unknown, path: string, context: ParseContext, into: Collector, whole: Payload) => void;

/**
 * Reads what Fitbit's Web API answered (switched off in November 2026) and the same lists in account archives: clinics
 * still import years of them. Fitbit tells days and wall-clock times without a zone: they are the patient's. A day's total
 * and its minutes are kept apart; the day's sum reconciles them.
 */
export const fitbitParser: VendorParser = {
  vendor: 'fitbit',
  parse(payload, context): ParseResult {
    const into = new Collector('fitbit');
    if (Array.isArray(payload)) readArchive(payload, context, into);
    else if (isRecord(payload)) readAnswer(payload, context, into);
    else throw new VendorPayloadError(`Payload must be a JSON object or list: ${EXPECTED}.`);
    return into.result();
  },
};

const READERS: Record<string, Reader> = {
  'activities-steps': readDailySteps,
  'activities-steps-intraday': readIntradaySteps,
  'activities-heart': readHeartDays,
  'activities-heart-intraday': readIntradayHeart,
  sleep: eachOf(readSleepLog),
  // Ours: lists of the account archive, which do not say themselves what was counted (archive/lists.ts).
  'archived-resting-rates': eachOf(readArchivedRestingRate),
  'archived-zones': eachOf(readArchivedZones),
};

type ReadEntry = (entry: unknown, path: string, context: ParseContext, into: Collector) => void;
function eachOf(read: ReadEntry): Reader {
  return (value, path, context, into) =>
    into.readList(value, path).forEach((entry, i) => read(entry, `${path}[${i}]`, context, into));
}

function readAnswer(payload: Record<string, unknown>, context: ParseContext, into: Collector): void {
  const known = Object.keys(payload).filter((key) => Object.hasOwn(READERS, key) || NOT_OURS.test(key));
  if ('errors' in payload) throw new VendorPayloadError(`Payload is an error message of Fitbit; ${EXPECTED}.`);
  if (known.length === 0) throw new VendorPayloadError(`Payload is of an unknown kind; ${EXPECTED}.`);
  for (const key of known) {
    const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    if (reader) reader(payload[key], key, context, into, payload);
    // Beside nights it is their sum; of a day it is steps and more, and does not say which day.
    else if (key !== 'summary' || !('sleep' in payload))
      into.skip(key, Array.isArray(payload[key]) ? payload[key].length : 1);
  }
}

/** Lists at the top come from archives and from devices. A bare list of numbers does not say what was counted. */
function readArchive(entries: readonly unknown[], context: ParseContext, into: Collector): void {
  const records = entries.filter(isRecord);
  if (entries.length > 0 && records.length === 0)
    throw new VendorPayloadError(`List entries must be objects; ${EXPECTED}.`);
  if (records.length === 0) return;
  if (records.some((one) => 'minutesAsleep' in one)) {
    entries.forEach((entry, i) => readSleepLog(entry, `[${i}]`, context, into));
  } else if (records.some(({ value }) => isRecord(value) && 'error' in value)) {
    entries.forEach((entry, i) => readArchivedRestingRate(entry, `[${i}]`, context, into));
  } else if (records.some((one) => 'lastSyncTime' in one)) {
    into.skip('devices', entries.length);
  } else if (records.some((one) => 'minutes' in one || isRecord(one['value']))) {
    into.skip('other measurements', entries.length);
  } else {
    throw new VendorPayloadError('A bare list does not say what was counted; send {"activities-steps": [...]}.');
  }
}

function readDailySteps(value: unknown, path: string, context: ParseContext, into: Collector, whole: Payload): void {
  const list = into.readList(value, path);
  list.forEach((entry, i) => {
    const at = `${path}[${i}]`;
    const read = into.read(dailyValueSchema, entry, at);
    if (!read) return;
    if (list.length === 1 && isSumOfPart(read.value, whole['activities-steps-intraday']))
      return into.skip('sum of a part of a day');
    const period = livedDay(context.zones, read.dateTime);
    const externalId = `activities-steps:${read.dateTime}`;
    into.add(`${at}.value`, { metric: 'steps', value: read.value, unit: 'steps', ...period, ...DEVICE, externalId });
  });
}

function readIntradaySteps(value: unknown, path: string, context: ParseContext, into: Collector, whole: Payload): void {
  const beside = { days: whole['activities-steps'], daysPath: 'activities-steps' };
  readDataset(value, path, beside, context, into, (at, { wall, ...minute }) =>
    into.add(at, { metric: 'steps', unit: 'steps', ...minute, ...DEVICE, externalId: null, toldAs: wall }),
  );
}

function readIntradayHeart(value: unknown, path: string, context: ParseContext, into: Collector, whole: Payload): void {
  const beside = { days: whole['activities-heart'], daysPath: 'activities-heart' };
  readDataset(value, path, beside, context, into, (at, { wall, ...minute }) => {
    const draft = asRate({ ...minute, endMs: minute.startMs, ...DEVICE });
    into.add(at, { metric: 'heartRate', ...draft, externalId: null, toldAs: wall });
  });
}

const asRate = <T>(rest: T) => ({ ...rest, unit: '/min', vendorUnit: 'bpm' });

function readHeartDays(value: unknown, path: string, context: ParseContext, into: Collector): void {
  into.readList(value, path).forEach((entry, i) => {
    const at = `${path}[${i}]`;
    const read = into.read(heartDaySchema, entry, at);
    if (!read) return;
    const { restingHeartRate, heartRateZones } = read.value;
    const day = { ...livedDay(context.zones, read.dateTime), ...DEVICE };
    if (restingHeartRate === undefined || restingHeartRate === null) into.skip('heart day without a resting rate');
    else
      into.add(`${at}.value.restingHeartRate`, {
        metric: 'restingHeartRate',
        ...asRate({ value: restingHeartRate, ...day }),
        externalId: `activities-heart:${read.dateTime}`,
      });
    const externalId = `activities-heart-zones:${read.dateTime}`;
    readWorn(heartRateZones, `${at}.value.heartRateZones`, { ...day, externalId }, into);
  });
}

/**
 * The minutes in the heart-rate zones are those in which the watch felt a pulse: it was worn. The lowest zone ("Out of
 * Range") begins at 30 beats, so that they are all minutes with a pulse: a day of Fitbit's own samples has 1,157 of both.
 * Minutes of activity are no such figure: "sedentary" ones go on while the watch lies on the table. A day without any
 * minute in a zone says nothing, because the sensor may be switched off and the steps counted all the same; nor do zones
 * beside a mean of the day, which are those of a part of it.
 */
function readWorn(
  zones: unknown,
  path: string,
  day: Pick<Draft, 'startMs' | 'endMs' | 'isDay' | 'device' | 'kind' | 'externalId'>,
  into: Collector,
): void {
  if (zones === undefined || zones === null) return;
  const minutes = into.read(zonesSchema, zones, path)?.reduce((sum, zone) => sum + (zone.minutes ?? 0), 0);
  if (minutes) into.add(path, { metric: 'wornMinutes', value: minutes, unit: 'min', ...day });
}

function readArchivedRestingRate(entry: unknown, path: string, context: ParseContext, into: Collector): void {
  const read = into.read(archivedRestingRateSchema, entry, path);
  if (!read) return;
  if (read.value.value === 0) return into.skip('heart day without a resting rate');
  const day = read.dateTime;
  const draft = asRate({ value: read.value.value, ...livedDay(context.zones, day), ...DEVICE });
  into.add(`${path}.value.value`, { metric: 'restingHeartRate', ...draft, externalId: `activities-heart:${day}` });
}

function readArchivedZones(entry: unknown, path: string, context: ParseContext, into: Collector): void {
  const read = into.read(archivedZonesSchema, entry, path);
  if (!read) return;
  const at = { ...livedDay(context.zones, read.dateTime), ...DEVICE };
  const minutes = Object.values(read.value.valuesInZones).map((told) => ({ minutes: Math.round(told) }));
  const externalId = `activities-heart-zones:${read.dateTime}`;
  readWorn(minutes, `${path}.value.valuesInZones`, { ...at, externalId }, into);
}

function readSleepLog(entry: unknown, path: string, context: ParseContext, into: Collector): void {
  const read = into.read(sleepLogSchema, entry, path);
  if (!read) return;
  into.add(`${path}.minutesAsleep`, {
    metric: 'sleepDuration',
    value: read.minutesAsleep,
    unit: 'min',
    ...findSleepPeriod(context.zones, read),
    countedMs: read.duration,
    device: null,
    kind: read.logType === 'manual' ? 'form' : 'watch',
    // Clients that know none write 0, or an empty text.
    externalId: read.logId ? `sleep:${read.logId}` : null,
    toldAs: read.startTime,
    revisedMs: read.lastModified,
  });
}
