import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { toObservation } from '../../../test/support/fhir.js';
import { mergeRecords, type TwoRecords, twoRecords } from '../../../test/support/merges.js';
import { createClinic } from '../../../test/support/people.js';

let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'written'), 'Walker');
}, 120_000);
afterAll(() => app?.close());

const book = (patientId: string) =>
  circle.colleague.agent.post('/api/v1/visits').send({
    id: randomUUID(),
    patientId,
    startsAt: new Date(Date.now() + 60_000).toISOString(),
    minutes: 30,
    modality: 'video',
  });
const answer = (patientId: string) =>
  circle.colleague.agent.post(`/api/v1/patients/${patientId}/responses`).send({
    id: randomUUID(),
    instrument: 'diary',
    answers: { pain: 4 },
    authoredAt: new Date().toISOString(),
  });
const push = (patientId: string) =>
  app
    .http()
    .post('/fhir/Observation')
    .set('authorization', `Bearer ${circle.token}`)
    .set('content-type', 'application/fhir+json')
    .send(
      JSON.stringify(
        toObservation(patientId, {
          metric: 'steps',
          value: 300,
          start: '2026-03-10T10:00:00Z',
          end: '2026-03-10T11:00:00Z',
        }),
      ),
    );
/** In a transaction with its key. */
const ingest = (patient: string) =>
  app
    .http()
    .post('/ingest/v1/observations')
    .set({ authorization: `Bearer ${circle.token}`, 'idempotency-key': randomUUID() })
    .send({
      observations: [
        {
          patient,
          metric: 'heartRate',
          value: 61,
          unit: '/min',
          start: '2026-03-10T10:00:00Z',
          end: '2026-03-10T10:00:00Z',
          source: { system: 'fhir', device: 'watch' },
        },
      ],
    });

/** What becomes of an act that begins while its patient is being merged and goes on when that is done. */
async function besideMerge<T>({ survivorId, duplicateId }: TwoRecords, act: () => PromiseLike<T>): Promise<T> {
  const merge = new pg.Client({ connectionString: app.database.ownerUrl });
  await merge.connect();
  try {
    await merge.query('BEGIN');
    await merge.query('SELECT 1 FROM patient WHERE id IN ($1, $2) ORDER BY id FOR UPDATE', [survivorId, duplicateId]);
    await merge.query('UPDATE patient SET merged_into = $1 WHERE id = $2', [survivorId, duplicateId]);
    const running = Promise.resolve(act());
    while ((await waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await merge.query('COMMIT');
    return await running;
  } finally {
    await merge.end();
  }
}
const waiting = async () =>
  (
    await app.database.asOwner(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  ).length;

describe('what is written to a record that was merged', () => {
  it.each([
    ['a visit', book],
    ['an answer', answer],
    [
      'the end of an erasure',
      (id: string) => circle.admin.agent.post(`/api/v1/patients/${id}/erasure/cancel`).send({}),
    ],
  ])('%s is refused with the id of the living one, which reading does not ask for', async (_name, write) => {
    const both = await twoRecords(circle);
    await mergeRecords(circle, both);
    const refused = await write(both.duplicateId);
    expect([refused.status, refused.body.code]).toEqual([409, 'PATIENT_MERGED']);
    expect(refused.body.errors[0].message).toContain(both.survivorId);
    await circle.colleague.agent.get(`/api/v1/patients/${both.duplicateId}`).expect(200);
    expect((await write(both.survivorId)).body.code).not.toBe('PATIENT_MERGED');
  });

  it.each([
    ['a visit', book],
    ['an answer', answer],
  ])('%s waits for a merge that is under way, and is refused then', async (_name, write) => {
    const both = await twoRecords(circle);
    const { status, body } = await besideMerge(both, () => write(both.duplicateId));
    expect([status, body.code]).toEqual([409, 'PATIENT_MERGED']);
  });

  it.each([
    ['in a shared commit', push],
    ['with a key', ingest],
  ])('a reading of a new device, %s, waits for it too, and lies with the living record', async (_name, send) => {
    const both = await twoRecords(circle);
    const { status, body } = await besideMerge(both, () => send(both.duplicateId));
    expect([status < 300, body]).toMatchObject([true, {}]);
    const rows = await app.database.asOwner('SELECT patient_id FROM observation WHERE patient_id IN ($1, $2)', [
      both.survivorId,
      both.duplicateId,
    ]);
    expect(rows).toEqual([{ patient_id: both.survivorId }]);
  });
});
