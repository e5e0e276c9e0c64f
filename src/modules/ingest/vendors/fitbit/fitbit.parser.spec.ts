import { describe, expect, it } from '@jest/globals';
import { VendorPayloadError } from '../vendor.errors.js';
import { fitbitParser } from './fitbit.parser.js';

const at = (iso: string) => Date.parse(iso);
const parse = (payload: unknown, timeZone = 'Europe/Berlin') =>
  fitbitParser.parse(payload, { zones: [{ sinceMs: -Infinity, zone: timeZone }] });
const days = (...values: [string, unknown][]) => values.map(([dateTime, value]) => ({ dateTime, value }));

const aNight = (overrides: object = {}) => ({
  logId: 991,
  startTime: '2026-01-10T23:00:00.000',
  endTime: '2026-01-11T07:00:00.000',
  duration: 28_800_000,
  minutesAsleep: 420,
  type: 'stages',
  ...overrides,
});

describe('daily steps', () => {
  it('spans the civil day of the patient, 23 hours in spring, and keeps days of zero', () => {
    const { observations, refused } = parse({ 'activities-steps': days(['2026-03-29', '5120'], ['2026-03-30', '0']) });
    expect(refused).toEqual([]);
    expect(observations).toEqual([
      {
        path: 'activities-steps[0].value',
        metric: 'steps',
        startMs: at('2026-03-28T23:00:00Z'),
        endMs: at('2026-03-29T22:00:00Z'),
        value: 5120,
        original: { value: 5120, unit: 'steps' },
        source: { system: 'fitbit', device: null, kind: 'watch' },
        externalId: 'activities-steps:2026-03-29',
      },
      expect.objectContaining({ value: 0, externalId: 'activities-steps:2026-03-30' }),
    ]);
  });

  it.each([
    ['negative', days(['2026-01-01', '-5']), 'activities-steps[0].value'],
    ['absurd', days(['2026-01-01', 900_000]), 'activities-steps[0].value'],
    ['words', days(['2026-01-01', 'many']), 'activities-steps[0].value'],
    ['NaN in words', days(['2026-01-01', 'NaN']), 'activities-steps[0].value'],
    ['null', days(['2026-01-01', null]), 'activities-steps[0].value'],
    ['a day outside the calendar', days(['2026-02-30', '1']), 'activities-steps[0].dateTime'],
    ['an entry that is a number', [42], 'activities-steps[0]'],
    ['an object in place of the list', {}, 'activities-steps'],
  ])('refuses %s by its path and takes the rest', (_name, list, path) => {
    const bad = Array.isArray(list) ? [...list, ...days(['2026-01-02', '7'])] : list;
    const { observations, refused } = parse({ 'activities-steps': bad });
    expect(refused).toEqual([{ path, message: expect.any(String) }]);
    expect(observations).toHaveLength(Array.isArray(list) ? 1 : 0);
  });

  it('says what would be right, and never the value', () => {
    const [refusal] = parse({ 'activities-steps': days(['2026-01-01', '-5']) }).refused;
    expect(refusal!.message).toContain('0 to 120000');
    expect(refusal!.message).not.toContain('-5');
  });
});

