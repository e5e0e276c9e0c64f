import { LOINC, STEPWELL_METRIC, type Metric, type MetricId } from './metric.js';
import { QUESTIONNAIRES } from './questionnaires.js';

const loinc = (code: string, display: string) => ({ system: LOINC, code, display });
const local = (code: string, display: string) => ({ system: STEPWELL_METRIC, code, display });

/**
 * UCUM annotations and the spellings that devices really send for "a count of steps". A day's count may be told per day:
 * HL7's Physical Activity guide writes /d.
 */
const COUNT = { '{steps}': 1, '{step}': 1, steps: 1, '1': 1, '{#}': 1, '{count}': 1, '{steps}/d': 1, '/d': 1 };
const SCORE = { '{score}': 1, '1': 1 };
const MINUTES = { min: 1, h: 60, s: 1 / 60 };
const PER_MINUTE = { '/min': 1, '{beats}/min': 1, '{Beats}/min': 1, '1/min': 1 };

/**
 * The catalogue. Values are for one observation (a day's total counts as one), in the canonical unit.
 * Meaningful changes: steps Demeyer 2016 and Teylan 2018 (600-1,100 a day; 15 % as in the detection protocol);
 * sleep AASM 2021 uses 15 min for groups, one person needs more: 0.75 h; NRS Farrar 2001 (2 points or 30 %);
 * PEG Reed 2023 (1.0 point or 30 %, at least the 0.6 of its distribution; SEM 0.78-1.22, so two reports differ reliably
 * from 2.8 on).
 */
