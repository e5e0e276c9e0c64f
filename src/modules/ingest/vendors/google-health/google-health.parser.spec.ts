import { describe, expect, it } from '@jest/globals';
import { VendorPayloadError } from '../vendor.errors.js';
import { googleHealthParser } from './google-health.parser.js';

const at = (iso: string) => Date.parse(iso);
const parse = (payload: unknown, timeZone = 'America/New_York') =>
  googleHealthParser.parse(payload, { zones: [{ sinceMs: -Infinity, zone: timeZone }] });
const points = (...dataPoints: unknown[]) => parse({ dataPoints });
const rollUps = (...rollupDataPoints: unknown[]) => parse({ rollupDataPoints });

const anInterval = (startTime: string, endTime: string, offset = '-18000s') => ({
  startTime,
  endTime,
  startUtcOffset: offset,
  endUtcOffset: offset,
});
const minute = anInterval('2026-02-01T13:00:00Z', '2026-02-01T13:01:00Z');
const watch = { platform: 'FITBIT', device: { displayName: 'Charge 6', formFactor: 'FITNESS_BAND' } };
const on = (day: number, month = 2) => ({ date: { year: 2026, month, day } });

describe('points', () => {
  it.each([
    ['int64 in a string', '12', 12],
    ['a number', 12, 12],
    ['a true zero, left out in JSON', undefined, 0],
  ])('steps: %s', (_name, count, value) => {
    const name = 'users/1/dataTypes/steps/dataPoints/9';
    const { observations, refused } = points({ name, dataSource: watch, steps: { interval: minute, count } });
    expect(refused).toEqual([]);
    expect(observations).toEqual([
      {
        path: 'dataPoints[0].steps.count',
        metric: 'steps',
        startMs: at('2026-02-01T13:00:00Z'),
        endMs: at('2026-02-01T13:01:00Z'),
        value,
        original: { value, unit: 'steps' },
        source: { system: 'google-health', device: 'Charge 6', kind: 'watch' },
        externalId: name,
      },
    ]);
  });

  it.each(['-18000s', '3600s', '-07:00', '+05:45', 'Z'])('accepts the offset %s', (offset) =>
    expect(
      points({ steps: { interval: anInterval(minute.startTime, minute.endTime, offset), count: '1' } }).refused,
    ).toEqual([]),
  );

  it('reads sleep in hours, heart beats as instants, and the resting rate over the civil day', () => {
    const { observations } = points(
      {
        dataPointName: 'night-1',
        sleep: {
          interval: anInterval('2026-02-01T04:10:00.123456789Z', '2026-02-01T11:40:00Z'),
          metadata: { processed: true },
          summary: { minutesAsleep: '405', minutesAwake: '45' },
        },
      },
      {
        heartRate: { sampleTime: { physicalTime: '2026-02-01T13:00:05Z', utcOffset: '-18000s' }, beatsPerMinute: '71' },
      },
      { dailyRestingHeartRate: { date: on(1).date, beatsPerMinute: 58 } },
    );
    expect(observations.map((o) => [o.metric, o.value, o.startMs, o.endMs, o.externalId])).toEqual([
      ['sleepDuration', 6.75, at('2026-02-01T04:10:00.123Z'), at('2026-02-01T11:40:00Z'), 'night-1'],
      ['heartRate', 71, at('2026-02-01T13:00:05Z'), at('2026-02-01T13:00:05Z'), null],
      [
        'restingHeartRate',
        58,
        at('2026-02-01T05:00:00Z'),
        at('2026-02-02T05:00:00Z'),
        'daily-resting-heart-rate:2026-02-01',
      ],
    ]);
  });

  it('adds up the stages of a night without a summary, and waits for one without either', () => {
    const interval = anInterval('2026-02-01T04:00:00Z', '2026-02-01T06:00:00Z');
    const stages = [
      { type: 'LIGHT', startTime: '2026-02-01T04:00:00Z', endTime: '2026-02-01T05:00:00Z' },
      { type: 'AWAKE', startTime: '2026-02-01T05:00:00Z', endTime: '2026-02-01T05:30:00Z' },
      { type: 'REM', startTime: '2026-02-01T05:30:00Z', endTime: '2026-02-01T06:00:00Z' },
    ];
    expect(points({ sleep: { interval, stages } }).observations[0]!.value).toBe(1.5);
    expect(points({ sleep: { interval } }).skipped).toEqual([{ kind: 'sleep still being worked out', count: 1 }]);
  });

  it.each([
    ['typed in', { ...watch, recordingMethod: 'MANUAL' }, 'form'],
    ['a phone', { platform: 'HEALTH_CONNECT', device: { formFactor: 'PHONE' } }, 'phone'],
    ['unknown, from elsewhere', { platform: 'HEALTH_KIT' }, 'other'],
    ['not told', undefined, 'watch'],
  ])('source: %s', (_name, dataSource, kind) =>
    expect(points({ dataSource, steps: { interval: minute, count: 1 } }).observations[0]!.source.kind).toBe(kind),
  );

  it('are taken where what may be left out is null; a count that is null is not nought', () => {
    const interval = { ...minute, startUtcOffset: null, endUtcOffset: null };
    const device = { displayName: null, manufacturer: null, model: null, formFactor: null };
    const night = anInterval('2026-02-01T04:00:00Z', '2026-02-01T06:00:00Z');
    const { observations, refused } = points(
      { dataSource: { platform: null, recordingMethod: null, device }, steps: { interval, count: '4' } },
      { dataSource: { device: null }, sleep: { interval: night, stages: null, summary: { minutesAsleep: '90' } } },
      { sleep: { interval: night, summary: null, stages: [{ type: 'LIGHT', ...minute }] } },
      { steps: { interval: minute, count: null } },
      { steps: null },
    );
    expect(observations.map((o) => [o.value, o.source.kind])).toEqual([
      [4, 'watch'],
      [1.5, 'watch'],
      [1 / 60, 'watch'],
    ]);
    expect(refused).toEqual([
      { path: 'dataPoints[3].steps.count', message: expect.stringContaining('must be a number') },
      { path: 'dataPoints[4].steps', message: 'must be an object' },
    ]);
  });

  it.each(['name', 'dataPointName'])('are not known by a %s that is empty', (member) => {
    const { observations } = points({ [member]: '', steps: { interval: minute, count: '4' } });
    expect(observations.map((o) => o.externalId)).toEqual([null]);
  });

  it.each([
    ['steps of -5', { steps: { interval: minute, count: '-5' } }, 'dataPoints[0].steps.count'],
    ['steps as NaN', { steps: { interval: minute, count: 'NaN' } }, 'dataPoints[0].steps.count'],
    ['steps without time', { steps: { count: '5' } }, 'dataPoints[0].steps.interval'],
    [
      'an offset in words',
      { steps: { interval: anInterval(minute.startTime, minute.endTime, 'EST'), count: 1 } },
      'dataPoints[0].steps.interval.startUtcOffset',
    ],
    [
      'a time without a zone',
      { steps: { interval: anInterval('2026-02-01T13:00:00', '2026-02-01T13:01:00'), count: 1 } },
      'dataPoints[0].steps.interval.startTime',
    ],
    [
      '30 February',
      { dailyRestingHeartRate: { date: on(30).date, beatsPerMinute: '60' } },
      'dataPoints[0].dailyRestingHeartRate.date',
    ],
    [
      'sleep of 30 hours',
      {
        sleep: {
          interval: anInterval('2026-02-01T00:00:00Z', '2026-02-02T06:00:00Z'),
          summary: { minutesAsleep: '1800' },
        },
      },
      'dataPoints[0].sleep.summary.minutesAsleep',
    ],
    [
      'a resting rate without a value',
      { dailyRestingHeartRate: { date: on(1).date } },
      'dataPoints[0].dailyRestingHeartRate.beatsPerMinute',
    ],
    ['a number as a point', 7, 'dataPoints[0]'],
  ])('refuses %s by its path', (_name, point, path) => {
    const { observations, refused } = points(point, { steps: { interval: minute, count: 3 } });
    expect(refused.map((r) => r.path)).toEqual([path]);
    expect(observations).toHaveLength(1);
  });
});