describe('minutes of a day', () => {
  const minutes = (dataset: object[], interval = 1, day = '2026-01-10', total = '0') => ({
    'activities-steps': days([day, total]),
    'activities-steps-intraday': { dataset, datasetInterval: interval, datasetType: 'minute' },
  });

  it('are kept beside the total of the day, each with its own period', () => {
    const { observations, skipped } = parse(
      minutes(
        [
          { time: '08:00:00', value: 30 },
          { time: '08:15:00', value: 0 },
        ],
        15,
      ),
    );
    expect(observations.map((o) => [o.startMs, o.endMs, o.value])).toEqual([
      [at('2026-01-09T23:00:00Z'), at('2026-01-10T23:00:00Z'), 0],
      [at('2026-01-10T07:00:00Z'), at('2026-01-10T07:15:00Z'), 30],
      [at('2026-01-10T07:15:00Z'), at('2026-01-10T07:30:00Z'), 0],
    ]);
    expect(skipped).toEqual([]);
  });

  it.each<[string, { time: string; value: number }[], number[]]>([
    ['there are none', [], [999]],
    ['they do not add up to it', [{ time: '08:00:00', value: 30 }], [999, 30]],
  ])('leave the total as it is when %s', (_name, dataset, values) => {
    expect(parse(minutes(dataset, 1, '2026-01-10', '999')).observations.map((o) => o.value)).toEqual(values);
  });

  it.each<[string, { time: string; value: number }[], string, number[]]>([
    [
      'some hours',
      [
        { time: '08:00:00', value: 30 },
        { time: '08:01:00', value: 12 },
      ],
      '42',
      [30, 12],
    ],
    [
      'the day so far',
      [
        { time: '00:00:00', value: 30 },
        { time: '00:01:00', value: 0 },
      ],
      '30',
      [30, 30, 0],
    ],
    ['some hours without a step', [{ time: '08:00:00', value: 0 }], '0', [0]],
    [
      'the whole day',
      [
        { time: '00:00:00', value: 30 },
        { time: '23:59:00', value: 12 },
      ],
      '42',
      [42, 30, 12],
    ],
  ])('of %s: their sum is a total only where they begin with the day', (_name, dataset, total, values) => {
    const { observations, skipped } = parse(minutes(dataset, 1, '2026-01-10', total));
    expect(observations.map((o) => o.value)).toEqual(values);
    const left = [{ kind: 'sum of a part of a day', count: 1 }];
    expect(skipped).toEqual(values.length > dataset.length ? [] : left);
  });

  it('are known by their time on the wall, in whatever zone that is read', () => {
    const payload = minutes([{ time: '08:00:00', value: 30 }]);
    const told = (zone: string) => parse(payload, zone).observations.map((o) => o.externalId ?? o.toldAs);
    expect(told('Europe/Berlin')).toEqual(['activities-steps:2026-01-10', '2026-01-10T08:00:00/60s']);
    expect(told('Asia/Tokyo')).toEqual(told('Europe/Berlin'));
  });

  it('never push out the totals of several days', () => {
    const payload = {
      ...minutes([{ time: '08:00:00', value: 30 }]),
      'activities-steps': days(['2026-01-10', 5], ['2026-01-11', 6]),
    };
    const { observations, refused } = parse(payload);
    expect(observations.map((o) => o.value)).toEqual([5, 6]);
    expect(refused.map((r) => r.path)).toEqual(['activities-steps-intraday']);
  });

  it('tell the two passes of the doubled hour apart', () => {
    const times = ['01:59:00', '02:00:00', '02:59:00', '02:00:00', '02:59:00', '03:00:00'];
    const payload = minutes(
      times.map((time) => ({ time, value: 5 })),
      1,
      '2026-10-25',
    );
    const [, ...told] = parse(payload).observations;
    expect(new Set(told.map((o) => o.toldAs)).size).toBe(times.length);
    expect(told.map((o) => new Date(o.startMs).toISOString().slice(11, 16))).toEqual([
      '23:59',
      '00:00',
      '00:59',
      '01:00',
      '01:59',
      '02:00',
    ]);
  });

  it('skip the zeros of the hour that never was and refuse steps in it', () => {
    const dataset = [
      { time: '02:30:00', value: 0 },
      { time: '02:31:00', value: 4 },
      { time: '03:00:00', value: 6 },
    ];
    const { observations, refused, skipped } = parse(minutes(dataset, 1, '2026-03-29'));
    expect(observations.map((o) => o.value)).toEqual([0, 6]);
    expect(refused.map((r) => r.path)).toEqual(['activities-steps-intraday.dataset[1]']);
    expect(skipped).toContainEqual({ kind: 'minute that the clock skipped', count: 1 });
  });

  it('need the day beside them', () => {
    const payload = { 'activities-steps-intraday': { dataset: [{ time: '08:00:00', value: 1 }] } };
    expect(parse(payload).refused[0]!.path).toBe('activities-steps-intraday');
  });

  it('are instants for the heart', () => {
    const payload = {
      'activities-heart': days([
        '2026-01-10',
        { heartRateZones: [{ minutes: 900 }, { minutes: 60 }], restingHeartRate: 61 },
      ]),
      'activities-heart-intraday': {
        dataset: [
          { time: '08:00:00', value: 72 },
          { time: '08:01:00', value: 500 },
        ],
      },
    };
    const { observations, refused } = parse(payload);
    expect(observations).toEqual([
      expect.objectContaining({ metric: 'restingHeartRate', value: 61 }),
      expect.objectContaining({ metric: 'wornMinutes', value: 960 }),
      expect.objectContaining({
        metric: 'heartRate',
        startMs: at('2026-01-10T07:00:00Z'),
        endMs: at('2026-01-10T07:00:00Z'),
      }),
    ]);
    expect(refused.map((r) => r.path)).toEqual(['activities-heart-intraday.dataset[1].value']);
  });
});

