import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { callerFor } from '../../../../test/support/caller.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../../test/support/people.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { addDays, civilDayOf, dayBounds, type MetricId, startOfDay } from '../../../metrics/index.js';
import { Database } from '../../../platform/database/database.js';
import { computeDay } from '../daily/compute-day.js';
import { findDailyValues } from '../daily/daily-values.repository.js';
import { findHours } from '../daily/hourly.repository.js';
import { deviceObservation, type NewObservation, ObservationsService } from '../index.js';
import { findForDays } from '../observations.repository.js';
import { makeRandom } from '../../../../test/support/random.js';

const ZONE = 'Europe/Berlin';
const ZONES = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: ZONE }];
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let app: TestApp;
let clinicId: string;
let clinician: Person;
let database: Database;
const today = civilDayOf(ZONE, Date.now());

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'reading');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  database = app.nest.get(Database);
}, 120_000);
afterAll(() => app?.close());

const store = (batch: readonly NewObservation[]) =>
  app.nest.get(ObservationsService).store(callerFor(clinicId, 'Observation', 'create'), batch);
const inClinic = <T>(run: () => Promise<T>) => database.inClinic(clinicId, run);

const quiet = (patientId: string) => untilQuiet(app.database, patientId);

function reading(
  patientId: string,
  metric: MetricId,
  startMs: number,
  minutes: number,
  value: number,
  device = 'band',
): NewObservation {
  const kind = device === 'phone' ? ('phone' as const) : ('watch' as const);
  const endMs = startMs + minutes * MINUTE_MS;
  return deviceObservation({ patientId, metric, startMs, endMs, value, source: { system: 'test', device, kind } });
}

