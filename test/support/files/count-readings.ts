/**
 * How many readings does a file hold that our catalogue can keep? Counted from the vendors' documents and without our
 * parsers, so that both can be wrong only in different ways. undefined: the text is no JSON.
 */
type Json = Record<string, unknown>;
const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);

export function countFitbitReadings(text: string): number | undefined {
  const json = parse(text);
  if (json === undefined) return undefined;
  if (Array.isArray(json)) return list(json).filter((one) => 'minutesAsleep' in one).length;
  const whole = json as Json;
  const days = list(whole['activities-steps']);
  const minutes = list((whole['activities-steps-intraday'] as Json | undefined)?.['dataset']);
  const pulses = list((whole['activities-heart-intraday'] as Json | undefined)?.['dataset']);
  const resting = list(whole['activities-heart']).filter((one) => (one['value'] as Json | null)?.['restingHeartRate']);
  const worn = list(whole['activities-heart']).filter((one) =>
    list((one['value'] as Json | null)?.['heartRateZones']).some((zone) => zone['minutes']),
  );
  const heart = pulses.length + resting.length + worn.length;
  return days.length + minutes.length + heart + list(whole['sleep']).length;
}

export function countGoogleReadings(text: string): number | undefined {
  const json = parse(text) as Json | undefined;
  if (json === undefined) return undefined;
  const points = list(json['dataPoints']).filter(
    (one) => 'steps' in one || 'heartRate' in one || 'dailyRestingHeartRate' in one || isFinishedSleep(one['sleep']),
  );
  const rollUps = list(json['rollupDataPoints']).filter((one) => 'steps' in one || 'heartRate' in one);
  return points.length + rollUps.length;
}

function isFinishedSleep(sleep: unknown): boolean {
  const { summary, stages } = (sleep ?? {}) as { summary?: Json; stages?: unknown[] };
  return summary?.['minutesAsleep'] !== undefined || (stages?.length ?? 0) > 0;
}

/** One reading, unless it says nothing of when, or is a statistic of many. */
export function countOpenMHealth(text: string): number {
  const body = JSON.parse(text) as Json;
  return 'effective_time_frame' in body && !('descriptive_statistic' in body) ? 1 : 0;
}

const APPLE_QUANTITY = /type="HKQuantityTypeIdentifier(StepCount|HeartRate|RestingHeartRate|AppleExerciseTime)"/;
const NIGHT_GAP_MS = 3_600_000;

/** Each quantity is a reading; segments asleep that are an hour or less apart are one night. */
export function countAppleReadings(xml: string): number {
  // Records inside a Correlation stand at the top as well.
  const top = xml.replace(/<Correlation[\s\S]*?<\/Correlation>/g, '');
  const records = [...top.matchAll(/<Record\s[^>]*>/g)].map((match) => match[0]);
  const asleep = records
    .filter((one) => /SleepAnalysisAsleep/.test(one))
    .map((one) => ({ from: appleMs(one, 'startDate'), to: appleMs(one, 'endDate') }))
    .sort((a, b) => a.from - b.from);
  const nights = asleep.filter((one, i) => i === 0 || one.from - asleep[i - 1]!.to > NIGHT_GAP_MS);
  return records.filter((one) => APPLE_QUANTITY.test(one)).length + nights.length;
}

const appleMs = (record: string, name: string) =>
  Date.parse(
    (new RegExp(`${name}="([^"]*)"`).exec(record)?.[1] ?? '').replace(/ ([+-]\d\d)(\d\d)$/, '$1:$2').replace(' ', 'T'),
  );

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
