import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { toObservation } from '../../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';

let app: TestApp;
let clinician: Person;
let token: string;
let patientId: string;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'bounds');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  patientId = await registerPatient(clinician);
}, 120_000);
afterAll(() => app?.close());

const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' });
const get = (path: string) => app.http().get(path).set(headers());
const post = (path: string, body: object | string, more: object = {}) =>
  app
    .http()
    .post(path)
    .set({ ...headers(), ...more })
    .send(typeof body === 'string' ? body : JSON.stringify(body));

let hour = 0;
const nextHour = () => new Date(Date.UTC(2026, 0, 1, hour++)).toISOString();
const pulse = (more: object = {}, of = patientId) => ({
  ...toObservation(of, { metric: 'heartRate', value: 60, start: nextHour() }),
  ...more,
});
const loose = (more: object = {}, of = patientId) => pulse({ code: { text: 'Grip strength' }, ...more }, of);
const bundle = (type: string, entry: readonly object[]) => ({ resourceType: 'Bundle', type, entry });
const request = { method: 'POST', url: 'Observation' };

describe('$lastn reads past what was entered in error', () => {
  it('however much of it there is, and finds it where it is asked for', async () => {
    const of = await registerPatient(clinician);
    const right = await post('/fhir/Observation', pulse({}, of)).expect(201);
    const wrong = Array.from({ length: 25 }, () => ({ resource: pulse({ status: 'entered-in-error' }, of), request }));
    await post('/fhir', bundle('transaction', wrong)).expect(200);
    const last = async (query: string) => {
      const { body } = await get(`/fhir/Observation/$lastn?patient=${of}&${query}`).expect(200);
      return (body.entry ?? []).map((e: { resource: { id: string } }) => e.resource.id);
    };
    expect(await last('code=8867-4')).toEqual([right.body.id]);
    expect(await last('max=3')).toEqual([right.body.id]);
    expect(await last('status=entered-in-error&max=30')).toHaveLength(25);
    expect(await last('status=entered-in-error,final&max=2')).toHaveLength(2);
  });
});

describe('an answer without pages has ten megabytes at most', () => {
  let of: string;
  const ids: string[] = [];
  beforeAll(async () => {
    of = await registerPatient(clinician);
    const note = [{ text: 'a'.repeat(900_000) }];
    for (let i = 0; i < 13; i++) ids.push((await post('/fhir/Observation', pulse({ note }, of)).expect(201)).body.id);
  });
  const tooCostly = (body: { issue: object[] }, expression: string) =>
    expect(body.issue).toMatchObject([
      { code: 'too-costly', expression: [expression], diagnostics: expect.stringContaining('10 MB') },
    ]);

  it('by _id: more are refused, fewer are not, and those of others count for nothing', async () => {
    tooCostly((await get(`/fhir/Observation?_id=${ids.join(',')}`).expect(400)).body, '_id');
    const few = await get(`/fhir/Observation?_id=${ids.slice(0, 10).join(',')}`).expect(200);
    expect(few.body.entry).toHaveLength(10);
    const none = await get(`/fhir/Observation?patient=${patientId}&_id=${ids.join(',')}`).expect(200);
    expect(none.body).not.toHaveProperty('entry');
  });

  it('by $lastn: more are refused, fewer are not', async () => {
    tooCostly((await get(`/fhir/Observation/$lastn?patient=${of}&max=20`).expect(400)).body, 'max');
    expect((await get(`/fhir/Observation/$lastn?patient=${of}&max=5`).expect(200)).body.entry).toHaveLength(5);
  });
});

