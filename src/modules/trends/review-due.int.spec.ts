import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { addDays, civilDayOf } from '../../metrics/index.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { markReviews } from './due.repository.js';

const today = civilDayOf('Europe/Berlin', Date.now());
let app: TestApp;
let clinicId: string;
let clinician: Person;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'reviews');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(() => app?.close());

async function begin(patientId: string, startsOn: string): Promise<void> {
  const id = randomUUID();
  await app.database.asOwner(
    `INSERT INTO sprint (clinic_id, id, patient_id, goal, starts_on, ends_on, created_by) VALUES ($1, $2, $3, 'walk', $4, $5, 'test')`,
    [clinicId, id, patientId, startsOn, addDays(startsOn, 27)],
  );
  await app.database.asOwner(
    `INSERT INTO sprint_metric (clinic_id, sprint_id, metric, position, target) VALUES ($1, $2, 'steps', 0, 6000)`,
    [clinicId, id],
  );
}
const mark = () => app.nest.get(WorkerDatabase).as.inClinic(clinicId, () => markReviews(clinicId));
const dueOf = (patientId: string) => app.database.asOwner('SELECT 1 FROM due_day WHERE patient_id = $1', [patientId]);
async function judged(patientId: string): Promise<void> {
  for (const until = Date.now() + 30_000; (await dueOf(patientId)).length > 0;) {
    if (Date.now() > until) throw new Error('Not judged in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const openKinds = async (patientId: string): Promise<string[]> =>
  (await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items.map(
    (row: { kind: string }) => row.kind,
  );

it('a decision is due once a sprint, also of somebody without any data, until the next sprint has begun', async () => {
  const ending = await registerPatient(clinician);
  const running = await registerPatient(clinician);
  const old = await registerPatient(clinician);
  await begin(ending, addDays(today, -27));
  await begin(running, addDays(today, -20));
  await begin(old, addDays(today, -100));
  await Promise.all([mark(), mark()]);
  // Whoever looks a second time that day finds nothing to do.
  await mark();
  for (const patientId of [ending, running, old]) await judged(patientId);
  expect([await openKinds(ending), await openKinds(running), await openKinds(old)]).toEqual([['review-due'], [], []]);
  const looked = `SELECT count(*)::int AS n FROM sprint WHERE clinic_id = $1 AND looked_on IS NOT NULL`;
  expect(await app.database.asOwner(looked, [clinicId])).toEqual([{ n: 1 }]);

  await begin(ending, today);
  await app.database.asOwner('UPDATE sprint SET looked_on = NULL WHERE clinic_id = $1', [clinicId]);
  await mark();
  await judged(ending);
  expect(await openKinds(ending)).toEqual([]);
});
