import { isRecord } from '../../common.schema.js';
import { archivedRestingRateSchema } from '../fitbit.schema.js';
import type { TwiceTold } from './told-before.js';

/** A list of the older form in days and wall-clock time. */
export interface List {
  /** Under which name Fitbit's parser knows it. */
  readonly member: string;
  /** What is read of an entry, and the day that it is of; what is no record stays as it is, and is refused by its place. */
  keep(entry: unknown): unknown;
  /** What the newer form may have told as well. */
  readonly twice?: { readonly what: TwiceTold; dayOf(entry: unknown): string };
}

/** Without the stages, which are most of a night's bytes. */
export const NIGHTS: List = {
  member: 'sleep',
  keep: (entry) =>
    pick(entry, 'logId', 'dateOfSleep', 'startTime', 'endTime', 'duration', 'minutesAsleep', 'logType', 'lastModified'),
  twice: { what: 'sleep', dayOf: (entry) => textIn(entry, 'dateOfSleep') },
};

export const RESTING_RATES: List = {
  member: 'archived-resting-rates',
  keep: (entry) => within(pick(entry, 'dateTime', 'value'), 'value', (value) => pick(value, 'value')),
  twice: { what: 'restingRate', dayOf: (entry) => archivedRestingRateSchema.safeParse(entry).data?.dateTime ?? '' },
};

export const ZONES: List = {
  member: 'archived-zones',
  keep: (entry) =>
    within(pick(entry, 'dateTime', 'value'), 'value', (value) =>
      within(pick(value, 'valuesInZones'), 'valuesInZones', (zones) =>
        pick(zones, 'BELOW_DEFAULT_ZONE_1', 'IN_DEFAULT_ZONE_1', 'IN_DEFAULT_ZONE_2', 'IN_DEFAULT_ZONE_3'),
      ),
    ),
};

function pick(entry: unknown, ...names: readonly string[]): unknown {
  if (!isRecord(entry)) return entry;
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(entry, name) ? [[name, entry[name]]] : [])));
}

const within = (entry: unknown, name: string, keep: (value: unknown) => unknown): unknown =>
  isRecord(entry) && Object.hasOwn(entry, name) ? { ...entry, [name]: keep(entry[name]) } : entry;

function textIn(entry: unknown, name: string): string {
  const text = isRecord(entry) ? entry[name] : undefined;
  return typeof text === 'string' ? text : '';
}
