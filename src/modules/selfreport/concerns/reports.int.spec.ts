import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
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
const dueOf = async (patientId: string) =>
  app.database.asOwner('SELECT 1 FROM due_day WHERE patient_id = $1 AND next_at <= now()', [patientId]);
async function judged(patientId: string): Promise<void> {
  for (const until = Date.now() + 30_000; (await dueOf(patientId)).length > 0;) {
    if (Date.now() > until) throw new Error('Not judged in time');
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

  it('of weeks ago is history', async () => {
    const patientId = await registerPatient(clinician);
    await item9(patientId, 30, 'LA6571-9');
    await judged(patientId);
    expect(await open(patientId, 'red-flag')).toEqual([]);
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
