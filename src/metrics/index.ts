/** The catalogue of what is measured: codes, units, possible values, conversions, meaningful changes. Pure. */
export * from './metric.js';
export { CATALOGUE_VERSION, METRICS, METRIC_IDS, findMetricByCoding, isMetricId, isOnlyShown } from './catalogue.js';
export { INSTRUMENT_TOTALS } from './instrument-totals.js';
export { findOverlong } from './overlong.js';
export { findMeaningfulChange } from './meaningful-change.js';
export { toCanonical, type Conversion } from './convert.js';
export { convertedText, decimalText, plainDecimal, withoutNoise } from './decimal-text.js';
export {
  addDays,
  civilDayOf,
  daysBetween,
  endOfDay,
  instantOfLocal,
  isCivilDay,
  isTimeZone,
  offsetMsAt,
  startOfDay,
  weekday,
} from './civil-time.js';
export { civilDayAt, dayBounds, instantsOfWall, zoneAt, type ZoneHistory } from './zone-history.js';
export {
  EMAIL_PATTERN,
  isBirthDay,
  isGrantEnd,
  LAST_GRANT_DAY,
  LONGEST_EMAIL,
  LONGEST_PERSON_NAME,
  PHONE_PATTERN,
} from './person.js';
export { standOn, type Stand } from './stand.js';
export {
  dateTimeEndMs,
  dateTimeMs,
  isDate,
  isDateTime,
  isInstant,
  isTime,
  precisionOf,
  type Precision,
} from './date-time.js';
export { syncStateOf, type SyncState } from './sync-state.js';
export { compareText, foldText } from './text.js';
export { FUTURE_LIMIT_MS, TOO_FAR_AHEAD } from './future-limit.js';
export { lastBookableDay } from './booking-limit.js';
