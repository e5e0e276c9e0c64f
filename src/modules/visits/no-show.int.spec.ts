import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { NoShowWatch } from './no-show-watch.js';

let app: TestApp;
/** A second node on the same database. */
let other: TestApp;
let clinicId: string;
let doctor: Person;
let patient: Person;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ database: app.database });
  const clinic = await createClinic(app, 'no-shows');
  clinicId = clinic.id;
  doctor = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  patient = await inviteAndAccept(app, clinic.admin, { role: 'patient', patientId: await registerPatient(doctor) });
}, 120_000);
afterAll(async () => {
  await other?.close();
  await app?.close();
});

async function book(minutesAgo: number, modality = 'video'): Promise<string> {
  const id = randomUUID();
  const startsAt = new Date().toISOString();
  const body = { id, patientId: patient.patientId, startsAt, minutes: 30, modality, evenIfOverlapping: true };
  await doctor.agent.post('/api/v1/visits').send(body).expect(201);
  // Nobody books into the past: it was booked in time.
  await app.database.asOwner('UPDATE visit SET starts_at = starts_at - make_interval(mins => $2) WHERE id = $1', [
    id,
    minutesAgo,
  ]);
  return id;
}
const look = () => Promise.all([app, other].map((node) => node.nest.get(NoShowWatch).tick()));
const raised = async (visitId: string) =>
  app.database.asOwner<{ severity: number; state: string; missed: number }>(
    `SELECT severity, state, (evidence ->> 'missedInARow')::int AS missed FROM alert WHERE clinic_id = $1 AND kind = 'no-show' AND key = $2`,
    [clinicId, visitId],
  );

describe('a patient who does not come to a video visit', () => {
  it('is an alert once, however many nodes look, and is over when the patient comes after all', async () => {
    const visitId = await book(16);
    await look();
    await look();
    expect(await raised(visitId)).toEqual([{ severity: 1, state: 'open', missed: 1 }]);
    await patient.agent
      .post(`/api/v1/visits/${visitId}/arrive`)
      .send({})
      .expect((a) => expect(a.status).toBeLessThan(300));
    expect(await raised(visitId)).toMatchObject([{ state: 'resolved' }]);
  });

  it('again is counted', async () => {
    const first = await book(40);
    await look();
    const second = await book(20);
    await look();
    expect([await raised(first), await raised(second)]).toMatchObject([[{ missed: 1 }], [{ missed: 2, severity: 2 }]]);
  });

  it.each<[string, () => Promise<string>]>([
    ['within the grace', () => book(14)],
    ['by telephone', () => book(20, 'phone')],
    ['long ago: we were away ourselves', () => book(300)],
  ])('is nothing %s', async (_name, make) => {
    const visitId = await make();
    await look();
    expect(await raised(visitId)).toEqual([]);
  });

  it('found long afterwards stands among what was held back, with its reason', async () => {
    const visitId = await book(300);
    await look();
    const held = await app.database.asOwner<{ reason: string }>(
      `SELECT reason FROM alert_suppression WHERE clinic_id = $1 AND kind = 'no-show' AND concern_key LIKE '%' || $2`,
      [clinicId, visitId],
    );
    expect(held).toEqual([{ reason: 'not-live' }]);
  });

  it('but waits, or whose line failed, has come', async () => {
    const waiting = await book(10);
    await patient.agent
      .post(`/api/v1/visits/${waiting}/arrive`)
      .send({})
      .expect((a) => expect(a.status).toBeLessThan(300));
    const failed = await book(10);
    await app.database.asOwner(`UPDATE visit SET starts_at = now() - interval '17 minutes' WHERE id = ANY($1)`, [
      [waiting, failed],
    ]);
    await app.database.asOwner(
      `INSERT INTO visit_event (clinic_id, visit_id, kind, person_id) VALUES ($1, $2, 'livekit.participant_joined', $3)`,
      [clinicId, failed, patient.personId],
    );
    await look();
    expect([await raised(waiting), await raised(failed)]).toEqual([[], []]);
  });
});
