import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { toObservation } from '../../../test/support/fhir.js';
import { decideMerge, mergeRecords } from '../../../test/support/merges.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient, tokenFor } from '../../../test/support/people.js'; // prettier-ignore

let app: TestApp;
let token: string;
let otherToken: string;
let patientId: string;
let clinician: Person;
let office: { coordinator: Person; admin: Person };

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'fhir-keys');
  token = await tokenFor(app, clinic.id);
  otherToken = await tokenFor(app, clinic.id);
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  office = { admin: clinic.admin, coordinator: await inviteAndAccept(app, clinic.admin, { role: 'coordinator' }) };
  patientId = await registerPatient(clinician);
}, 120_000);
afterAll(() => app?.close());

const post = (path: string, body: object | string, more: Record<string, string> = {}, as = token) =>
  app
    .http()
    .post(`/fhir${path}`)
    .set({ authorization: `Bearer ${as}`, 'content-type': 'application/fhir+json', ...more })
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const aKey = () => ({ 'idempotency-key': randomUUID() });

let minute = 0;
const pulse = (value = 60, start = new Date(Date.UTC(2026, 1, 1) + minute++ * 60_000).toISOString()) =>
  toObservation(patientId, { metric: 'heartRate', value, start });
const bundle = (type: string, resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })),
});
const subject = () => ({ reference: `Patient/${patientId}` });
const count = async (table: string) =>
  Number((await app.database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n);
const everything = async () => [await count('observation'), await count('observation_version'), await count('record')];

const WRITES: [string, string, () => object, (body: object) => object][] = [
  [
    'an Observation',
    '/Observation',
    () => pulse(),
    (body) => ({ ...body, valueQuantity: { value: 99, unit: '/min' } }),
  ],
  ['a batch', '', () => bundle('batch', [pulse(), pulse()]), (body) => ({ ...body, type: 'transaction' })],
  ['a transaction', '', () => bundle('transaction', [pulse(), pulse()]), (body) => ({ ...body, type: 'batch' })],
  [
    'a Patient',
    '/Patient',
    () => ({ resourceType: 'Patient', name: [{ family: `F${minute++}`, given: ['Ida'] }] }),
    (body) => ({ ...body, gender: 'female' }),
  ],
  [
    'a Procedure',
    '/Procedure',
    () => ({ resourceType: 'Procedure', status: 'completed', code: { text: 'Block' }, subject: subject() }),
    (body) => ({ ...body, code: { text: 'Another block' } }),
  ],
];

describe('a FHIR write with an Idempotency-Key', () => {
  it.each(WRITES)('%s: again it is the first answer, and nothing more', async (_name, path, make) => {
    const [body, key] = [make(), aKey()];
    const first = await post(path, body, key);
    expect(first.status).toBe(path === '' ? 200 : 201);
    const before = await everything();
    const again = await post(path, body, key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    for (const header of ['location', 'etag', 'last-modified', 'content-type'])
      expect([header, again.headers[header]]).toEqual([header, first.headers[header]]);
    expect(await everything()).toEqual(before);
  });

  it.each(WRITES)(
    '%s: another under the same key is refused and changes nothing',
    async (_name, path, make, change) => {
      const [body, key] = [make(), aKey()];
      await post(path, body, key);
      const before = await everything();
      const other = await post(path, change(body), key);
      expect([other.status, other.body.issue?.[0].diagnostics]).toEqual([
        422,
        expect.stringContaining('came with another request before'),
      ]);
      expect(await everything()).toEqual(before);
      // It is its sender's.
      expect((await post(path, change(body), key, otherToken)).status).toBeLessThan(300);
    },
  );

  it.each(WRITES)('%s: a key that is none is refused with the same status as elsewhere', async (_name, path, make) => {
    const before = await everything();
    for (const key of ['', 'a b', 'x'.repeat(201)]) {
      const { status, body } = await post(path, make(), { 'idempotency-key': key });
      expect([status, body.issue?.[0].expression]).toEqual([400, ['Idempotency-Key']]);
    }
    expect(await everything()).toEqual(before);
  });

  it('the first answer stands though the reading was corrected since', async () => {
    const [key, start] = [aKey(), '2026-02-03T10:00:00Z'];
    const first = await post('/Observation', pulse(61, start), key).expect(201);
    const next = await post('/Observation', pulse(62, start)).expect(200);
    expect(next.body.meta.versionId).toBe('2');
    const again = await post('/Observation', pulse(61, start), key).expect(201);
    expect(again.text).toBe(first.text);
  });

  it('is told again by the rights of its own day: not to whoever has left the team, and by both ids after a merge', async () => {
    const body = { resourceType: 'Patient', name: [{ family: 'Once', given: ['Ida'] }] };
    const [key, byProgram] = [aKey(), aKey()];
    const asClinician = (path: string) => clinician.agent.post(path).set({ 'content-type': 'application/fhir+json' });
    const first = await asClinician('/fhir/Patient').set(key).send(JSON.stringify(body)).expect(201);
    const { id } = first.body;
    const other = (await post('/Patient', { ...body, gender: 'female' }, byProgram).expect(201)).body.id;
    const merge = await mergeRecords(office, { survivorId: id, duplicateId: other });
    await app
      .http()
      .get(`/fhir/Patient/${other}`)
      .set({ authorization: `Bearer ${token}` })
      .expect(200);
    await post('/Patient', { ...body, gender: 'female' }, byProgram).expect(201);
    await decideMerge(office, merge, 'undo').expect(ok);
    await asClinician('/fhir/Patient').set(key).send(JSON.stringify(body)).expect(201);
    await app.database.asOwner('DELETE FROM care_team_member WHERE patient_id = $1', [id]);
    await clinician.agent.get(`/fhir/Patient/${id}`).expect(404);
    await asClinician('/fhir/Patient').set(key).send(JSON.stringify(body)).expect(404);
  });

  it('a repeat is written down as a reading', async () => {
    for (const [path, body] of [
      ['/Observation', pulse()],
      ['', bundle('batch', [pulse()])],
    ] as const) {
      const key = aKey();
      const acts: string[] = [];
      for (let i = 0; i < 2; i++) {
        await post(path, body, key);
        const rows = await app.database.asOwner<{ act: string }>('SELECT interaction AS act FROM audit_event ORDER BY id DESC LIMIT 1'); // prettier-ignore
        acts.push(rows[0]!.act);
      }
      expect(acts).toEqual(['create', 'read']);
    }
  });

  it('under another condition it is another request', async () => {
    const identifier = [{ system: 'urn:n', value: '1' }];
    const [key, body] = [aKey(), { ...pulse(), identifier }];
    await post('/Observation', body, { ...key, 'if-none-exist': 'identifier=urn:n|1' }).expect(201);
    await post('/Observation', body, key).expect(422);
  });

  it('many at once are one', async () => {
    const [body, key] = [bundle('transaction', [pulse(), pulse()]), aKey()];
    const untilAnswered = async () => {
      for (;;) {
        const answer = await post('', body, key);
        if (answer.status !== 409) return answer.text;
      }
    };
    const answers = await Promise.all(Array.from({ length: 6 }, untilAnswered));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('201 Created');
  });

  it('a refusal leaves it free', async () => {
    const key = aKey();
    await post('/Observation', { ...pulse(), status: 'none' }, key).expect(422);
    await post('/Observation', pulse(), key).expect(201);
  });

  it('a bad entry of a batch does not take the rest with it, whatever was wrong with it', async () => {
    const odd = (text: string) => ({ ...pulse(), code: { text } });
    const tooFine = JSON.stringify(bundle('batch', [odd('Grip'), pulse(), odd('Reach')])).replace(
      '"value":60',
      `"value":0.${'0'.repeat(20_000)}1`,
    );
    const key = aKey();
    const first = await post('', tooFine, key).expect(200);
    expect(first.body.entry.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '422',
      '201 Created',
      '201 Created',
    ]);
    expect((await post('', tooFine, key).expect(200)).text).toBe(first.text);
  });
});
