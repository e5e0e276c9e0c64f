import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { postObservations } from '../../../../test/support/fhir.js';
import { ago, coded, openReports, type Reports, type Row } from './reports.testkit.js';

let app: TestApp;
let clinic: Reports;

beforeAll(async () => {
  app = await createTestApp();
  clinic = await openReports(app, 'reports');
}, 120_000);
afterAll(() => app?.close());

const item9 = (patientId: string, daysAgo: number, answer: string) =>
  clinic.item9(patientId, ago(daysAgo), coded(answer));
const phq9 = (patientId: string, daysAgo: number, value: number) =>
  postObservations(app, clinic.token, patientId, [
    { metric: 'phq9Score', value, start: ago(daysAgo), device: 'survey' },
  ]);
const open = (patientId: string, kind: string) => clinic.open(patientId, kind);
const heldBack = (patientId: string) => clinic.heldBack(patientId);
const judged = (patientId: string) => clinic.judged(patientId);
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
    const patientId = await clinic.patient();
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
    await clinic.resolve(first!);
    await item9(patientId, 0, 'LA6571-9');
    await judged(patientId);
    expect((await open(patientId, 'red-flag')).some((row) => row.id !== first!.id)).toBe(true);
  });

  it('of weeks ago is history: it calls nobody, and that nobody hears of it is to be seen', async () => {
    const patientId = await clinic.patient();
    await item9(patientId, 30, 'LA6571-9');
    await judged(patientId);
    expect(await open(patientId, 'red-flag')).toEqual([]);
    expect(await heldBack(patientId)).toEqual(['not-live']);
  });

  it('is held back as dealt with for as long as it would call somebody, and no longer', async () => {
    const patientId = await clinic.patient();
    await item9(patientId, 0, 'LA6569-3');
    await judged(patientId);
    const [flag] = await open(patientId, 'red-flag');
    await clinic.resolve(flag!);
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
    const patientId = await clinic.patient();
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
    const patientId = await clinic.patient();
    await item9(patientId, 0.1, 'LA6569-3');
    await phq9(patientId, 0.1, 22);
    await judged(patientId);
    const kinds = async () =>
      (await clinic.clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items.map(
        (row: Row) => row.kind,
      );
    expect((await kinds()).sort()).toEqual(['prom-threshold', 'red-flag']);
    await answerConsent(clinic.clinician, patientId, 'monitoring', 'withdrawn');
    await again(patientId);
    expect(await kinds()).toEqual(['red-flag']);
    expect(await heldBack(patientId)).toEqual([]);
    // As if nobody had looked at the answer yet.
    const elsewhere = await clinic.patient();
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
    const patientId = await clinic.patient();
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
