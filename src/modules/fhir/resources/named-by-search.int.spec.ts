import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree } from '../../../../test/support/agree.js';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { gatherCareCircle, type CareCircle } from '../../../../test/support/care.js';
import { toObservation } from '../../../../test/support/fhir.js';
import { createClinic, tokenFor } from '../../../../test/support/people.js';

const SYSTEM = 'http://hospital.example/mrn';
let app: TestApp;
let circle: CareCircle;
let ids: Record<string, string>;

const post = (path: string, body: object, token = circle.token) =>
  app
    .http()
    .post(`/fhir${path}`)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' })
    .send(JSON.stringify(body));
const register = async (number: string, familyName: string, token?: string): Promise<string> => {
  const patient = {
    resourceType: 'Patient',
    name: [{ family: familyName, given: ['Ida'] }],
    identifier: [{ system: SYSTEM, value: number }],
  };
  return (await post('/Patient', patient, token).expect(201)).body.id;
};

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'searched'), 'Named');
  const elsewhere = await tokenFor(app, (await createClinic(app, 'elsewhere')).id);
  ids = { 4711: await register('4711', 'One'), 4712: await register('4712', 'Two') };
  await register('twice', 'Three');
  await register('twice', 'Four');
  await register('foreign', 'Five', elsewhere);
  for (const id of Object.values(ids)) await agree(app, id, 'monitoring');
}, 120_000);
afterAll(() => app?.close());

let minute = 0;
const reading = (reference: string) => ({
  ...toObservation('x', {
    metric: 'heartRate',
    value: 61,
    start: new Date(Date.UTC(2026, 1, 1) + minute++ * 60_000).toISOString(),
  }),
  subject: { reference },
});
const bundle = (type: string, ...references: string[]) => ({
  resourceType: 'Bundle',
  type,
  entry: references.map((reference) => ({
    resource: reading(reference),
    request: { method: 'POST', url: 'Observation' },
  })),
});
const by = (value: string) => `Patient?identifier=${SYSTEM}|${value}`;
const stored = async () =>
  Number((await app.database.asOwner<{ n: string }>('SELECT count(*) AS n FROM observation'))[0]!.n);

describe('a transaction may name its patients by a search for an identifier', () => {
  it('each entry is of the one that is found', async () => {
    const encoded = `Patient?identifier=${encodeURIComponent(`${SYSTEM}|4712`)}`;
    const ours = `${app.url}/fhir/${by('4711')}`;
    const { body } = await post('', bundle('transaction', by('4711'), encoded, ours)).expect(200);
    const subjects = [];
    for (const { response } of body.entry)
      subjects.push(
        (
          await app
            .http()
            .get(`/fhir/${response.location.split('/_history')[0]}`)
            .set('authorization', `Bearer ${circle.token}`)
            .expect(200)
        ).body.subject.reference,
      );
    expect(subjects).toEqual([ids['4711'], ids['4712'], ids['4711']].map((id) => `Patient/${id}`));
    const searches = await app.database.asOwner<{ patients: string[] }>(
      `SELECT coalesce(patient_ids, ARRAY[patient_id])::text[] AS patients FROM audit_event WHERE type = 'Patient' AND interaction = 'search'`,
    );
    expect(searches.flatMap(({ patients }) => patients).sort()).toEqual(Object.values(ids).sort());
  });

  it.each([
    ['nobody', by('0'), 412, 'not-found'],
    ["another clinic's patient", by('foreign'), 412, 'not-found'],
    ['several', by('twice'), 412, 'multiple-matches'],
    ['a comma is part of a number', by('0,4712'), 412, 'not-found'],
    ['no number', by(''), 400, 'invalid'],
    ['a name', 'Patient?name=Ida', 400, 'invalid'],
    ['an identifier and more', `${by('4711')}&name=Ida`, 400, 'invalid'],
    ['nothing', 'Patient?', 400, 'invalid'],
    ['an empty identifier', 'Patient?identifier=', 400, 'invalid'],
  ])('%s: refused by its place, and nothing is stored', async (_name, reference, status, code) => {
    const before = await stored();
    const { body } = await post('', bundle('transaction', by('4711'), reference)).expect(status);
    expect(body.issue).toEqual([
      expect.objectContaining({ code, expression: ['Bundle.entry[1].resource.subject.reference'] }),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Ida|foreign|twice/);
    expect(await stored()).toBe(before);
  });

  it('nobody who may not search for patients', async () => {
    const token = await tokenFor(app, circle.clinicId, 'system/Observation.c');
    const before = await stored();
    await post('', bundle('transaction', by('4711')), token).expect(403);
    await post('', bundle('transaction', `Patient/${ids['4711']}`), token).expect(200);
    expect(await stored()).toBe(before + 1);
  });

  it('in a batch, and alone, it is an address that is none', async () => {
    const { body } = await post('', bundle('batch', by('4711'))).expect(200);
    expect(body.entry[0].response.status).toBe('422');
    await post('/Observation', reading(by('4711'))).expect(422);
  });
});
