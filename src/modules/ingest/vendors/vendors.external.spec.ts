import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeWithTestData, testData } from '../../../../test/support/outside.js';
import { METRICS } from '../../../metrics/index.js';
import { openExport, VENDOR_PARSERS, VendorPayloadError } from './index.js';
import type { ParsedObservation, ParseResult } from './index.js';

/**
 * Runs the parsers over vendor payloads that are kept outside the project: samples of the vendors' documents, captures
 * and years of one person's days. Without them they say so; see outside.ts.
 */
const CONTEXT = { zones: [{ sinceMs: -Infinity, zone: 'Europe/Paris' }] };
const EARLIEST = Date.UTC(2005, 0, 1);
const LATEST = Date.UTC(2030, 0, 1);

/** Plausible for a person, much narrower than what is possible. */
const PLAUSIBLE: Partial<Record<ParsedObservation['metric'], [number, number]>> = {
  steps: [0, 60_000],
  sleepDuration: [0, 16],
  heartRate: [30, 220],
  restingHeartRate: [35, 110],
  walkingMinutes: [0, 600],
};

type Outcome = ParseResult | 'not JSON' | 'unrecognised';

function parseFile(vendor: keyof typeof VENDOR_PARSERS, path: string): Outcome {
  let payload: unknown;
  try {
    payload = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return 'not JSON';
  }
  try {
    return VENDOR_PARSERS[vendor].parse(payload, CONTEXT);
  } catch (error) {
    if (error instanceof VendorPayloadError) return 'unrecognised';
    throw error;
  }
}

