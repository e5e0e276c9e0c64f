import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, registerPatient, tokenFor } from '../../../test/support/people.js';

let app: TestApp;
let token: string;
let patients: string[];
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'pages');
  const clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  patients = [await registerPatient(clinician), await registerPatient(clinician)];
}, 120_000);
afterAll(() => app?.close());

const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' });
const get = async (path: string) => (await app.http().get(path).set(headers()).expect(200)).text;
const post = async (body: object, status = 201) =>
  app.http().post('/fhir/Observation').set(headers()).send(JSON.stringify(body)).expect(status);

const pulse = (of: string, hour: number, more: object = {}) => ({
  ...toObservation(of, { metric: 'heartRate', value: 60, start: new Date(Date.UTC(2026, 0, 1, hour)).toISOString() }),
  ...more,
});
const strange = 'a"b\\c {1} | é€😀\t';

it('a row of a page is what reading it alone gives, letter by letter', async () => {
  const [one, other] = patients as [string, string];
  // Kept in hours, with the minutes that were sent.
  const night = (hour: number) => ({
    ...toObservation(one, {
      metric: 'sleepDuration',
      value: 7,
      start: `2026-01-0${hour}T00:00:00Z`,
      end: `2026-01-0${hour}T08:00:00Z`,
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
    pulse(one, 8, { effectiveDateTime: '0912-05-01T00:00:00Z', code: { text: 'A find' } }),
    pulse(one, 9, {
      effectiveDateTime: undefined,
      effectivePeriod: { start: '2026-01-01T09:00:00Z', end: '2026-01-01T10:00:00Z' },
    }),
    pulse(other, 1, { note: [{ text: 'o'.repeat(9000) }] }),
    pulse(other, 2),
  ])
    await post(body);
  const corrected = { value: 61, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' };
  await post(pulse(one, 1, { valueQuantity: corrected }), 200);

  for (const [asked, count] of [
    [one, 9],
    [`${one},${other}`, 11],
  ] as const) {
    const found = await get(`/fhir/Observation?patient=${asked}&_count=50`);
    const { entry } = JSON.parse(found) as { entry: { resource: { id: string } }[] };
    expect(entry).toHaveLength(count);
    for (const { resource } of entry)
      expect(found).toContain(`"resource":${await get(`/fhir/Observation/${resource.id}`)},`);
  }
  const newest = await get(`/fhir/Observation/$lastn?patient=${one}&max=9`);
  for (const long of ['m'.repeat(20_000), 'n'.repeat(9000)]) expect(newest.includes(long)).toBe(long.startsWith('m'));
});
