import type { MetricId } from '../../../../metrics/index.js';
import { toObservation } from '../collector.js';
import type { ParsedObservation, SourceKind } from '../vendor.js';
import { parseAppleDate } from './apple-date.js';
import type { Asleep } from './nights.js';

export type Attributes = Readonly<Record<string, string>>;

export interface AppleOrigin {
  readonly maker?: string;
  readonly device: string | null;
}

/** What one Record is to us. */
export type RecordReading =
  | { readonly is: 'observation'; readonly observation: ParsedObservation }
  | { readonly is: 'asleep'; readonly origin: AppleOrigin; readonly kind: SourceKind; readonly segment: Asleep }
  | { readonly is: 'skipped'; readonly what: string }
  | { readonly is: 'refused'; readonly message: string };

export const APPLE_HEALTH = 'apple-health';

const QUANTITIES: Readonly<Record<string, { metric: MetricId; units: Readonly<Record<string, string>> }>> = {
  HKQuantityTypeIdentifierStepCount: { metric: 'steps', units: { count: '{steps}' } },
  HKQuantityTypeIdentifierHeartRate: { metric: 'heartRate', units: { 'count/min': '/min' } },
  HKQuantityTypeIdentifierRestingHeartRate: { metric: 'restingHeartRate', units: { 'count/min': '/min' } },
  HKQuantityTypeIdentifierAppleExerciseTime: { metric: 'walkingMinutes', units: { min: 'min', hr: 'h', s: 's' } },
};

const SLEEP = 'HKCategoryTypeIdentifierSleepAnalysis';
const SLEEP_VALUE = 'HKCategoryValueSleepAnalysis';
const ASLEEP = new Set(['Asleep', 'AsleepUnspecified', 'AsleepCore', 'AsleepDeep', 'AsleepREM']);
/** An app that writes longer segments has made a mistake. */
const MAX_SEGMENT_MS = 24 * 3_600_000;

/** @param typedIn - HealthKit says that a person entered the value by hand */
export function readAppleRecord(attributes: Attributes, typedIn: boolean): RecordReading {
  const type = attributes['type'] ?? '';
  if (type === SLEEP) return readSleep(attributes, typedIn);
  const quantity = Object.hasOwn(QUANTITIES, type) ? QUANTITIES[type] : undefined;
  if (!quantity) return { is: 'skipped', what: nameOf(type) };
  const period = readPeriod(attributes);
  if (typeof period === 'string') return refuse(period);
  const vendorUnit = attributes['unit'] ?? '';
  const unit = Object.hasOwn(quantity.units, vendorUnit) ? quantity.units[vendorUnit] : undefined;
  if (unit === undefined) return refuse(`unit must be ${Object.keys(quantity.units).join(' or ')}`);
  const written = attributes['value'] ?? '';
  if (!/^-?\d{1,12}(\.\d+)?(e-?\d{1,2})?$/i.test(written)) return refuse('value must be a number');
  const made = toObservation(APPLE_HEALTH, {
    metric: quantity.metric,
    ...period,
    value: Number(written),
    unit,
    vendorUnit,
    ...originOf(attributes),
    kind: typedIn ? 'form' : kindOf(attributes),
    externalId: null,
  });
  return typeof made === 'string' ? refuse(made) : { is: 'observation', observation: made };
}

function readSleep(attributes: Attributes, typedIn: boolean): RecordReading {
  const stage = (attributes['value'] ?? '').replace(SLEEP_VALUE, '');
  if (!ASLEEP.has(stage)) return { is: 'skipped', what: `sleep: ${/^[A-Za-z]{1,20}$/.test(stage) ? stage : 'other'}` };
  const segment = readPeriod(attributes);
  if (typeof segment === 'string') return refuse(segment);
  if (segment.endMs - segment.startMs > MAX_SEGMENT_MS) return refuse('sleep must not be longer than 24 hours');
  const kind = typedIn ? 'form' : kindOf(attributes);
  return { is: 'asleep', origin: originOf(attributes), kind, segment };
}

function readPeriod(attributes: Attributes): { startMs: number; endMs: number } | string {
  const startMs = parseAppleDate(attributes['startDate']);
  const endMs = parseAppleDate(attributes['endDate']);
  if (Number.isNaN(startMs)) return 'startDate must look like 2026-03-29 06:08:47 +0200';
  if (Number.isNaN(endMs)) return 'endDate must look like 2026-03-29 06:08:47 +0200';
  return endMs < startMs ? 'must not end before it starts' : { startMs, endMs };
}

/**
 * `<<HKDevice: 0x2>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, …>` names the hardware; the source is an app
 * or "<name>'s Apple Watch" and stands in where the hardware is not told.
 */
function originOf(attributes: Attributes): AppleOrigin {
  const told = (key: string) => new RegExp(`[,<] ?${key}:([^,>]{1,100})`).exec(attributes['device'] ?? '')?.[1]?.trim();
  const device = told('name') ?? told('model') ?? attributes['sourceName'] ?? null;
  const maker = told('manufacturer');
  return maker === undefined ? { device } : { maker, device };
}

/** The device text names the hardware; the source is often "<name>'s Apple Watch", or an app. */
function kindOf(attributes: Attributes): SourceKind {
  const hardware = `${attributes['device'] ?? ''} ${attributes['sourceName'] ?? ''}`;
  if (/watch/i.test(hardware)) return 'watch';
  return /iphone|ipad|name:phone/i.test(hardware) ? 'phone' : 'other';
}

/** Only Apple's own identifiers are repeated in counts: anything else could be a name. */
function nameOf(type: string): string {
  return /^HK[A-Za-z0-9]{1,80}$/.test(type) ? type : 'other';
}

function refuse(message: string): RecordReading {
  return { is: 'refused', message };
}