describe('roll-ups', () => {
  it('span the civil day, 25 hours in autumn, with or without an end', () => {
    const steps = { countSum: '4151' };
    const { observations } = rollUps(
      { steps, civilStartTime: on(1, 11), civilEndTime: on(2, 11) },
      { steps, civilStartTime: on(1, 11) },
    );
    for (const o of observations) {
      expect([o.startMs, o.endMs, o.value]).toEqual([at('2026-11-01T04:00:00Z'), at('2026-11-02T05:00:00Z'), 4151]);
    }
    expect(observations).toHaveLength(2);
  });

  it('by the clock are instants, and hearts are means', () => {
    const window = { startTime: '2026-02-01T13:00:00Z', endTime: '2026-02-01T14:00:00Z' };
    const { observations } = rollUps({ ...window, heartRate: { beatsPerMinuteMin: 50, beatsPerMinuteAvg: 70.25 } });
    expect(observations.map((o) => [o.metric, o.value, o.startMs])).toEqual([
      ['heartRate', 70.25, at('2026-02-01T13:00:00Z')],
    ]);
  });

  it.each([
    [
      'a week in one sum',
      { steps: { countSum: 1 }, civilStartTime: on(1), civilEndTime: on(8) },
      'rollupDataPoints[0].steps.countSum',
    ],
    ['no window', { steps: { countSum: 1 } }, 'rollupDataPoints[0]'],
    [
      'a mean that is missing',
      { heartRate: {}, civilStartTime: on(1) },
      'rollupDataPoints[0].heartRate.beatsPerMinuteAvg',
    ],
  ])('refuses %s', (_name, point, path) => {
    const { observations, refused } = rollUps(point);
    expect(refused.map((r) => r.path)).toEqual([path]);
    expect(observations).toEqual([]);
  });

  it('counts what is not ours', () => {
    expect(rollUps({ distance: { millimetersSum: 1 }, civilStartTime: on(1) }).skipped).toEqual([
      { kind: 'distance', count: 1 },
    ]);
  });
});

describe('other payloads', () => {
  it('takes {} as an empty answer', () => expect(parse({})).toEqual({ observations: [], refused: [], skipped: [] }));
  it('refuses what stands in place of the list', () =>
    expect(parse({ dataPoints: 'none' }).refused).toEqual([{ path: 'dataPoints', message: 'must be a list' }]));
  it.each([
    ['null', null],
    ['a list', []],
    ['a notification', { data: { dataType: 'steps' } }],
    ['a subscriber', { name: 'x', subscriberConfigs: [] }],
    ['an error', { error: { code: 403 } }],
  ])('does not recognise %s', (_name, payload) => expect(() => parse(payload)).toThrow(VendorPayloadError));
});
