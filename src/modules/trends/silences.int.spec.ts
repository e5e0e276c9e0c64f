import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { addDays, civilDayOf, startOfDay } from '../../metrics/index.js';
import { OutageWatch } from '../observations/sources/outage-watch.js';

const ZONE = 'Europe/Berlin';
const SILENT_DAYS = 8;
const HISTORY_DAYS = 60;
const today = civilDayOf(ZONE, Date.now());

let app: TestApp;
let clinician: Person;
let clinicId: string;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'silences');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  token = await tokenFor(app, clinicId);
}, 120_000);
afterAll(() => app?.close());

/** Steps of a day, as a sum up to its evening; of today up to now. */
const stepsOf = (day: string, device: string): Reading => {
  const start = startOfDay(ZONE, day);
  const end = Math.min(start + 22 * 3_600_000, Date.now());
  return {
    metric: 'steps',
    value: 6000,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    device,
  };
};
const daysBefore = (n: number) => addDays(today, -n);
const history = (device: string) =>
  Array.from({ length: HISTORY_DAYS }, (_, i) => stepsOf(daysBefore(SILENT_DAYS + HISTORY_DAYS - i), device));

const rows = <Row extends object>(sql: string, values: unknown[]) => app.database.asOwner<Row>(sql, values);
/** As if what has come had come then, and nothing since. */
async function timeHasPassed(patientId: string, days: number): Promise<void> {
  await rows(`UPDATE source_contact SET last_contact_at = now() - make_interval(days => $2) WHERE patient_id = $1`, [
    patientId,
    days,
  ]);
  // Judged yesterday: today is to be judged anew, also by a day that still grows.
  await rows('UPDATE trend SET through = through - 1 WHERE patient_id = $1', [patientId]);
}
async function judged(patientIds: readonly string[]): Promise<void> {
  const until = Date.now() + 40_000;
  for (;;) {
    const [row] = await rows<{ due: number; judged: number }>(
      `SELECT (SELECT count(*)::int FROM due_day WHERE patient_id = ANY($1) AND next_at <= now() + interval '5 s') AS due,
         (SELECT count(*)::int FROM trend WHERE patient_id = ANY($1)) AS judged`,
      [patientIds],
    );
    if (row!.due === 0 && row!.judged === patientIds.length) return;
    if (Date.now() > until) throw new Error('Not judged in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const alerts = () => rows<{ kind: string; key: string }>(`SELECT kind, key FROM alert WHERE clinic_id = $1 AND absent_since IS NULL ORDER BY kind`, [clinicId]); // prettier-ignore
const statesOf = async (patientId: string) => {
  const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
  const { days } = body.panels.find((panel: { metric: string }) => panel.metric === 'steps');
  return days.slice(-SILENT_DAYS - 1).map(({ state }: { state: string }) => state);
};
const LOST = [...Array.from({ length: SILENT_DAYS }, () => 'notSynced'), 'partial'];

describe('after a silence', () => {
  it('of a gateway: one alert of the clinic; when it delivers again its days were not "not worn", and nobody is told so', async () => {
    const patientIds = await Promise.all([1, 2, 3, 4].map(() => registerPatient(clinician)));
    for (const id of patientIds) await postObservations(app, token, id, history('Acme Band 1'));
    await judged(patientIds);
    for (const id of patientIds) await timeHasPassed(id, SILENT_DAYS);
    await app.nest.get(OutageWatch).tick();
    expect((await alerts()).map(({ kind }) => kind)).toEqual(['vendor-outage']);
    for (const id of patientIds) await postObservations(app, token, id, [stepsOf(today, 'Acme Band 1')]);
    await judged(patientIds);
    expect((await alerts()).filter(({ kind }) => kind !== 'vendor-outage')).toEqual([]);
    expect(await statesOf(patientIds[0]!)).toEqual(LOST);
    const kept = await rows<{ cause: string; isOver: boolean }>(`SELECT DISTINCT cause, to_at IS NOT NULL AS "isOver" FROM source_silence WHERE clinic_id = $1`, [clinicId]); // prettier-ignore
    expect(kept).toEqual([{ cause: expect.any(String), isOver: true }]);
    // A part of it that comes later does not make the rest of it unworn.
    await postObservations(app, token, patientIds[0]!, [stepsOf(daysBefore(4), 'Acme Band 1')]);
    await judged(patientIds);
    const states = await statesOf(patientIds[0]!);
    expect(states.filter((state: string) => state === 'notWorn')).toEqual([]);
  }, 120_000);

  it('of one patient: the gap ends as a gap, and is not told as worn less', async () => {
    const patientId = await registerPatient(clinician);
    await postObservations(app, token, patientId, history('Solo Watch'));
    await judged([patientId]);
    await timeHasPassed(patientId, SILENT_DAYS);
    await postObservations(app, token, patientId, [stepsOf(today, 'Solo Watch')]);
    await judged([patientId]);
    expect(await rows('SELECT kind FROM alert WHERE patient_id = $1 AND absent_since IS NULL', [patientId])).toEqual(
      [],
    );
    expect(await statesOf(patientId)).toEqual(LOST);
    // The watch itself kept some of the days: what it did not keep was not worn.
    await postObservations(app, token, patientId, [stepsOf(daysBefore(4), 'Solo Watch')]);
    await judged([patientId]);
    expect((await statesOf(patientId)).filter((state: string) => state === 'notWorn').length).toBeGreaterThan(3);
  }, 120_000);
});