describe('reading a range', () => {
  let patientId: string;
  const first = addDays(today, -40);
  const ask = (words: string, status = 200) =>
    clinician.agent.get(`/api/v1/patients/${patientId}/observations?${words}`).expect(status);
  async function pages<Item>(words: string): Promise<Item[][]> {
    const found: Item[][] = [];
    for (let after = ''; ;) {
      const { body } = await ask(`${words}${after && `&after=${after}`}`);
      found.push(body.items);
      if (body.next === null) return found;
      after = body.next as string;
    }
  }

  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    // Forty days of steps in every hour from 6 to 22, the same from two devices at two thirds of the hours.
    const all = Array.from({ length: 40 }, (_, d) =>
      Array.from({ length: 16 }, (_x, h) => {
        const start = startOfDay(ZONE, addDays(first, d)) + (6 + h) * HOUR_MS;
        const band = reading(patientId, 'steps', start, 60, 300 + d);
        return h % 3 === 0 ? [band] : [band, reading(patientId, 'steps', start, 60, 200, 'phone')];
      }).flat(),
    ).flat();
    await store(all);
    await quiet(patientId);
  }, 60_000);

  it('raw: page by page nothing is missing and nothing comes twice', async () => {
    const found = await pages<{ id: string; startAt: string; value: number }>(
      `metric=steps&resolution=raw&from=${first}&to=${today}&limit=97`,
    );
    const all = found.flat();
    expect(found.slice(0, -1).every((page) => page.length === 97)).toBe(true);
    expect(all).toHaveLength(40 * (16 + 10));
    expect(new Set(all.map((o) => o.id)).size).toBe(all.length);
    const starts = all.map((o) => o.startAt);
    expect(starts).toEqual(starts.toSorted());
  });

  it("raw: ends with the patient's day", async () => {
    const { body } = await ask(`metric=steps&resolution=raw&from=${addDays(first, 1)}&to=${addDays(first, 1)}`);
    expect(body.items).toHaveLength(26);
    expect(body.items[0]).toMatchObject({ value: 301, sourceLabel: 'band', clock: null, late: true, version: 1 });
    expect(new Set(body.items.map((o: { startAt: string }) => civilDayOf(ZONE, Date.parse(o.startAt))))).toEqual(
      new Set([addDays(first, 1)]),
    );
  });

  it.each<[string, MetricId, number, number]>([
    ['a night, to the day of waking', 'sleepDuration', -1, 8],
    ['a night that is told as the day of another zone, to the day that holds its middle', 'sleepDuration', 1, 24],
    ['an answer, to the day on which it was given', 'painIntensity', -6 * 24, 7 * 24],
    ['a resting heart rate over midnight, to the day on which it ends', 'restingHeartRate', -2, 8],
  ])('raw: belongs where it counts: %s', async (_what, metric, fromHour, hours) => {
    const patient = await registerPatient(clinician);
    const day = addDays(today, -10);
    const middle = metric === 'restingHeartRate' ? 55 : 5;
    const told = [-1, 0, 1].map((d) => {
      const midnight = startOfDay(ZONE, addDays(day, d));
      return reading(patient, metric, midnight + fromHour * HOUR_MS, hours * 60, middle + d);
    });
    await store(told);
    await quiet(patient);
    const of = async (words: string) => {
      const url = `/api/v1/patients/${patient}/observations?metric=${metric}&${words}`;
      return (await clinician.agent.get(url).expect(200)).body;
    };
    const valuesOf = (items: { value: number }[]) => items.map(({ value }) => value);
    const [counted] = (await of(`from=${day}&to=${day}`)).items;
    expect(valuesOf((await of(`resolution=raw&from=${day}&to=${day}`)).items)).toEqual([counted.value]);
    const range = `resolution=raw&from=${addDays(day, -1)}&to=${day}&limit=1`;
    const paged: number[] = [];
    for (let after = ''; ;) {
      const { items, next } = await of(`${range}${after && `&after=${after}`}`);
      paged.push(...valuesOf(items));
      if (next === null) break;
      after = next;
    }
    expect(paged).toEqual([middle - 1, middle]);
  });

  it('hour: what counts in each hour, each day whole on one page', async () => {
    const found = await pages<{ day: string; startAt: string; endAt: string; value: number }>(
      `metric=steps&resolution=hour&from=${first}&to=${today}&limit=100`,
    );
    const hours = found.flat();
    expect(found.length).toBeGreaterThan(5);
    expect(hours).toHaveLength(40 * 16);
    for (const { day, startAt, endAt, value } of hours) {
      expect(Date.parse(endAt) - Date.parse(startAt)).toBe(HOUR_MS);
      expect(value).toBe(300 + (Date.parse(day) - Date.parse(first)) / (24 * HOUR_MS));
    }
  });

  it('day and week: the daily values, and their means', async () => {
    const days = (await pages<{ day: string; value: number }>(`metric=steps&from=${first}&to=${today}&limit=7`)).flat();
    expect(days.map((d) => [d.day, d.value])).toEqual(
      Array.from({ length: 40 }, (_, d) => [addDays(first, d), 16 * (300 + d)]),
    );
    const weeks = (
      await pages<{ from: string; to: string; value: number; countedDays: number }>(
        `metric=steps&resolution=week&from=${first}&to=${today}&limit=2`,
      )
    ).flat();
    expect(weeks.reduce((sum, week) => sum + week.countedDays, 0)).toBe(40);
    for (const { from, to, value, countedDays } of weeks) {
      const mine = days.filter((d) => d.day >= from && d.day <= to).map((d) => d.value);
      expect(value).toBeCloseTo(mine.reduce((a, b) => a + b, 0) / countedDays);
    }
  });

  it.each([
    ['an unknown metric', 'metric=shoes&from=2026-01-01&to=2026-01-02'],
    ['days in the wrong order', 'metric=steps&from=2026-01-02&to=2026-01-01'],
    ['a day that never was', 'metric=steps&from=2026-02-30&to=2026-03-01'],
    ['a misspelt word', 'metric=steps&from=2026-01-01&to=2026-01-02&resolutoin=raw'],
    ['hours of a night', 'metric=sleepDuration&resolution=hour&from=2026-01-01&to=2026-01-02'],
    ['a page without end', 'metric=steps&from=2026-01-01&to=2026-01-02&limit=100000'],
  ])('refuses %s', async (_name, words) => {
    await ask(words, 422);
  });

  it.each(['raw', 'hour', 'day', 'week'])('takes days long past and to come (%s)', async (resolution) => {
    for (const [from, to] of [
      ['1900-01-01', '9999-12-31'],
      ['9999-12-31', '9999-12-31'],
      ['1900-01-01', '1900-01-01'],
    ]) {
      for (const limit of [1, 2000]) {
        const { body } = await ask(`metric=steps&resolution=${resolution}&from=${from}&to=${to}&limit=${limit}`);
        expect(body.items.length > 0).toBe(from !== to);
      }
    }
  });

  it.each(['', 'days', 'series'])('answers or refuses whatever days are asked for (%s)', async (path) => {
    const days = [
      '0000-01-01',
      '0001-01-01',
      '1899-12-31',
      '1900-01-01',
      '2026-02-30',
      '9999-12-31',
      '10000-01-01',
      'x',
    ];
    const answers = new Set<number>();
    for (const from of days)
      for (const to of days) {
        const asked =
          path === 'days' ? `days/steps/${from}` : `${path || 'observations'}?metric=steps&from=${from}&to=${to}`;
        answers.add((await clinician.agent.get(`/api/v1/patients/${patientId}/${asked}`)).status);
      }
    expect([...answers].filter((status) => status >= 500 || status === 429)).toEqual([]);
  });

  it.each(['raw', 'hour', 'day', 'week'])('refuses a cursor that is none of ours (%s)', async (resolution) => {
    await ask(`metric=steps&resolution=${resolution}&from=2026-01-01&to=2026-01-02&after=bm9uc2Vuc2U`, 400);
  });

  it.each([-62_198_755_200_000, 253_402_300_800_000])(
    'refuses a cursor at a time nobody can ask for (%d)',
    async (ms) => {
      for (const place of [`${ms}|0|1`, `0|${ms}|1`]) {
        const after = Buffer.from(place).toString('base64url');
        await ask(`metric=steps&resolution=raw&from=2026-01-01&to=2026-01-02&after=${after}`, 400);
      }
    },
  );
});

