import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipOf } from '../../../../../../test/support/zip.js';
import { UPLOAD_LIMITS } from '../../exports/limit-bytes.js';
import { openExport } from '../../exports/open-export.js';
import { VENDOR_PARSERS, type ExportProgress, type ParsedObservation } from '../../index.js';

const CONTEXT = { zones: [{ sinceMs: -Infinity, zone: 'Europe/Berlin' }] };
const NEW = 'Takeout/Google Health/Physical Activity_GoogleData';
const OLD = 'Takeout/Google Health/Global Export Data';
const BORN = 'Takeout/Google Health/Your Profile/Profile.csv';

let folder: string;
let count = 0;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'stepwell-archive-'))));
afterAll(() => rm(folder, { recursive: true }));

type Files = Parameters<typeof zipOf>[0];
async function stored(files: Files): Promise<string> {
  const path = join(folder, `archive-${count++}.zip`);
  await writeFile(path, await zipOf(files));
  return path;
}

async function readZip(
  path: string,
  { bornOn, limits = UPLOAD_LIMITS }: { bornOn?: string; limits?: typeof UPLOAD_LIMITS } = {},
) {
  const readings: ParsedObservation[] = [];
  const batches: number[] = [];
  const payloads: { vendor: string; content: unknown }[] = [];
  const progress: ExportProgress[] = [];
  const upload = await openExport(path, { limits });
  const sink = {
    readings: async (batch: ParsedObservation[]) => {
      batches.push(batch.length);
      readings.push(...batch);
    },
    payload: async (vendor: string, content: unknown) => void payloads.push({ vendor, content }),
  };
  try {
    const summary = await upload.read({ ...CONTEXT, bornOn }, sink, (one) => progress.push(one));
    return { ...summary, bytesTotal: upload.bytesTotal, readings, batches, payloads, progress };
  } finally {
    await upload.close();
  }
}
const read = async (files: Files, options?: Parameters<typeof readZip>[1]) => readZip(await stored(files), options);

const csv = (header: string, ...rows: string[]) => [header, ...rows, ''].join('\r\n');
const steps = (...rows: string[]) => csv('timestamp,steps,data source', ...rows);
const beats = (...rows: string[]) => csv('timestamp,beats per minute,data source', ...rows);
const NIGHTS =
  'sleep_id,sleep_type,minutes_in_sleep_period,minutes_asleep,start_utc_offset,sleep_start,end_utc_offset,sleep_end,data_source,sleep_last_updated';
const brief = ({ metric, startMs, endMs, value, source }: ParsedObservation) => [
  metric,
  new Date(startMs).toISOString().slice(0, 19),
  (endMs - startMs) / 60_000,
  value,
  `${source.system} ${source.device ?? '-'} ${source.kind}`,
];
/** What the parser of payloads makes of them. */
const parsed = (payloads: readonly { vendor: string; content: unknown }[]) =>
  payloads.flatMap(({ vendor, content }) => {
    const made = VENDOR_PARSERS[vendor as 'fitbit'].parse(content, CONTEXT);
    expect(made.refused).toEqual([]);
    return made.observations.map(brief);
  });

