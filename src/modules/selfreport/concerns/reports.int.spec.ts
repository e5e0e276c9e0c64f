import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { postObservations } from '../../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';

const DAY_MS = 86_400_000;
let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'reports');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const ago = (days: number) => new Date(Date.now() - days * DAY_MS - 60_000).toISOString();
/** Item 9 as another system sends it, beside whatever total. */
const item9 = (patientId: string, daysAgo: number, answer: string) =>
  app
    .http()
    .post('/fhir/Observation')
    .set('authorization', `Bearer ${token}`)
    .set('content-type', 'application/fhir+json')
    .send(
      JSON.stringify({
        resourceType: 'Observation',
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '44260-8' }] },
        subject: { reference: `Patient/${patientId}` },
        effectiveDateTime: ago(daysAgo),
        valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: answer }] },
      }),
    )
    .expect(201);
const phq9 = (patientId: string, daysAgo: number, value: number) =>
  postObservations(app, token, patientId, [{ metric: 'phq9Score', value, start: ago(daysAgo), device: 'survey' }]);

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly severity: number;
  readonly version: number;
  readonly tier: string;
}
const open = async (patientId: string, kind: string): Promise<Row[]> =>
  (await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items.filter(
    (row: Row) => row.kind === kind,
  );
const heldBack = async (patientId: string): Promise<string[]> =>
  (await clinician.agent.get(`/api/v1/alerts/suppressed?patientId=${patientId}`).expect(200)).body.items
    .filter((row: Row) => row.kind === 'red-flag')
    .map((row: { reason: string }) => row.reason);
const dueOf = async (patientId: string) =>
  app.database.asOwner('SELECT 1 FROM due_day WHERE patient_id = $1 AND next_at <= now()', [patientId]);
async function judged(patientId: string): Promise<void> {
  for (const until = Date.now() + 30_000; (await dueOf(patientId)).length > 0;) {
    if (Date.now() > until) throw new Error('Not judged in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
/** Judged once more, whatever has arrived. */
async function again(patientId: string): Promise<void> {
  await app.database.asOwner(
    'INSERT INTO due_day (clinic_id, patient_id, day, judge) SELECT clinic_id, id, current_date, true FROM patient WHERE id = $1',
    [patientId],
  );
  await judged(patientId);
}
async function failed(patientId: string): Promise<void> {
  const isTried = () =>
    app.database.asOwner('SELECT 1 FROM due_day WHERE patient_id = $1 AND attempts >= 2', [patientId]);
  for (const until = Date.now() + 30_000; (await isTried()).length === 0;) {
    if (Date.now() > until) throw new Error('It did not fail');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an answer that interrupts', () => {
  it('is an alert at once, of a patient of whom nothing else is known, and once however often it is sent', async () => {
    const patientId = await registerPatient(clinician);
    await item9(patientId, 0, 'LA6568-5');
    await judged(patientId);
    expect(await open(patientId, 'red-flag')).toEqual([]);
    await item9(patientId, 0, 'LA6569-3');
    await judged(patientId);
    const [first] = await open(patientId, 'red-flag');
    expect(first).toMatchObject({ severity: 3, tier: 'now' });
    await phq9(patientId, 0, 12);
    await judged(patientId);
    expect(await open(patientId, 'red-flag')).toHaveLength(1);
    // Who has dealt with this one has not heard of the next.
    await clinician.agent
      .post(`/api/v1/alerts/${first!.id}/resolve`)
      .send({ version: first!.version, outcome: 'contacted' })
      .expect(200);
    await item9(patientId, 0, 'LA6571-9');
    await judged(patientId);
    expect((await open(patientId, 'red-flag')).some((row) => row.id !== first!.id)).toBe(true);
  });

  it('of weeks ago is history: it calls nobody, and that nobody hears of it is to be seen', async () => {
    const patientId = await registerPatient(clinician);
    await item9(patientId, 30, 'LA6571-9');
    await judged(patientId);
    expect(await open(patientId, 'red-flag')).toEqual([]);
    expect(await heldBack(patientId)).toEqual(['not-live']);
  });

  it('is held back as dealt with for as long as it would call somebody, and no longer', async () => {
    const patientId = await registerPatient(clinician);
    await item9(patientId, 0, 'LA6569-3');
    await judged(patientId);
    const [flag] = await open(patientId, 'red-flag');
    await clinician.agent
      .post(`/api/v1/alerts/${flag!.id}/resolve`)
      .send({ version: flag!.version, outcome: 'contacted' })
      .expect(200);
    await phq9(patientId, 0, 12);
    await judged(patientId);
    expect(await heldBack(patientId)).toEqual(['already-handled']);
    // Three weeks later.
    await app.database.asOwner(
      `UPDATE observation_row o SET start_at = start_at - interval '21 days', end_at = end_at - interval '21 days', received_at = received_at - interval '21 days'
       FROM series s WHERE s.id = o.series_id AND s.clinic_id = o.clinic_id AND s.patient_id = $1`,
      [patientId],
    );
    await phq9(patientId, 0, 11);
    await judged(patientId);
    expect(await heldBack(patientId)).toEqual([]);
    expect(await open(patientId, 'red-flag')).toEqual([]);
  });

  it('is told when the patient’s series cannot be judged', async () => {
    const patientId = await registerPatient(clinician);
    await phq9(patientId, 1, 5);
    await judged(patientId);
    await app.database.asOwner(`UPDATE trend SET result = 'null' WHERE patient_id = $1`, [patientId]);
    await item9(patientId, 0, 'LA6571-9');
    await phq9(patientId, 0.1, 22);
    await failed(patientId);
    expect(await open(patientId, 'red-flag')).toHaveLength(1);
    // Nothing else of that evaluation is there.
    expect(await open(patientId, 'prom-threshold')).toEqual([]);
    await app.database.asOwner('DELETE FROM trend WHERE patient_id = $1', [patientId]);
    await app.database.asOwner('UPDATE due_day SET next_at = now() WHERE patient_id = $1', [patientId]);
    await judged(patientId);
    expect(await open(patientId, 'red-flag')).toHaveLength(1);
    expect(await open(patientId, 'prom-threshold')).toHaveLength(1);
  });

  it('is a person’s to end when consent is withdrawn; what is said from then on is not heard, and a row says why', async () => {
    const patientId = await registerPatient(clinician);
    await item9(patientId, 0.1, 'LA6569-3');
    await phq9(patientId, 0.1, 22);
    await judged(patientId);
    const kinds = async () =>
      (await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items.map(
        (row: Row) => row.kind,
      );
    expect((await kinds()).sort()).toEqual(['prom-threshold', 'red-flag']);
    await answerConsent(clinician, patientId, 'monitoring', 'withdrawn');
    await again(patientId);
    expect(await kinds()).toEqual(['red-flag']);
    expect(await heldBack(patientId)).toEqual([]);
    // As if nobody had looked at the answer yet.
    const elsewhere = await registerPatient(clinician);
    await app.database.asOwner('UPDATE alert SET patient_id = $2 WHERE patient_id = $1', [patientId, elsewhere]);
    const withdraw = (hoursAgo: number) =>
      app.database.asOwner(
        `UPDATE consent SET recorded_at = now() - make_interval(hours => CASE status WHEN 'given' THEN 100 ELSE $2 END)
         WHERE patient_id = $1 AND purpose = 'monitoring'`,
        [patientId, hoursAgo],
      );
    await withdraw(10);
    for (let i = 0; i < 2; i++) await again(patientId);
    expect(await kinds()).toEqual([]);
    expect(await heldBack(patientId)).toEqual(['no-consent']);
    // Given before the withdrawal, and looked at only after it.
    await withdraw(0);
    await again(patientId);
    expect(await kinds()).toEqual(['red-flag']);
    expect(await heldBack(patientId)).toEqual([]);
  });
});

describe('a total beyond a threshold', () => {
  it('is an alert until the next report is better; what comes late clears or annotates, and raises nothing', async () => {
    const patientId = await registerPatient(clinician);
    await phq9(patientId, 120, 24);
    await judged(patientId);
    expect(await open(patientId, 'prom-threshold')).toEqual([]);
    await phq9(patientId, 3, 17);
    await judged(patientId);
    expect(await open(patientId, 'prom-threshold')).toMatchObject([{ severity: 2 }]);
    await phq9(patientId, 10, 22);
    await judged(patientId);
    expect(await open(patientId, 'prom-threshold')).toMatchObject([{ severity: 2 }]);
    await phq9(patientId, 0, 6);
    await judged(patientId);
    expect(await open(patientId, 'prom-threshold')).toEqual([]);
  });
});
