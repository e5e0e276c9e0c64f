import { METRICS, type MetricId } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import { countValid, findLastWhole, type MetricSeries } from './metric-series.js';
import type { DaySample, PatientDays } from './patient-days.js';
import type { Concern, Evidence, Sentence } from './patient-trend.js';
import { sayInsufficient, sayWearDeclining } from './sentences.js';
import { DETECTOR_VERSION } from './version.js';

/** So many days without a value are a gap. */
export const GAP_DAYS = 5;
const LONG_GAP_DAYS = 10;
/** Somebody who never really sent data is not somebody who stopped. */
const KNOWN_DAYS = 7;
const WINDOW_DAYS = 14;
const EARLIER_DAYS = 28;
/** Days of the window that must have arrived before anything is said about wearing. */
const LEAST_KNOWN = 7;
const WORN_SHARE = { low: 0.5, back: 0.7, earlier: 0.8 };

/** Metrics a device measures by itself, best known first. */
export const DEVICE_METRICS: readonly MetricId[] = ['steps', 'walkingMinutes', 'sleepDuration'];

export type MissingReason = 'notWorn' | 'notSynced' | 'notAsked';

/** Did the data stop, or does the device lie in a drawer more and more? At most one concern. */
export function findMissingData(input: PatientDays, all: readonly MetricSeries[]): Concern | null {
  const worn = all.filter((s) => DEVICE_METRICS.includes(s.metric) && countValid(s, 0, input.days - 1) >= KNOWN_DAYS);
  if (worn.length === 0) return null;
  const gaps = worn.map(countGap);
  const gap = Math.min(...gaps);
  const series = worn[gaps.indexOf(gap)]!;
  if (gap >= GAP_DAYS) return toGapConcern(input, series, gap);
  const activity = worn.find((s) => s.metric !== 'sleepDuration');
  return activity ? findDecline(input, activity) : null;
}

/** Days in a row up to the last one without a value that counts; a last day still filling up is left out. */
export function countGap(series: MetricSeries): number {
  const last = findLastWhole(series);
  let t = last;
  while (t >= 0 && series.values[t] == null) t--;
  return last - t;
}

/**
 * Why are the last days (`gap` of them) without a value: what is so on most of them, not on the last one alone. A day that
 * came but does not count was not worn long enough. A day still filling up says nothing.
 */
export function findReason(samples: readonly DaySample[], metric: MetricId, gap: number): MissingReason {
  if (METRICS[metric].selfReported) return 'notAsked';
  const days = samples.filter((s) => s.state !== 'partial').slice(-Math.max(gap, 1));
  const unsynced = days.filter((s) => s.state === 'notSynced').length;
  return unsynced > 0 && 2 * unsynced >= days.length ? 'notSynced' : 'notWorn';
}

function toGapConcern(input: PatientDays, series: MetricSeries, gap: number): Concern {
  const last = findLastWhole(series);
  const sentence = sayInsufficient(series.metric, gap, findReason(input.metrics[series.metric]!, series.metric, gap));
  return toConcern(input, series, { since: last - gap + 1, sentence, severity: gap >= LONG_GAP_DAYS ? 2 : 1 });
}

/** Fading wear. Days that have not arrived yet are left out: they may well have been worn. */
function findDecline(input: PatientDays, series: MetricSeries): Concern | null {
  const known = countKnown(input.metrics[series.metric]!);
  let since: number | null = null;
  let was = 0;
  for (let t = WINDOW_DAYS + EARLIER_DAYS - 1; t < input.days; t++) {
    const from = t - WINDOW_DAYS + 1;
    const worn = countValid(series, from, t);
    const of = known(from, t);
    if (since !== null) {
      if (worn >= WORN_SHARE.back * of && of >= LEAST_KNOWN) since = null;
      continue;
    }
    const earlier =
      countValid(series, from - EARLIER_DAYS, from - 1) / Math.max(known(from - EARLIER_DAYS, from - 1), 1);
    if (of < LEAST_KNOWN || worn > WORN_SHARE.low * of || earlier < WORN_SHARE.earlier) continue;
    since = firstUnworn(input.metrics[series.metric]!, series, from);
    was = Math.round(earlier * WINDOW_DAYS);
  }
  if (since === null) return null;
  const [from, last] = [input.days - WINDOW_DAYS, input.days - 1];
  const worn = countValid(series, from, last);
  const sentence = sayWearDeclining(series.metric, { worn, of: known(from, last), was, wasOf: WINDOW_DAYS });
  return toConcern(input, series, { since, sentence, severity: 1 });
}

/** The window that fades begins with days that were worn: what is missing is missing from the first one that was not. */
function firstUnworn(samples: readonly DaySample[], { values }: MetricSeries, from: number): number {
  const isUnworn = ({ state }: DaySample, t: number) =>
    t >= from && values[t] == null && state !== 'notSynced' && state !== 'partial';
  const found = samples.findIndex(isUnworn);
  return found < 0 ? from : found;
}

/** Counts the days in [from, to] of which it is known whether the device was worn. */
function countKnown(samples: readonly DaySample[]): (from: number, to: number) => number {
  const before = [0];
  for (const { state } of samples) before.push(before.at(-1)! + Number(state !== 'notSynced' && state !== 'partial'));
  return (from, to) => before[to + 1]! - before[from]!;
}

interface Finding {
  readonly since: number;
  readonly sentence: Sentence;
  readonly severity: 1 | 2;
}

function toConcern(input: PatientDays, series: MetricSeries, { since, sentence, severity }: Finding): Concern {
  return {
    kind: 'missing-data',
    domain: 'data',
    severity,
    confidence: 1,
    since: addDays(input.firstDay, since),
    evidence: toEvidence(input, series, since),
    sentence,
    patientSentence: sentence,
  };
}

/** Evidence counts days here: valid days of the last 14 against valid days per 14 before. */
function toEvidence(input: PatientDays, series: MetricSeries, since: number): Evidence {
  const day = (t: number) => addDays(input.firstDay, Math.max(t, 0));
  const last = findLastWhole(series);
  const from = Math.max(0, since - EARLIER_DAYS);
  const total = Math.max(since - from, 1);
  const validDays = countValid(series, from, since - 1);
  const usual = (WINDOW_DAYS * validDays) / total;
  const value = countValid(series, Math.max(0, last - WINDOW_DAYS + 1), last);
  const wornSince = countValid(series, since, last);
  const daysSince = last - since + 1;
  return {
    metric: series.metric,
    unit: 'd',
    value,
    usual,
    delta: value - usual,
    percent: usual === 0 ? null : (100 * (value - usual)) / usual,
    since: day(since),
    sinceInterval: [day(since), day(since)],
    window: { from: day(last - WINDOW_DAYS + 1), to: day(last) },
    baseline: {
      from: day(from),
      to: day(since - 1),
      validDays,
      totalDays: total,
      middle: usual,
      low: usual,
      high: usual,
    },
    daysSince,
    wornSince,
    beyondUsual: daysSince - wornSince,
    confidence: 1,
    score: null,
    scoreAtRaising: null,
    coverage: wornSince / daysSince,
    alsoMoved: [],
    notMoved: [],
    clearsWhen: { metric: series.metric, comparator: 'above', value: WORN_SHARE.back * WINDOW_DAYS, days: WINDOW_DAYS },
    detectorVersion: DETECTOR_VERSION,
  };
}