describe('the newer form', () => {
  it('names instants and devices; a phone is one of them, in hours in which nothing worn counts', async () => {
    const { readings, payloads, records, refusals } = await read({
      [`${NEW}/steps_2026-08-01.csv`]: steps(
        '2026-08-01T07:29:00Z,36,Charge 6',
        '2026-08-01T07:29:37.552356Z,30,MobileTrack',
        '2026-08-01T08:00:37.552356Z,30,MobileTrack',
      ),
      'Health Fitness Data_GoogleData/UserSleeps_2026-08-01.csv': csv(
        NIGHTS,
        '1,STAGES,480,420,+02:00,2026-08-01 20:30:00+0000,+02:00,2026-08-02 04:30:00+0000,DERIVED,2026-08-02T05:00:00Z',
        '2,CLASSIC,60,50,+02:00,2026-08-03T12:00:00Z,+02:00,2026-08-03T13:00:00Z,MANUAL,',
      ),
    });
    expect([readings.map(brief), payloads, records, refusals]).toEqual([
      [
        ['steps', '2026-08-01T07:29:00', 1, 36, 'google-health Charge 6 watch'],
        ['steps', '2026-08-01T08:00:37', 1, 30, 'google-health MobileTrack phone'],
        ['sleepDuration', '2026-08-01T20:30:00', 480, 7, 'google-health - watch'],
        ['sleepDuration', '2026-08-03T12:00:00', 60, 50 / 60, 'google-health - form'],
      ],
      [],
      5,
      [],
    ]);
    expect(readings[2]!.revisedMs).toBe(Date.parse('2026-08-02T05:00:00Z'));
  });

  it('says the same as the Google Health API, where that names the device: one watch by both roads', async () => {
    const { readings } = await read({ [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z,36,Charge 6') });
    const interval = { startTime: '2026-08-01T07:29:00Z', endTime: '2026-08-01T07:30:00Z' };
    const point = { dataSource: { device: { displayName: 'Charge 6' } }, steps: { interval, count: '36' } };
    expect(readings).toEqual(VENDOR_PARSERS['google-health'].parse({ dataPoints: [point] }, CONTEXT).observations);
  });

  it('of a heart rate every few seconds takes the first of each minute and device', async () => {
    const { readings, skipped } = await read({
      [`${NEW}/heart_rate_2026-08-01.csv`]: beats(
        '2026-08-01T07:29:04Z,71,Charge 6',
        '2026-08-01T07:29:06Z,72,Phone Health Connect',
        '2026-08-01T07:29:09Z,73,Charge 6',
        '2026-08-01T07:30:01Z,74,Charge 6',
      ),
    });
    expect(readings.map(({ value }) => value)).toEqual([71, 72, 74]);
    expect(skipped).toEqual([{ kind: 'heart rate within a minute', count: 1 }]);
  });

  it('tells resting rates by days, as a payload that can follow a zone', async () => {
    const { readings, payloads, skipped } = await read({
      [`${NEW}/daily_resting_heart_rate.csv`]: beats(
        '2026-08-01T00:00:00Z,57,Charge 6',
        '2026-08-02T00:00:00Z,0,Charge 6',
        '2026-08-03T22:01:13Z,51,Apple Health Health Kit',
      ),
    });
    expect(readings).toEqual([]);
    expect(payloads.map(({ vendor }) => vendor)).toEqual(['google-health']);
    expect(parsed(payloads)).toEqual([
      ['restingHeartRate', '2026-07-31T22:00:00', 1440, 57, 'google-health Charge 6 watch'],
    ]);
    expect(skipped).toEqual([{ kind: 'row without a reading', count: 2 }]);
  });
});

describe('the older form', () => {
  it('tells steps and pulse in UTC, a pulse without confidence being a guess', async () => {
    const { readings, skipped, records } = await read({
      'MyFitbitData/user-site-export/steps-2025-08-01.json': [
        { dateTime: '08/01/25 22:30:00', value: '12' },
        { dateTime: '08/01/25 22:31:00', value: '0' },
      ],
      'MyFitbitData/user-site-export/heart_rate-2025-08-01.json': [
        { dateTime: '08/01/25 22:30:01', value: { bpm: 70, confidence: 0 } },
        { dateTime: '08/01/25 22:30:06', value: { bpm: 64, confidence: 2 } },
        { dateTime: '08/01/25 22:30:11', value: { bpm: 65, confidence: 3 } },
      ],
    });
    expect(readings.map(brief)).toEqual([
      ['steps', '2025-08-01T22:30:00', 1, 12, 'fitbit - watch'],
      ['steps', '2025-08-01T22:31:00', 1, 0, 'fitbit - watch'],
      ['heartRate', '2025-08-01T22:30:06', 0, 64, 'fitbit - watch'],
    ]);
    expect(skipped).toEqual([
      { kind: 'heart rate that is a guess', count: 1 },
      { kind: 'heart rate within a minute', count: 1 },
    ]);
    expect(records).toBe(5);
  });

  it('tells nights and days by the wall clock: as payloads, without the stages of the nights', async () => {
    const night = { startTime: '2025-08-01T23:00:00.000', endTime: '2025-08-02T07:00:00.000', duration: 28_800_000 };
    const { readings, payloads } = await read({
      [`${OLD}/sleep-2025-08-01.json`]: [
        { logId: 9, dateOfSleep: '2025-08-02', ...night, minutesAsleep: 420, levels: { data: [1, 2, 3] } },
      ],
      [`${OLD}/resting_heart_rate-2025-01-01.json`]: [
        { dateTime: '08/01/25 00:00:00', value: { date: '08/01/25', value: 53.7, error: 6.8 } },
        { dateTime: '08/02/25 00:00:00', value: { date: null, value: 0, error: 0 } },
      ],
      [`${OLD}/time_in_heart_rate_zones-2025-08-01.json`]: [
        {
          dateTime: '08/01/25 00:00:00',
          value: { valuesInZones: { BELOW_DEFAULT_ZONE_1: 1200, IN_DEFAULT_ZONE_1: 30.4 } },
        },
      ],
    });
    expect(readings).toEqual([]);
    expect(parsed(payloads)).toEqual([
      ['sleepDuration', '2025-08-01T21:00:00', 480, 7, 'fitbit - watch'],
      ['restingHeartRate', '2025-07-31T22:00:00', 1440, 53.7, 'fitbit - watch'],
      ['wornMinutes', '2025-07-31T22:00:00', 1440, 1230, 'fitbit - watch'],
    ]);
    expect(JSON.stringify(payloads)).not.toContain('levels');
  });

  it('of many days comes in payloads of four hundred', async () => {
    const days = Array.from({ length: 900 }, (_, i) => {
      const day = new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10);
      return { dateTime: `${day} 00:00:00`, value: { date: day, value: 60, error: 5 } };
    });
    const { payloads } = await read({ [`${OLD}/resting_heart_rate-2023-01-01.json`]: days });
    const lengths = payloads.map(({ content }) => Object.values(content as Record<string, object[]>)[0]!.length);
    expect(lengths).toEqual([400, 400, 100]);
  });
});

describe('what comes in both forms', () => {
  const newer = {
    [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z,36,Charge 6', '2026-08-01T09:00:00Z,5,MobileTrack'),
    'Health Fitness Data_GoogleData/UserSleeps_2026-08-01.csv': csv(
      NIGHTS,
      '1,STAGES,480,420,+02:00,2026-08-01T22:30:00Z,+02:00,2026-08-02T06:30:00Z,DERIVED,',
    ),
    [`${NEW}/daily_resting_heart_rate.csv`]: beats('2026-08-01T00:00:00Z,57,Charge 6'),
  };
  const night = { startTime: '2026-08-02T00:30:00.000', duration: 28_800_000, minutesAsleep: 420 };
  const older = {
    [`${OLD}/steps-2026-08-01.json`]: ['07:29', '07:59', '08:00', '09:00'].map((at) => ({
      dateTime: `08/01/26 ${at}:00`,
      value: '36',
    })),
    [`${OLD}/sleep-2026-08-01.json`]: [
      { logId: 1, dateOfSleep: '2026-08-02', ...night },
      { logId: 2, dateOfSleep: '2026-08-03', ...night, startTime: '2026-08-03T00:30:00.000' },
    ],
    [`${OLD}/resting_heart_rate-2026-08-01.json`]: ['08/01/26', '08/02/26'].map((date) => ({
      dateTime: `${date} 00:00:00`,
      value: { date, value: 57.2, error: 6 },
    })),
  };
  const forms: [string, Files][] = [
    ['before', { ...newer, ...older }],
    ['behind', { ...older, ...newer }],
  ];
  it.each(forms)(
    'is taken from the newer one, which stands %s it in the zip; a phone takes nothing away',
    async (_at, files) => {
      const { readings, payloads, skipped } = await read(files);
      const taken = readings.map(brief).map(([metric, at, , , source]) => `${metric} ${at} ${source}`);
      expect(taken).toEqual([
        'steps 2026-08-01T07:29:00 google-health Charge 6 watch',
        'steps 2026-08-01T09:00:00 google-health MobileTrack phone',
        'sleepDuration 2026-08-01T22:30:00 google-health - watch',
        'steps 2026-08-01T08:00:00 fitbit - watch',
        'steps 2026-08-01T09:00:00 fitbit - watch',
      ]);
      expect(parsed(payloads).map(([metric, at]) => `${metric} ${at}`)).toEqual([
        'restingHeartRate 2026-07-31T22:00:00',
        'sleepDuration 2026-08-02T22:30:00',
        'restingHeartRate 2026-08-01T22:00:00',
      ]);
      expect(skipped).toEqual([{ kind: 'told in the newer form, too', count: 4 }]);
    },
  );
});

describe('what the newer form does not tell', () => {
  const hour = ['07:00', '08:00'].map((at) => ({ dateTime: `08/01/26 ${at}:00`, value: '36' }));
  const nightOf = (day: string) => [
    { logId: 1, dateOfSleep: day, startTime: `${day}T00:30:00.000`, duration: 28_800_000, minutesAsleep: 420 },
  ];
  const slept = (row: string) => ({ 'Health Fitness Data_GoogleData/UserSleeps_2026-08-01.csv': csv(NIGHTS, row) });

  it.each<[string, Files, number]>([
    ['a count that is no number', { [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z,many,Charge 6') }, 1],
    ['a row that ends before its count', { [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z') }, 1],
    [
      'a table whose column has another name',
      { [`${NEW}/steps_2026-08-01.csv`]: csv('timestamp,step count,data source', '2026-08-01T07:29:00Z,9,Charge 6') },
      1,
    ],
  ])('%s takes nothing away from the older form', async (_name, files, refused) => {
    const { readings, refusals } = await read({ ...files, [`${OLD}/steps-2026-08-01.json`]: hour });
    expect(readings.map(({ value }) => value)).toEqual([36, 36]);
    expect(refusals.reduce((sum, { count: n }) => sum + n, 0)).toBe(refused);
  });

  it.each<[string, string, string[]]>([
    [
      'a night without its minutes',
      '1,STAGES,480,,+02:00,2026-08-01T22:30:00Z,+02:00,2026-08-02T06:30:00Z,DERIVED,',
      ['2026-08-01T22:30:00'],
    ],
    [
      'a nap that was typed in',
      '1,CLASSIC,60,50,+02:00,2026-08-02T12:00:00Z,+02:00,2026-08-02T13:00:00Z,MANUAL,',
      ['2026-08-01T22:30:00'],
    ],
  ])('%s leaves the older night of the watch', async (_name, row, nights) => {
    const { payloads } = await read({ ...slept(row), [`${OLD}/sleep-2026-08-01.json`]: nightOf('2026-08-02') });
    expect(parsed(payloads).map(([, at]) => at)).toEqual(nights);
  });

  it('a pulse that cannot be one leaves the next of its minute', async () => {
    const { readings } = await read({
      [`${NEW}/heart_rate_2026-08-01.csv`]: beats(
        '2026-08-01T07:29:01Z,0,Charge 6',
        '2026-08-01T07:29:06Z,70,Charge 6',
        '2026-08-01T07:29:11Z,71,Charge 6',
      ),
      [`${OLD}/heart_rate-2026-08-02.json`]: [0, 80, 81].map((bpm, i) => ({
        dateTime: `08/02/26 07:29:0${i}`,
        value: { bpm, confidence: 2 },
      })),
    });
    expect(readings.map(({ value }) => value)).toEqual([70, 80]);
  });
});

describe('whose it is', () => {
  const mine = { [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z,36,Charge 6') };
  const profile = (born: string) => ({ [BORN]: csv('id,full_name,date_of_birth', `1,"Doe, Jane",${born}`) });

  it('is told by its profile, before anything is handed on', async () => {
    const files = { ...mine, ...profile('1980-01-01') };
    await expect(read(files, { bornOn: '1980-01-01' })).resolves.toMatchObject({ unchecked: null });
    const failure = await read(files, { bornOn: '1990-02-02' }).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ code: 'UPLOAD_NOT_THEIRS', status: 422 });
    expect((failure as Error).message).not.toMatch(/19[89]0/);
  });

  it('is told by one of several profiles', async () => {
    const other = { 'Takeout/Z/Profile.csv': csv('id,date_of_birth', '1,') };
    const files = { ...mine, ...profile('1980-01-01'), ...other };
    await expect(read(files, { bornOn: '1980-01-01' })).resolves.toMatchObject({ unchecked: null });
  });

  it.each([
    ['the file has no profile', {}, '1980-01-01', 'no-birth-date-in-file'],
    ['the profile names no day', profile(''), '1980-01-01', 'no-birth-date-in-file'],
    ['the record has none', profile('1980-01-01'), undefined, 'no-birth-date-in-record'],
  ])('cannot be told where %s', async (_name, more, bornOn, unchecked) =>
    expect(await read({ ...mine, ...more }, bornOn === undefined ? {} : { bornOn })).toMatchObject({ unchecked }),
  );
});

describe('what is made up', () => {
  it.each<[string, Files]>([
    [
      'a day at the end of the calendar',
      {
        [`${OLD}/resting_heart_rate-2026-01-01.json`]: [
          { dateTime: '9999-12-31 00:00:00', value: { value: 60, error: 1 } },
        ],
      },
    ],
    ['the same in a table', { [`${NEW}/daily_resting_heart_rate.csv`]: beats('9999-12-31T00:00:00Z,60,Charge 6') }],
    [
      'a day of sleep that is an object',
      { [`${OLD}/sleep-2026-01-01.json`]: [{ dateOfSleep: { toString: 1, valueOf: 1 } }] },
    ],
    ['numbers for nights', { [`${OLD}/sleep-2026-01-01.json`]: [1, 2] }],
    ['the year nought', { [`${NEW}/steps_2026-01-01.csv`]: steps('0000-01-01T00:00:00Z,5,Charge 6') }],
    [
      'days that never were',
      {
        [`${OLD}/steps-2026-01-01.json`]: ['02/30/26 07:00:00', '04/31/26 07:00:00', '02/03/26 24:00:00'].map(
          (dateTime) => ({ dateTime, value: '5' }),
        ),
      },
    ],
    [
      'the same in a table',
      { [`${NEW}/steps_2026-01-01.csv`]: steps('2026-02-30T07:00:00Z,5,Charge 6', '2026-02-03T24:00:00Z,5,Charge 6') },
    ],
    [
      'rows of other lengths without end',
      { [`${NEW}/steps_2026-01-01.csv`]: steps(...Array<string>(20_000).fill('x')) },
    ],
  ])('%s is no reading, and does no harm', async (_name, files) => {
    const { readings, payloads } = await read({
      ...files,
      [`${OLD}/steps-2026-08-01.json`]: [{ dateTime: '08/01/26 07:00:00', value: '1' }],
    });
    expect(readings.map(({ value }) => value)).toEqual([1]);
    const told = payloads.flatMap(
      ({ vendor, content }) => VENDOR_PARSERS[vendor as 'fitbit'].parse(content, CONTEXT).observations,
    );
    expect(told).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['names of columns', `timestamp,steps,${'a,'.repeat(12_000)}b\n${'x\n'.repeat(5000)}`, 0],
    ['rows of other lengths', steps('2026-08-01T07:29:00Z,36,Charge 6', ...Array<string>(20_000).fill('x')), 1001],
  ])(
    'a table of %s without end is left where that shows, with what was right before',
    async (_name, table, records) => {
      const found = await read({ [`${NEW}/steps_2026-08-01.csv`]: table });
      expect(found.refusals).toMatchObject([{ message: 'a file of steps that could not be read', count: 1 }]);
      expect([found.records, found.readings.length]).toEqual([records, records === 0 ? 0 : 1]);
    },
  );

  it('a count of the watch that is refused takes nothing from the phone', async () => {
    const rows = ['2026-08-01T07:29:00Z,999999,Charge 6', '2026-08-01T07:31:00Z,30,MobileTrack'];
    const { readings } = await read({ [`${NEW}/steps_2026-08-01.csv`]: steps(...rows) });
    expect(readings.map(({ value }) => value)).toEqual([30]);
  });

  it('names of devices have no control characters, and a person has no thousand devices', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `2026-08-01T07:${String(i % 60).padStart(2, '0')}:00Z,5,Band ${i}`,
    );
    const { readings, refusals } = await read({
      [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T06:00:00Z,5,Char\0ge 6', ...rows),
    });
    expect(readings[0]!.source.device).toBe('Charge 6');
    expect([readings.length, refusals]).toEqual([
      100,
      [{ code: 'INVALID', message: 'of more devices than one person has', count: 201 }],
    ]);
  });
});

describe('what is wrong', () => {
  const good = { [`${NEW}/steps_2026-08-09.csv`]: steps('2026-08-09T07:29:00Z,36,Charge 6') };

  it.each<[string, Files, string]>([
    ['no JSON', { [`${OLD}/steps-2026-08-01.json`]: '[{' }, 'a file of steps'],
    ['no list', { [`${OLD}/heart_rate-2026-08-01.json`]: {} }, 'a file of the heart rate'],
    ['too deep', { [`${OLD}/sleep-2026-08-01.json`]: '['.repeat(60) + ']'.repeat(60) }, 'a file of nights'],
    ['empty', { [`${OLD}/sleep-2026-08-01.json`]: '' }, 'a file of nights'],
    ['a row without an end', { [`${NEW}/steps_2026-08-01.csv`]: steps(`"${'x'.repeat(70_000)}`) }, 'a file of steps'],
    [
      'a quote that never closes',
      { [`${NEW}/steps_2026-08-01.csv`]: steps('"2026-08-01T07:29:00Z,3,x') },
      'a file of steps',
    ],
  ])('a file that is %s is refused alone, and counted', async (_name, files, name) => {
    const { readings, refusals } = await read({ ...files, ...good });
    expect(readings).toHaveLength(1);
    expect(refusals).toEqual([{ code: 'INVALID', message: `${name} that could not be read`, count: 1 }]);
  });

  it('what comes before a fault in a table is taken, and so is what the older form tells of the rest', async () => {
    const { readings, refusals } = await read({
      [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z,36,Charge 6', `"${'x'.repeat(70_000)}`),
      [`${OLD}/steps-2026-08-01.json`]: ['07:30', '08:30'].map((at) => ({ dateTime: `08/01/26 ${at}:00`, value: '5' })),
    });
    expect(readings.map(({ value }) => value)).toEqual([36, 5]);
    expect(refusals).toMatchObject([{ message: 'a file of steps that could not be read', count: 1 }]);
  });

  it('a file that is too large to be read at once is refused alone', async () => {
    const files = { ...good, [`${OLD}/steps-2026-08-01.json`]: [{ dateTime: '08/01/26 07:00:00', value: '1' }] };
    const { readings, refusals } = await read(files, { limits: { ...UPLOAD_LIMITS, wholeBytes: 20 } });
    expect([readings.length, refusals.map(({ count: n }) => n)]).toEqual([1, [1]]);
  });

  it('an entry is refused alone, by a sentence without its value', async () => {
    const { readings, refusals, skipped } = await read({
      ...good,
      [`${NEW}/heart_rate_2026-08-01.csv`]: beats(
        '2026-08-01T07:29:04Z,many,Charge 6',
        'never,71,Charge 6',
        '2026-08-01T07:30:04Z',
      ),
      [`${OLD}/steps-2026-08-01.json`]: [
        { dateTime: '08/32/26 07:00:00', value: '1' },
        { dateTime: '08/01/26 07:01:00', value: '900000' },
        7,
      ],
    });
    expect(readings).toHaveLength(1);
    expect(refusals.map(({ message }) => message).sort()).toEqual(
      [
        'dateTime must be a time such as 08/01/25 07:29:00',
        'beatsPerMinute must be a number, as such or as digits in a string',
        'must be an object',
        'steps must be 0 to 120000 {steps}',
      ].sort(),
    );
    expect(JSON.stringify(refusals)).not.toMatch(/900000|many|08\/32/);
    expect(skipped).toEqual([{ kind: 'row without a reading', count: 1 }]);
  });

  it('a digit that turned over ends the reading, before its file is taken', async () => {
    const path = await stored({ [`${NEW}/steps_2026-08-01.csv`]: steps('2026-08-01T07:29:00Z,36,Charge 6') });
    const zip = await readFile(path);
    const central = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    zip.writeUInt32LE(7, central + 16);
    await writeFile(path, zip);
    await expect(readZip(path)).rejects.toMatchObject({ code: 'UPLOAD_TRUNCATED' });
  });

  it('what macOS puts beside each file is not read', async () => {
    const { readings, refusals } = await read({ ...good, [`__MACOSX/${OLD}/._steps-2026-08-01.json`]: '\0\0' });
    expect([readings.length, refusals]).toEqual([1, []]);
  });
});

it('comes in batches of a thousand, and says how far it is', async () => {
  const minutes = Array.from({ length: 2500 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 7, 1) + i * 60_000).toISOString().slice(0, 19);
    return `${at}Z,${i % 90},Charge 6`;
  });
  const { batches, progress, bytesTotal, records } = await read({ [`${NEW}/steps_2026-08-01.csv`]: steps(...minutes) });
  expect(batches).toEqual([1000, 1000, 500]);
  expect(progress.at(-1)).toEqual({ bytesRead: bytesTotal, records });
  expect(records).toBe(2500);
});