describe('time worn', () => {
  const zones = (...minutes: unknown[]) => minutes.map((n) => (n === undefined ? { name: 'Peak' } : { minutes: n }));
  const heart = (heartRateZones: unknown, day = '2026-01-10', more: object = { restingHeartRate: 61 }) =>
    parse({ 'activities-heart': days([day, { ...more, heartRateZones }]) });
  const worn = (result: ReturnType<typeof heart>) => result.observations.filter((o) => o.metric === 'wornMinutes');

  it('is the minutes of the day in its heart-rate zones, with or without a resting rate', () => {
    expect(worn(heart(zones(1264, 38, 43, 21), '2026-01-10', {}))).toEqual([
      {
        path: 'activities-heart[0].value.heartRateZones',
        metric: 'wornMinutes',
        startMs: at('2026-01-09T23:00:00Z'),
        endMs: at('2026-01-10T23:00:00Z'),
        value: 1366,
        original: { value: 1366, unit: 'min' },
        source: { system: 'fitbit', device: null, kind: 'watch' },
        externalId: 'activities-heart-zones:2026-01-10',
      },
    ]);
  });

  it.each<[string, unknown]>([
    ['no zones', undefined],
    ['an empty list', []],
    ['zones without minutes, as of a day without a pulse', zones(undefined, undefined)],
    ['zones of noughts: the sensor may be switched off', zones(0, 0, 0, 0)],
  ])('is not told by %s', (_name, list) => {
    const found = heart(list);
    expect([worn(found), found.refused, found.observations.length]).toEqual([[], [], 1]);
  });

  it('is not told by zones beside a mean of the day, which are those of a part of it', () => {
    const day = { dateTime: '2026-01-10', value: '64.2', heartRateZones: zones(2, 0) };
    expect(parse({ 'activities-heart': [day] }).observations).toEqual([]);
  });

  it.each<[string, number, number | null]>([
    ['2026-01-10', 1440, 1440],
    ['2026-01-10', 1441, null],
    ['2026-03-29', 1380, 1380],
    ['2026-03-29', 1381, null],
    ['2026-10-25', 1500, 1500],
    ['2026-10-25', 1501, null],
  ])('on %s of %d minutes: %s, within the minutes of that day', (day, minutes, taken) => {
    const found = heart(zones(minutes - 60, 60), day);
    expect(worn(found).map((o) => o.value)).toEqual(taken === null ? [] : [taken]);
    const path = 'activities-heart[0].value.heartRateZones';
    expect(found.refused.map((r) => r.path)).toEqual(taken === null ? [path] : []);
    expect(found.observations.map((o) => o.metric)).toContain('restingHeartRate');
  });

  it('of a day that is told with nulls is taken, and so is the resting rate', () => {
    const found = heart([{ minutes: null }, { minutes: 900 }], '2026-01-10', { restingHeartRate: null });
    expect([worn(found).map((o) => o.value), found.refused]).toEqual([[900], []]);
    expect(heart(null).refused).toEqual([]);
    expect(heart(null).observations.map((o) => o.value)).toEqual([61]);
  });

  it.each<[string, unknown, string]>([
    ['a negative minute', zones(900, -1), '[1].minutes'],
    ['words', zones('many'), '[0].minutes'],
    ['no list', { minutes: 900 }, ''],
  ])('refuses %s by the field, and keeps the resting rate', (_name, list, field) => {
    const found = heart(list);
    expect(found.refused.map((r) => r.path)).toEqual([`activities-heart[0].value.heartRateZones${field}`]);
    expect(found.observations.map((o) => o.metric)).toEqual(['restingHeartRate']);
  });
});