const ROWS: readonly Metric[] = [
  {
    id: 'steps',
    domain: 'activity',
    codings: [loinc('55423-8', 'Number of steps'), loinc('41950-7', 'Number of steps in 24 hour Measured')],
    unit: '{steps}',
    unitDisplay: 'steps',
    min: 0,
    max: 120_000,
    better: 'up',
    daily: 'sum',
    change: { relative: 0.15, source: 'Demeyer 2016 PLoS ONE 0154587; Teylan 2018 PMC6302974: 600-1,100 a day' },
    everyDays: 1,
    units: COUNT,
    selfReported: false,
  },
  {
    id: 'sleepDuration',
    domain: 'sleep',
    codings: [loinc('93832-4', 'Sleep duration')],
    unit: 'h',
    unitDisplay: 'h',
    min: 0,
    max: 24,
    better: 'up',
    daily: 'sum',
    change: { absolute: 0.75, source: 'AASM guideline 2021, JCSM 17(2):263, widened for one person' },
    everyDays: 1,
    units: { h: 1, min: 1 / 60, s: 1 / 3600, ms: 1 / 3_600_000 },
    selfReported: false,
  },
  {
    id: 'heartRate',
    domain: 'heart',
    codings: [loinc('8867-4', 'Heart rate')],
    unit: '/min',
    unitDisplay: 'bpm',
    min: 20,
    max: 300,
    better: 'none',
    daily: 'mean',
    change: { absolute: 10, source: 'shown only, never alarmed on' },
    everyDays: 1,
    units: PER_MINUTE,
    selfReported: false,
  },
  {
    id: 'restingHeartRate',
    domain: 'heart',
    codings: [loinc('40443-4', 'Heart rate --resting')],
    unit: '/min',
    unitDisplay: 'bpm',
    min: 20,
    max: 200,
    better: 'none',
    daily: 'last',
    change: { absolute: 5, source: 'used as an illness gate only' },
    everyDays: 1,
    units: PER_MINUTE,
    selfReported: false,
  },
  {
    id: 'walkingMinutes',
    domain: 'activity',
    codings: [loinc('55411-3', 'Exercise duration')],
    unit: 'min',
    unitDisplay: 'min',
    min: 0,
    max: 1440,
    better: 'up',
    daily: 'sum',
    change: { relative: 0.2, source: 'clinic default, no published figure for one person' },
    everyDays: 1,
    units: MINUTES,
    selfReported: false,
  },
  {
    id: 'wornMinutes',
    domain: 'activity',
    codings: [local('worn-minutes', 'Time for which a device was worn, as its maker tells it')],
    unit: 'min',
    unitDisplay: 'min',
    min: 0,
    max: 1500,
    better: 'none',
    daily: 'sum',
    change: {
      absolute: 60,
      source: 'shown only, never alarmed on: how far the other numbers of its day can be believed',
    },
    everyDays: 1,
    units: MINUTES,
    selfReported: false,
  },
  {
    id: 'painIntensity',
    domain: 'pain',
    codings: [loinc('72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported')],
    unit: '{score}',
    unitDisplay: '0-10',
    min: 0,
    max: 10,
    better: 'down',
    daily: 'mean',
    change: { absolute: 2, relative: 0.3, least: 1, source: 'Farrar 2001, Pain 94:149' },
    everyDays: 1,
    units: SCORE,
    selfReported: true,
  },
  {
    id: 'pegScore',
    domain: 'pain',
    codings: [loinc('91147-9', 'PEG 3 item pain scale total score')],
    unit: '{score}',
    unitDisplay: '0-10',
    min: 0,
    max: 10,
    better: 'down',
    daily: 'last',
    change: { absolute: 1, relative: 0.3, least: 0.6, reliable: 2.8, source: 'Reed 2023, J Pain, PMC10859144' },
    everyDays: 7,
    units: SCORE,
    selfReported: true,
  },
  {
    id: 'painInterference',
    domain: 'pain',
    codings: [local('pain-interference', 'Pain interference with daily life, 0-10, one item')],
    unit: '{score}',
    unitDisplay: '0-10',
    min: 0,
    max: 10,
    better: 'down',
    daily: 'mean',
    change: { absolute: 1, source: 'by analogy with PEG, Reed 2023' },
    everyDays: 1,
    units: SCORE,
    selfReported: true,
  },
  {
    id: 'sleepQuality',
    domain: 'sleep',
    codings: [local('sleep-quality', 'How well the person slept, 0-10')],
    unit: '{score}',
    unitDisplay: '0-10',
    min: 0,
    max: 10,
    better: 'up',
    daily: 'mean',
    change: { absolute: 2, source: 'by analogy with the pain NRS, Farrar 2001' },
    everyDays: 1,
    units: SCORE,
    selfReported: true,
  },
  {
    id: 'mood',
    domain: 'mood',
    codings: [local('mood', 'Mood, 0-10')],
    unit: '{score}',
    unitDisplay: '0-10',
    min: 0,
    max: 10,
    better: 'up',
    daily: 'mean',
    change: { absolute: 2, source: 'by analogy with the pain NRS, Farrar 2001' },
    everyDays: 1,
    units: SCORE,
    selfReported: true,
  },
  ...QUESTIONNAIRES,
];

export const CATALOGUE_VERSION = '2';
export const METRICS: Readonly<Record<MetricId, Metric>> = Object.fromEntries(ROWS.map((m) => [m.id, m])) as Record<
  MetricId,
  Metric
>;
export const METRIC_IDS: readonly MetricId[] = ROWS.map((m) => m.id);

const byCoding = new Map(ROWS.flatMap((m) => m.codings.map((c) => [`${c.system}|${c.code}`, m] as const)));

/** Which metric does this coding mean? Undefined for codes outside the catalogue. */
export function findMetricByCoding(system: string | undefined, code: string | undefined): Metric | undefined {
  return byCoding.get(`${system}|${code}`);
}

/** Is it shown only, and no trend looked for in it? Single heart beats, and what a device says of itself. */
export const isOnlyShown = (metric: MetricId): boolean => metric === 'heartRate' || metric === 'wornMinutes';

/** Is this word one of our metric ids? */
export function isMetricId(word: string): word is MetricId {
  return Object.hasOwn(METRICS, word);
}
