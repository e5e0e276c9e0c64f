import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { Database } from '../../platform/database/database.js';

let app: TestApp;
let token: string;
let clinician: Person;
let patients: string[];
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'pages');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  patients = [await registerPatient(clinician), await registerPatient(clinician)];
}, 120_000);
afterAll(() => app?.close());
afterEach(() => void jest.restoreAllMocks());

const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' });
const get = async (path: string) => (await app.http().get(path).set(headers()).expect(200)).text;
const post = async (body: object, status = 201) =>
  app.http().post('/fhir/Observation').set(headers()).send(JSON.stringify(body)).expect(status);

const pulse = (of: string, hour: number, more: object = {}) => ({
  ...toObservation(of, { metric: 'heartRate', value: 60, start: new Date(Date.UTC(2026, 0, 1, hour)).toISOString() }),
  ...more,
});
const beats = { unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' };
const strange = 'a"b\\c {1} | é€😀\t';

it('a row of a page is what reading it alone gives, letter by letter', async () => {
  const [one, other] = patients as [string, string];
  // Kept in hours, with the minutes that were sent.
  const night = (day: number) => ({
    ...toObservation(one, {
      metric: 'sleepDuration',
      value: 7,
      start: `2026-01-0${day}T00:00:00Z`,
      end: `2026-01-0${day}T08:00:00Z`,
    }),
    valueQuantity: { value: 421, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
  });
  const spoken = { code: { text: 'Gait' }, valueQuantity: undefined, valueString: strange };
  for (const body of [
    pulse(one, 1),
    pulse(one, 2, { issued: '2026-01-01T02:00:01.234Z', identifier: [{ system: 'urn:x', value: strange }] }),
    pulse(one, 3, { note: [{ text: strange }] }),
    pulse(one, 4, { note: [{ text: 'n'.repeat(9000) }], status: 'entered-in-error' }),
    night(5),
    { ...night(6), note: [{ text: 'm'.repeat(20_000) }] },
    pulse(one, 7, spoken),
    pulse(one, 10, { identifier: [{ system: 'urn:x', value: 'ü'.repeat(9000) }] }),
    pulse(one, 8, { effectiveDateTime: '0912-05-01T00:00:00Z', code: { text: 'A find' } }),
    pulse(one, 9, {
      effectiveDateTime: undefined,
      effectivePeriod: { start: '2026-01-01T09:00:00Z', end: '2026-01-01T10:00:00Z' },
    }),
    pulse(other, 1, { note: [{ text: 'o'.repeat(9000) }] }),
    pulse(other, 2),
  ])
    await post(body);
  await post(pulse(one, 1, { valueQuantity: { ...beats, value: 61 } }), 200);

  for (const [asked, count] of [
    [`patient=${one}`, 10],
    [`patient=${one},${other}`, 12],
    // On another road, because it may take its time.
    [`patient=${one}&_lastUpdated=ge2026`, 10],
  ] as const) {
    const found = await get(`/fhir/Observation?${asked}&_count=50`);
    const { entry } = JSON.parse(found) as { entry: { resource: { id: string } }[] };
    expect(entry).toHaveLength(count);
    for (const { resource } of entry) expect(found).toContain(`"resource":${await readOf(resource.id)},`);
    expect(await pagesOf(`/fhir/Observation?${asked}&_count=2`)).toEqual(entry.map(({ resource }) => resource.id));
  }
  const last = JSON.parse(await get(`/fhir/Observation/$lastn?patient=${one}&max=9`)) as {
    entry: { resource: { id: string } }[];
  };
  // But for what was entered in error.
  expect(last.entry).toHaveLength(9);
  for (const { resource } of last.entry) expect(resource).toEqual(JSON.parse(await readOf(resource.id)));
});

const readOf = (id: string) => get(`/fhir/Observation/${id}`);

/** The ids on all pages of a search. */
async function pagesOf(first: string): Promise<string[]> {
  const ids: string[] = [];
  for (let path: string | undefined = first; path;) {
    const page = JSON.parse(await get(path)) as {
      entry?: { resource: { id: string } }[];
      link: { relation: string; url: string }[];
    };
    ids.push(...(page.entry ?? []).map(({ resource }) => resource.id));
    const next = page.link.find(({ relation }) => relation === 'next')?.url;
    path = next?.slice(next.indexOf('/fhir/'));
  }
  return ids;
}

it('a long page is the same with and without its body, and as bytes of its length', async () => {
  const path = `/fhir/Observation?patient=${patients.join(',')}&_count=50`;
  const whole = await app.http().get(path).set(headers()).set('accept-encoding', 'identity').expect(200);
  const bytes = Buffer.byteLength(whole.text);
  expect(bytes).toBeGreaterThan(whole.text.length);
  expect(whole.headers['content-length']).toBe(String(bytes));
  const head = await app.http().head(path).set(headers()).set('accept-encoding', 'identity').expect(200);
  expect(head.headers['content-length']).toBe(String(bytes));
  const packed = await app.http().get(path).set(headers()).set('accept-encoding', 'gzip').expect(200);
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.text).toBe(whole.text);
});

describe('a reading that changes between being found and being read', () => {
  const long = (more: object = {}) => pulse(changing, 1, { note: [{ text: 'c'.repeat(9000) }], ...more });
  let changing: string;
  /** @param times - how often somebody corrects it just before its texts are fetched */
  const corrects = (times: number) => {
    const { hot } = app.nest.get(Database);
    const together = hot.together.bind(hot);
    let value = 60;
    jest.spyOn(hot, 'together').mockImplementation(async (parts) => {
      if (parts.some(({ statement }) => statement.name === 'observation-search-left-out') && value < 60 + times)
        await post(long({ valueQuantity: { ...beats, value: ++value } }), 200);
      return together(parts);
    });
  };
  beforeEach(async () => {
    changing = await registerPatient(clinician);
    await post(long());
  });

  it('is searched for again, and found as it is', async () => {
    corrects(2);
    const { entry } = JSON.parse(await get(`/fhir/Observation?patient=${changing}`)) as {
      entry: { resource: { meta: { versionId: string }; valueQuantity: { value: number } } }[];
    };
    expect(entry).toHaveLength(1);
    expect(entry[0]!.resource).toMatchObject({ meta: { versionId: '3' }, valueQuantity: { value: 62 } });
  });

  it('is given up where it never rests', async () => {
    corrects(20);
    await app.http().get(`/fhir/Observation?patient=${changing}`).set(headers()).expect(503);
  });
});