describe('sleep', () => {
  it('is hours asleep from bed to rising', () => {
    const { observations } = parse({ sleep: [aNight()], summary: { totalMinutesAsleep: 420 } });
    expect(observations).toEqual([
      {
        path: 'sleep[0].minutesAsleep',
        metric: 'sleepDuration',
        startMs: at('2026-01-10T22:00:00Z'),
        endMs: at('2026-01-11T06:00:00Z'),
        value: 7,
        original: { value: 420, unit: 'min' },
        source: { system: 'fitbit', device: null, kind: 'watch' },
        externalId: 'sleep:991',
        toldAs: '2026-01-10T23:00:00.000',
      },
    ]);
  });

  it.each([
    ['version 1 tells no end', { endTime: undefined }, '2026-01-10T22:00:00Z', '2026-01-11T06:00:00Z'],
    [
      'the clocks go back in the night',
      { startTime: '2026-10-24T23:00:00', endTime: '2026-10-25T07:00:00', duration: 32_400_000 },
      '2026-10-24T21:00:00Z',
      '2026-10-25T06:00:00Z',
    ],
    [
      'woken in the second pass of the doubled hour',
      { startTime: '2026-10-24T23:00:00', endTime: '2026-10-25T02:30:00', duration: 16_200_000, minutesAsleep: 240 },
      '2026-10-24T21:00:00Z',
      '2026-10-25T01:30:00Z',
    ],
  ])('%s', (_name, overrides, start, end) => {
    const [night] = parse({ sleep: [aNight(overrides)] }).observations;
    expect([night!.startMs, night!.endMs]).toEqual([at(start), at(end)]);
  });

  it('goes in where the watch learnt of summer time late: it counted eight hours, the clocks say seven', () => {
    const spring = { startTime: '2026-03-28T23:00:00', endTime: '2026-03-29T07:00:00', minutesAsleep: 470 };
    const { observations, refused } = parse({ sleep: [aNight(spring)] });
    expect(refused).toEqual([]);
    expect(observations[0]!.endMs - observations[0]!.startMs).toBe(7 * 3_600_000);
  });

  it('is taken where what may be left out is null', () => {
    const nulls = { logId: null, endTime: null, logType: null, lastModified: null };
    const { observations, refused } = parse({ sleep: [aNight(nulls)] });
    expect(refused).toEqual([]);
    expect(observations).toEqual([
      expect.objectContaining({ externalId: null, endMs: at('2026-01-11T06:00:00Z'), value: 7 }),
    ]);
  });

  it.each([
    ['an empty text', ''],
    ['0', 0],
  ])('is not known by %s', (_name, logId) =>
    expect(parse({ sleep: [aNight({ logId })] }).observations.map((o) => o.externalId)).toEqual([null]),
  );

  it('says when a person typed it in', () =>
    expect(parse({ sleep: [aNight({ logType: 'manual' })] }).observations[0]!.source.kind).toBe('form'));

  it.each([
    ['30 hours asleep', { minutesAsleep: 1800 }, 'sleep[0].minutesAsleep'],
    ['longer asleep than in bed', { minutesAsleep: 486 }, 'sleep[0].minutesAsleep'],
    ['30 hours in bed', { duration: 108_000_000, endTime: '2026-01-12T05:00:00' }, 'sleep[0].minutesAsleep'],
    ['rising before going to bed', { endTime: '2026-01-10T12:00:00' }, 'sleep[0].minutesAsleep'],
    ['minutes as words', { minutesAsleep: 'long' }, 'sleep[0].minutesAsleep'],
    ['no start', { startTime: undefined }, 'sleep[0].startTime'],
  ])('refuses %s', (_name, overrides, path) => {
    const { observations, refused } = parse({ sleep: [aNight(overrides)] });
    expect(observations).toEqual([]);
    expect(refused.map((r) => r.path)).toEqual([path]);
  });
});