describe('the roll-ups', () => {
  it.each([1, 2, 3, 4])(
    'are what adding up all observations again gives, whatever was written (seed %i)',
    async (seed) => {
      const random = makeRandom(seed);
      const patientId = await registerPatient(clinician);
      const from = startOfDay(ZONE, addDays(today, -6));
      /** Overlaps, repeats and corrections: the same quarter hours are said again with other values. */
      const some = (n: number) => {
        const made = new Map<string, NewObservation>();
        for (let i = 0; i < n; i++) {
          const metric = (['steps', 'heartRate', 'walkingMinutes', 'restingHeartRate'] as const)[
            Math.floor(random() * 4)
          ]!;
          const moment = metric === 'heartRate' || metric === 'restingHeartRate';
          const device = random() < 0.5 ? 'band' : 'phone';
          const start = from + Math.floor(random() * 5 * 24 * 4) * 15 * MINUTE_MS;
          const minutes = moment ? 0 : [15, 60, 240, 24 * 60][Math.floor(random() * 4)]!;
          const value = moment ? 50 + Math.floor(random() * 60) : Math.floor(random() * 15);
          made.set(`${metric}${device}${start}${minutes}`, reading(patientId, metric, start, minutes, value, device));
        }
        return [...made.values()];
      };
      await Promise.all([store(some(60)), store(some(60))]);
      await store(some(80));
      await quiet(patientId);
      await inClinic(async () => {
        const stored = await findDailyValues(patientId, addDays(today, -9), addDays(today, 2));
        const days = Array.from({ length: 12 }, (_, i) => addDays(today, i - 9));
        const again: object[] = [];
        for (const day of days) {
          const bounds = dayBounds(ZONES, day);
          for (const value of computeDay(await findForDays(patientId, bounds.startMs, bounds.endMs), bounds)) {
            again.push({ day, metric: value.metric, value: value.value, wearMinutes: value.wearMinutes });
            const [kept] = await findHours(patientId, value.metric, day, day);
            expect(kept?.hours ?? null).toEqual(value.hours);
            if (kept) expect(kept.startMs).toBe(bounds.startMs);
          }
        }
        const shape = stored.map(({ day, metric, value, wearMinutes }) => ({ day, metric, value, wearMinutes }));
        const sorted = (all: object[]) => all.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort();
        expect(sorted(shape)).toEqual(sorted(again));
        expect(again.length).toBeGreaterThan(10);
      });
    },
  );

  it('forget what was entered in error', async () => {
    const patientId = await registerPatient(clinician);
    const day = addDays(today, -3);
    const said = reading(patientId, 'steps', startOfDay(ZONE, day) + 9 * HOUR_MS, 30, 800);
    await store([said]);
    await quiet(patientId);
    expect(await inClinic(() => findHours(patientId, 'steps', day, day))).toHaveLength(1);
    const skeleton = said.skeleton.replace('"final"', '"entered-in-error"');
    await store([{ ...said, status: 'entered-in-error', skeleton }]);
    await quiet(patientId);
    expect(await inClinic(() => findHours(patientId, 'steps', day, day))).toEqual([]);
    expect(await inClinic(() => findDailyValues(patientId, day, day))).toEqual([]);
  });
});

describe('$lastn', () => {
  let patientId: string;
  const ask = (words: string, status = 200) => clinician.agent.get(`/fhir/Observation/$lastn?${words}`).expect(status);
  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    const start = startOfDay(ZONE, addDays(today, -5));
    await store(
      Array.from({ length: 30 }, (_, i) => [
        reading(patientId, 'steps', start + i * HOUR_MS, 60, i),
        reading(patientId, 'heartRate', start + i * HOUR_MS, 0, 60 + i),
      ]).flat(),
    );
  });
  const values = (body: { entry: { resource: { valueQuantity: { value: number } } }[] }) =>
    body.entry.map((e) => e.resource.valueQuantity.value);

  it('answers the newest of each code', async () => {
    const { body } = await ask(`patient=${patientId}`);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 2 });
    expect(values(body).sort((a, b) => a - b)).toEqual([29, 89]);
  });

  it('or as many as asked, newest first, of the codes asked for', async () => {
    const { body } = await ask(`patient=Patient/${patientId}&code=http://loinc.org|8867-4&max=3`);
    expect(values(body)).toEqual([89, 88, 87]);
    expect((await ask(`patient=${patientId}&code=http://loinc.org|72514-3`)).body).not.toHaveProperty('entry');
  });

  it.each(['', 'max=2', 'patient=PATIENT&max=0', 'patient=PATIENT&max=101', 'patient=PATIENT&max=2&max=3'])('refuses "%s" with an OperationOutcome', async (words) => {
    const { body } = await ask(words.replace('PATIENT', patientId), 400);
    expect(body.resourceType).toBe('OperationOutcome');
  }); // prettier-ignore
});
