import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saveRecord } from '../../src/modules/record/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { answerConsent } from '../support/consents.js';
import { postObservations, type Reading } from '../support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  type TestClinic,
  tokenFor,
} from '../support/people.js';

const DAY_MS = 86_400_000;
let app: TestApp;
let clinic: TestClinic;
let coordinator: Person;
let ana: Person;
let noor: Person;

beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'findings');
  coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  noor = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 60_000);
afterAll(() => app?.close());

describe('If-None-Exist on Patient', () => {
  const create = (person: Person, value: string) =>
    person.agent
      .post('/fhir/Patient')
      .set('content-type', 'application/fhir+json')
      .set('if-none-exist', `identifier=urn:mrn|${value}`)
      .send(
        JSON.stringify({
          resourceType: 'Patient',
          identifier: [{ system: 'urn:mrn', value }],
          name: [{ family: 'Once' }],
        }),
      );

  it('shows nobody a patient of another team', async () => {
    await create(ana, 'A1').expect(201);
    const answer = await create(noor, 'A1').expect(412);
    expect(answer.text).not.toContain('Once');
    await create(ana, 'A1').expect(200);
  });

  it('makes one patient of six posts at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => create(ana, 'B1')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('a note', () => {
  it('hides its unfinished versions from the patient for ever', async () => {
    const patientId = await registerPatient(ana);
    const patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId });
    const id = '7f6d3f0e-0000-4000-8000-000000000001';
    const save = (docStatus: string) =>
      app.surroundings.database.inClinic(clinic.id, () =>
        saveRecord({
          type: 'DocumentReference',
          id,
          patientId,
          resource: { resourceType: 'DocumentReference', status: 'current', docStatus },
        }),
      );
    await save('preliminary');
    await patient.agent.get(`/fhir/DocumentReference/${id}`).expect(404);
    await save('final');
    await patient.agent.get(`/fhir/DocumentReference/${id}`).expect(200);
    await patient.agent.get(`/fhir/DocumentReference/${id}/_history/1`).expect(404);
    await ana.agent.get(`/fhir/DocumentReference/${id}/_history/1`).expect(200);
  });
});

describe('consent withdrawn', () => {
  it('stops the judging and closes what is open', async () => {
    const patientId = await registerPatient(ana);
    const token = await tokenFor(app, clinic.id);
    const today = Math.floor(Date.now() / DAY_MS);
    const total = (daysAgo: number, value: number): Reading => ({
      metric: 'steps',
      value,
      start: new Date((today - daysAgo) * DAY_MS).toISOString(),
      end: new Date((today - daysAgo + 1) * DAY_MS).toISOString(),
    });
    await postObservations(
      app,
      token,
      patientId,
      Array.from({ length: 42 }, (_, i) => total(42 - i, i < 35 ? 6000 + ((i * 379) % 900) : 2300)),
    );
    const open = async () =>
      (await ana.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items.length as number;
    await until(async () => (await open()) === 1);
    await answerConsent(coordinator, patientId, 'monitoring', 'withdrawn');
    await until(async () => (await open()) === 0);
    await answerConsent(coordinator, patientId, 'monitoring', 'given');
    await until(async () => (await open()) === 1);
  });

  it('loses no day that was still due when consent ended', async () => {
    const patientId = await registerPatient(ana);
    const token = await tokenFor(app, clinic.id);
    const start = new Date(Math.floor(Date.now() / DAY_MS - 1) * DAY_MS);
    const end = new Date(start.getTime() + DAY_MS).toISOString();
    await postObservations(app, token, patientId, [{ metric: 'steps', value: 4000, start: start.toISOString(), end }]);
    const count = async (table: string) =>
      (
        await app.database.asOwner<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE patient_id = $1`, [
          patientId,
        ])
      )[0]!.n;
    await until(async () => (await count('daily_value')) === 1 && (await count('due_day')) === 0);
    await answerConsent(coordinator, patientId, 'monitoring', 'withdrawn');
    await until(async () => (await count('due_day')) === 0);
    // As if the worker had not yet come to that day.
    await app.database.asOwner('DELETE FROM daily_value WHERE patient_id = $1', [patientId]);
    await app.database.asOwner('INSERT INTO due_day (clinic_id, patient_id, day) VALUES ($1, $2, $3)', [
      clinic.id,
      patientId,
      start,
    ]);
    await until(async () => (await count('due_day')) === 0);
    expect(await count('daily_value')).toBe(1);
  });
});

describe('somebody types localhost', () => {
  it('is led to the address that cookies and sockets know', async () => {
    const own = await createTestApp({ env: { PUBLIC_URL: '' } });
    try {
      const { port } = new URL(own.url);
      const raw = await own.http().get('/patients').set('accept', 'text/html').set('host', `localhost:${port}`);
      expect([raw.status, raw.headers['location']]).toEqual([302, `${own.url}/patients`]);
    } finally {
      await own.close();
    }
  });
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('It did not come true within 40 s');
}