describe('what is long and stands in a key', () => {
  const LONG = Array.from({ length: 1500 }, (_, i) => (i * 7919).toString(36)).join('');
  it.each([
    ['a code', { code: { coding: [{ system: 'urn:x', code: LONG }] } }],
    ['the system of a code', { code: { coding: [{ system: `urn:${LONG}`, code: 'a' }] } }],
    ['an identifier', { identifier: [{ system: 'urn:x', value: LONG }] }],
    ['the system of an identifier', { identifier: [{ system: `urn:${LONG}`, value: '1' }] }],
    ['a device that is a reference', { device: { display: `urn:${LONG}` } }],
    ['a device by reference alone', { device: { reference: `Device/${LONG.slice(0, 900)}` } }],
  ])('%s is stored, read back as it was, and known when it is sent again', async (_name, more) => {
    const resource = loose(more);
    const made = await post('/fhir/Observation', resource);
    expect([made.status, made.body.issue]).toEqual([201, undefined]);
    expect(made.body).toMatchObject(more);
    const again = await post('/fhir/Observation', resource).expect(200);
    expect(again.body).toEqual(made.body);
    // What differs behind the part that is kept is another one.
    const changed = JSON.stringify(resource).replace(LONG.slice(100, 900), `${LONG.slice(100, 899)}!`);
    const other = await post('/fhir/Observation', changed).expect(201);
    expect(other.body.id).not.toBe(made.body.id);
  });

  it('a long code is found by itself', async () => {
    for (const code of [LONG.slice(0, 300), LONG.slice(0, 900)]) {
      const of = await registerPatient(clinician);
      await post('/fhir/Observation', loose({ code: { coding: [{ system: 'urn:x', code }] } }, of)).expect(201);
      for (const path of ['Observation', 'Observation/$lastn'])
        for (const sought of [code, `urn:x|${code}`]) {
          const { body } = await get(`/fhir/${path}?patient=${of}&code=${sought}`).expect(200);
          expect([path, body.entry]).toMatchObject([path, [{ resource: { code: { coding: [{ code }] } } }]]);
        }
    }
  });
});

describe('a value that the database cannot hold', () => {
  const tiny = (resource: object) => JSON.stringify(resource).replace('"value":60', `"value":0.${'0'.repeat(20_000)}1`);
  it('is refused by its name, alone, in a transaction and in a batch', async () => {
    const one = await post('/fhir/Observation', tiny(loose()));
    expect([one.status, one.body.issue]).toMatchObject([422, [{ expression: ['Observation.valueQuantity.value'] }]]);
    const entry = [loose(), loose()].map((resource) => ({ resource, request }));
    const all = tiny(bundle('transaction', entry));
    const whole = await post('/fhir', all);
    const expression = ['Bundle.entry[0].resource.valueQuantity.value'];
    expect([whole.status, whole.body.issue]).toMatchObject([422, [{ expression }]]);
    const each = await post('/fhir', all.replace('transaction', 'batch')).expect(200);
    expect(each.body.entry).toMatchObject([
      { response: { status: '422', outcome: { issue: [{ expression }] } } },
      { response: { status: '201 Created' } },
    ]);
  });
});

describe('errors stand where what is wrong stands', () => {
  const identifier = [{ system: 'urn:n', value: '1' }];
  const issueOf = async (entry: object, type = 'transaction') => {
    const { body } = await post('/fhir', bundle(type, [{ resource: loose(), request }, entry]));
    return (body.entry?.[1].response.outcome ?? body).issue[0];
  };

  it.each(['transaction', 'batch'])('a condition, in a %s', async (type) => {
    for (const ifNoneExist of ['nonsense', 'identifier=urn:n|2'])
      expect(
        await issueOf({ resource: loose({ identifier }), request: { ...request, ifNoneExist } }, type),
      ).toMatchObject({
        expression: ['Bundle.entry[1].request.ifNoneExist'],
        diagnostics: expect.stringMatching(/^ifNoneExist must /),
      });
  });

  it('a condition, in the header', async () => {
    for (const condition of ['nonsense', 'identifier=urn:n|2']) {
      const { body } = await post('/fhir/Observation', loose({ identifier }), { 'if-none-exist': condition });
      expect(body.issue[0]).toMatchObject({
        expression: ['If-None-Exist'],
        diagnostics: expect.stringMatching(/^If-None-Exist must /),
      });
    }
  });

  it.each(['transaction', 'batch'])('a resource that is not there, in a %s', async (type) => {
    expect(await issueOf({ request }, type)).toMatchObject({
      code: 'required',
      expression: ['Bundle.entry[1].resource'],
    });
    expect(await issueOf({ resource: loose() }, type)).toMatchObject({ expression: ['Bundle.entry[1].request'] });
  });

  it('a contradiction in a batch', async () => {
    const one = loose();
    const other = { ...one, valueQuantity: { value: 61, unit: '/min' } };
    const { body } = await post('/fhir', bundle('batch', [{ resource: one, request }, { resource: other, request }])); // prettier-ignore
    expect(body.entry[1].response.outcome.issue[0].expression).toEqual(['Bundle.entry[1].resource.value']);
  });
});