describe('other payloads', () => {
  it('counts what it knows and does not keep', () => {
    expect(parse({ weight: [{}, {}] }).skipped).toEqual([{ kind: 'weight', count: 2 }]);
    expect(parse({ 'activities-heart': days(['2026-01-01', '64.2']) }).skipped).toHaveLength(1);
  });

  it('counts the sums of a day that they do not date, and not those of nights that are told one by one', () => {
    const summary = { steps: 8241, restingHeartRate: 61 };
    expect(parse({ activities: [], goals: {}, summary }).skipped).toEqual([{ kind: 'summary', count: 1 }]);
    expect(parse({ sleep: [aNight()], summary: { totalMinutesAsleep: 420 } }).skipped).toEqual([]);
  });

  it('reads an archived list whose first entry is broken', () => {
    const rate = { dateTime: '01/10/26 00:00:00', value: { date: '01/10/26', value: 61.5, error: 6 } };
    for (const [broken, good] of [
      [{ logId: 1 }, aNight()],
      [{ ...rate, value: null }, rate],
    ]) {
      const { observations, refused } = parse([broken, good]);
      expect([observations.length, refused.length]).toEqual([1, 1]);
      expect(refused[0]!.path).toMatch(/^\[0\]/);
    }
  });

  it.each<[string, object, string]>([
    ['a day', { 'activities-steps': [null] }, 'must be an object'],
    ['a heart day', { 'activities-heart': [null] }, 'must be an object'],
    ['the value of a heart day', { 'activities-heart': days(['2026-01-10', null]) }, 'must be an object or a number'],
    ['a night', { sleep: [null] }, 'must be an object'],
    ['the name of a night', { sleep: [aNight({ logId: {} })] }, 'must be a number or a text'],
  ])('says what %s must be', (_name, payload, message) =>
    expect(parse(payload).refused.map((r) => r.message)).toEqual([message]),
  );

  it('reads archived sleep logs and resting rates', () => {
    expect(parse([aNight({ startTime: '2026-01-10 23:00:00' })]).observations).toHaveLength(1);
    const rates = [61.5, 0].map((value) => ({
      dateTime: '2026-01-10 00:00:00',
      value: { date: '01/10/26', value, error: 6 },
    }));
    const { observations, skipped } = parse(rates);
    expect(observations.map((o) => [o.metric, o.value])).toEqual([['restingHeartRate', 61.5]]);
    expect(skipped).toHaveLength(1);
  });

  it.each([
    ['null', null],
    ['a string', 'steps'],
    ['an empty object', {}],
    ['an error of Fitbit', { errors: [{ errorType: 'request' }], success: false }],
    ['a profile', { user: {} }],
    ['a bare list, which does not say what was counted', days(['2026-01-01', '5'])],
    ['a list of numbers', [1, 2]],
    ['inherited words', JSON.parse('{"__proto__": [], "constructor": []}')],
  ])('does not recognise %s', (_name, payload) => expect(() => parse(payload)).toThrow(VendorPayloadError));
});