function parseFolder(vendor: keyof typeof VENDOR_PARSERS, ...folder: string[]): Map<string, Outcome> {
  const files = listFiles(testData(...folder) ?? '').filter((file) => file.endsWith('.json'));
  const outcomes = new Map(files.map((file) => [basename(file), parseFile(vendor, file)]));
  const results = [...outcomes.values()].filter((o) => typeof o !== 'string');
  const observations = results.flatMap((r) => r.observations);
  observations.forEach(expectPlausible);
  const refused = results.reduce((sum, r) => sum + r.refused.length, 0);
  const others = outcomes.size - results.length;
  console.log(
    `${folder.join('/')}: ${files.length} files, ${observations.length} observations, ${refused} refused, ${others} files not JSON or not readings`,
  );
  return outcomes;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function expectPlausible(o: ParsedObservation): void {
  const [low, high] = PLAUSIBLE[o.metric] ?? [METRICS[o.metric].min, METRICS[o.metric].max];
  expect(o.value).toBeGreaterThanOrEqual(low);
  expect(o.value).toBeLessThanOrEqual(high);
  expect(o.startMs).toBeGreaterThan(EARLIEST);
  expect(o.endMs).toBeLessThan(LATEST);
  expect(o.endMs - o.startMs).toBeGreaterThanOrEqual(0);
}

function counts(outcome: Outcome | undefined): Record<string, number> | string | undefined {
  if (outcome === undefined || typeof outcome === 'string') return outcome;
  const sums: Record<string, number> = {};
  for (const o of outcome.observations) sums[o.metric] = (sums[o.metric] ?? 0) + 1;
  return sums;
}

describeWithTestData('wearable', 'payloads kept outside the project', (wearable) => {
  it('Fitbit: samples of the Web API', () => {
    const outcomes = parseFolder('fitbit', 'wearable', 'fitbit-web-api');
    expect(counts(outcomes.get('TimeSeries-ActivitiesSteps.json'))).toEqual({ steps: 7 });
    // Their own example sleeps 500 of 480 minutes; none of 1,015 nights of real people does.
    expect(outcomes.get('GetSleep.json')).toMatchObject({
      observations: [],
      refused: [{ path: 'sleep[0].minutesAsleep', message: expect.stringContaining('at most the 480 minutes') }],
    });
    // A total of 7,390, and 1,084 of its 1,440 minutes with 2,940 of these steps.
    const intraday = outcomes.get('IntradayActivitiesSteps.json') as ParseResult;
    const [total, ...minutes] = intraday.observations.map((o) => o.value);
    expect([total, minutes.length, minutes.reduce((sum, n) => sum + n, 0)]).toEqual([7390, 1084, 2940]);
    expect(counts(outcomes.get('GetHeartRateIntradayTimeSeries.json'))).toEqual({
      restingHeartRate: 1,
      wornMinutes: 1,
      heartRate: 1157,
    });
    // A day that tells both: the minutes in its zones are those of which it has a pulse.
    const wornIn = (file: string) =>
      (outcomes.get(file) as ParseResult).observations.filter((o) => o.metric === 'wornMinutes').map((o) => o.value);
    expect(wornIn('GetHeartRateIntradayTimeSeries.json')).toEqual([1157]);
    expect(wornIn('GetHeartRateTimeSeries.json')).toEqual([1366, 1419, 1433, 1387, 1413, 1333, 1423]);
    expect(outcomes.get('ApiError.json')).toBe('unrecognised');
  });

  it('Fitbit: edge cases of Shimmer', () => {
    const outcomes = parseFolder('fitbit', 'wearable', 'shimmer', 'fitbit');
    expect(counts(outcomes.get('fitbit-activities-steps-timeseries.json'))).toEqual({ steps: 3 });
    // The day's total, and three minutes of it.
    expect(counts(outcomes.get('fitbit-activities-steps-1d-1m-intraday.json'))).toEqual({ steps: 4 });
    expect(counts(outcomes.get('fitbit-activities-heart-1d-1m-intraday.json'))).toEqual({ heartRate: 5 });
    expect(counts(outcomes.get('fitbit-sleep-date-empty-sleep-list.json'))).toEqual({});
  });

  it('Google Health: official examples and fixtures of others', () => {
    const outcomes = parseFolder('google-health', 'wearable', 'google-health');
    expect(counts(outcomes.get('ha-steps.json'))).toEqual({ steps: 1 });
    expect(counts(outcomes.get('ha-sleep.json'))).toEqual({ sleepDuration: 1 });
    expect(counts(outcomes.get('ha-resting_heart_rate.json'))).toEqual({ restingHeartRate: 1 });
    expect(counts(outcomes.get('docs-codelabs-01.json'))).toEqual({});
    expect(outcomes.get('docs-webhooks-04.json')).toBe('unrecognised');
  });

  it('Apple Health: excerpts of real exports', async () => {
    const files = listFiles(join(wearable, 'apple-health')).filter((file) => file.endsWith('.xml'));
    const sums = new Map<string, Record<string, number>>();
    let total = 0;
    for (const file of files) {
      const upload = await openExport(file, { kind: 'apple-health' });
      const observations: ParsedObservation[] = [];
      const { refusals } = await upload.read(CONTEXT, {
        readings: async (batch) => void observations.push(...batch),
        payload: () => Promise.reject(new Error('Apple tells instants')),
      });
      await upload.close();
      observations.forEach(expectPlausible);
      expect(refusals).toEqual([]);
      total += observations.length;
      sums.set(basename(file), counts({ observations, refused: [], skipped: [] }) as Record<string, number>);
    }
    console.log(`wearable/apple-health: ${files.length} files, ${total} observations`);
    expect(sums.get('tdda-export6s3sample.xml')).toEqual({ steps: 10 });
    expect(sums.get('dogsheep-export.xml')).toEqual({ heartRate: 1 });
    expect(sums.get('alxdrcirilo-export.xml')).toEqual({ heartRate: 2, walkingMinutes: 1, sleepDuration: 1 });
  });
});

describeWithTestData('longitudinal/myaiguide', 'years of one person', (folder) => {
  it('Fitbit: years of daily steps', () => {
    const read = (path: string) => counts(parseFile('fitbit', join(folder, path)));
    expect(read('participant7/participant7Fitbit.json')).toEqual({ steps: 1359 });
    expect(read('participant4/Participant4Fitbit.json')).toEqual({ steps: 75 });
    expect(read('participant9/participant9Fitbit.json')).toEqual({ steps: 69 });
  });
});

describeWithTestData('longitudinal/pmdata', 'months of many', (folder) => {
  it('Fitbit: archived nights and resting rates of months', () => {
    const wanted = new Set(['sleep.json', 'resting_heart_rate.json']);
    const files = listFiles(folder).filter((file) => wanted.has(basename(file)));
    const observations = files.flatMap((file) => (parseFile('fitbit', file) as ParseResult).observations);
    observations.forEach(expectPlausible);
    console.log(`longitudinal/pmdata: ${files.length} files, ${observations.length} observations`);
    expect(observations.length).toBeGreaterThan(1500);
  });
});
