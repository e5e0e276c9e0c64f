import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { postObservations, toBatch, toObservation } from '../../../test/support/fhir.js';
import { clinicDay, createClinic, type Person } from '../../../test/support/people.js';
import { untilQuiet } from '../../../test/support/quiet.js';
import { until } from '../../../test/support/until.js';

const REASON = 'The watch was on the dog.';
const DAY = clinicDay(-2);
const at = (hour: number) => `${DAY}T${String(hour).padStart(2, '0')}:00:00.000Z`;

let app: TestApp;
let circle: CareCircle;

interface Explained {
  readonly value: number | null;
  readonly observations: { id: string; version: number; value: number }[];
  readonly corrected: object[];
}

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'correct-reading'), 'Mistaken');
  const { token, patientId } = circle;
  await postObservations(app, token, patientId, [
    { metric: 'steps', value: 700, start: at(9), end: at(10), device: 'watch' },
    { metric: 'steps', value: 100, start: at(11), end: at(12), device: 'watch' },
  ]);
  await untilQuiet(app.database, patientId);
}, 120_000);
afterAll(() => app?.close());

const dayOf = async (): Promise<Explained> => {
  await untilQuiet(app.database, circle.patientId);
  return (await circle.treating.agent.get(`/api/v1/patients/${circle.patientId}/days/steps/${DAY}`).expect(200)).body;
};
const reading = async (value: number) => (await dayOf()).observations.find((one) => one.value === value)!;
const correct = (by: Person, id: string, body: object, of = circle.patientId) =>
  by.agent.post(`/api/v1/patients/${of}/observations/${id}/correction`).send(body);

describe('a reading that is wrong', () => {
  it('gets its right value as its next version, counts with that, and says who and why', async () => {
    const { id, version } = await reading(700);
    await correct(circle.treating, id, { version, value: 70, reason: REASON }).expect(200, { id, version: 2 });
    const day = await dayOf();
    expect(day).toMatchObject({
      value: 170,
      corrected: [{ id, status: 'amended', value: 70, why: REASON, by: expect.any(String), at: expect.any(String) }],
    });
    const { body } = await circle.treating.agent.get(`/fhir/Observation/${id}`).expect(200);
    expect(body).toMatchObject({ status: 'amended', valueQuantity: { value: 70 }, note: [{ text: REASON }] });
    const { body: old } = await circle.treating.agent.get(`/fhir/Observation/${id}/_history/1`).expect(200);
    expect(old).toMatchObject({ status: 'final', valueQuantity: { value: 700 } });
  });

  it('is marked as an error, counts no more, and says who and why; the audit has one row and no value', async () => {
    const { id, version } = await reading(100);
    await correct(circle.coordinator, id, { version, reason: REASON }).expect(200);
    const day = await dayOf();
    expect(day.value).toBe(70);
    expect(day.observations.map((one) => one.id)).not.toContain(id);
    expect(day.corrected).toMatchObject([{ id, status: 'entered-in-error', value: 100, why: REASON }, { value: 70 }]);
    const rows = await app.database.asOwner<{ interaction: string; outcome: string }>(
      `SELECT interaction, outcome FROM audit_event WHERE object_id = $1 AND type = 'Observation' AND interaction = 'update'`,
      [id],
    );
    expect(rows).toEqual([{ interaction: 'update', outcome: 'success' }]);
  });

  it.each<[string, object, number]>([
    ['no reason', { version: 2, value: 60, reason: ' ' }, 422],
    ['a value that cannot be', { version: 2, value: -1, reason: REASON }, 422],
    ['a version that nobody sees any more', { version: 1, value: 60, reason: REASON }, 409],
  ])('is left as it is with %s', async (_name, body, status) => {
    const { id } = await reading(70);
    await correct(circle.treating, id, body).expect(status);
    expect((await dayOf()).value).toBe(70);
  });

  it('is nobody’s but the team’s to mend, and not under another patient', async () => {
    const { id, version } = await reading(70);
    const body = { version, value: 60, reason: REASON };
    await correct(circle.patient, id, body).expect(403);
    await correct(circle.caregiver, id, body).expect(403);
    await correct(circle.colleague, id, body).expect(404);
    await correct(circle.treating, id, body, circle.neighbour.patientId!).expect(404);
    expect((await dayOf()).value).toBe(70);
  });
});

const send = (resource: object) =>
  app
    .http()
    .post('/fhir/Observation')
    .set({ authorization: `Bearer ${circle.token}`, 'content-type': 'application/fhir+json' })
    .send(JSON.stringify(resource));
/** @returns its id */
async function post(resource: object): Promise<string> {
  const answer = await send(resource);
  expect(answer.status).toBe(201);
  return answer.body.id;
}
const start = `${clinicDay(-4)}T09:00:00.000Z`;
const stepsOn = (device: string) =>
  toObservation(circle.patientId, {
    metric: 'steps',
    value: 700,
    start,
    end: `${clinicDay(-4)}T10:00:00.000Z`,
    device,
  });

const waiting = async () =>
  (
    await app.database.asOwner(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  ).length;

describe('a correction', () => {
  it('of two at once is one: the other is told that somebody was there before', async () => {
    const id = await post(stepsOn('two at once'));
    const holder = new pg.Client({ connectionString: app.database.ownerUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM observation_row WHERE start_at = $1 FOR UPDATE', [start]);
      const running = Promise.all(
        [circle.treating, circle.coordinator].map((by, i) =>
          correct(by, id, { version: 1, value: 60 + i, reason: REASON }),
        ),
      );
      await until('both wait', async () => (await waiting()) === 2);
      await holder.query('COMMIT');
      const both = await running;
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(both.find(({ status }) => status === 409)!.body.code).toBe('READING_CHANGED');
    } finally {
      await holder.end();
    }
  });

  it('gives no number to what is outside the catalogue; that is an error or stays', async () => {
    const code = { text: 'Walk to the shop' };
    const id = await post({ ...stepsOn('walks'), code });
    await correct(circle.treating, id, { version: 1, value: 60, reason: REASON }).expect(422);
    await correct(circle.treating, id, { version: 1, reason: REASON }).expect(200, { id, version: 2 });
  });

  it.each<[string, object]>([
    ['a value of another kind', { valueInteger: 7 }],
    ['why there was none', { dataAbsentReason: { text: 'asleep' } }],
  ])('leaves nothing beside the new value: %s', async (device, said) => {
    const pain = toObservation(circle.patientId, { metric: 'painIntensity', value: 7, start, device });
    const id = await post({ ...pain, valueQuantity: undefined, ...said });
    await correct(circle.treating, id, { version: 1, value: 5, reason: REASON }).expect(200);
    const { body } = await circle.treating.agent.get(`/fhir/Observation/${id}`).expect(200);
    expect(body.valueQuantity).toMatchObject({ value: 5 });
    expect(Object.keys(body).filter((key) => /^(value|dataAbsent)/.test(key))).toEqual(['valueQuantity']);
  });

  it('is told of its day, however many readings a sender has revised there since', async () => {
    const day = clinicDay(-3);
    const minute = (i: number) => `${day}T09:${String(i).padStart(2, '0')}:00.000Z`;
    const readings = Array.from({ length: 52 }, (_, i) => ({
      ...{ metric: 'steps' as const, value: 7, device: 'watch' },
      ...{ start: minute(i), end: minute(i + 1) },
    }));
    await postObservations(app, circle.token, circle.patientId, readings);
    const explained = async () =>
      (await circle.treating.agent.get(`/api/v1/patients/${circle.patientId}/days/steps/${day}`).expect(200)).body;
    const [first] = (await explained()).observations.sort((a: { startAt: string }, b: { startAt: string }) =>
      a.startAt < b.startAt ? -1 : 1,
    );
    await correct(circle.treating, first.id, { version: 1, value: 5, reason: REASON }).expect(200);
    const later = readings.slice(1).map((one) => ({ ...one, value: 6 }));
    const revised = JSON.stringify(toBatch(circle.patientId, later)).replaceAll('"final"', '"amended"');
    await app
      .http()
      .post('/fhir')
      .set({ authorization: `Bearer ${circle.token}`, 'content-type': 'application/fhir+json' })
      .send(revised)
      .expect(200);
    expect((await explained()).corrected).toMatchObject([{ id: first.id, status: 'amended', value: 5 }]);
  });

  it.each([
    [
      'to another value by the team',
      (id: string) => correct(circle.treating, id, { version: 1, value: 5, reason: REASON }),
    ],
    [
      'by its sender',
      (_id: string, said: object) => send({ ...said, status: 'amended', valueQuantity: undefined, valueInteger: 5 }),
    ],
  ] as const)('of an answer that came on its day does not make it a late one: %s', async (device, change) => {
    const day = clinicDay(-6);
    await app.database.asOwner(`UPDATE patient SET created_at = now() - interval '30 days' WHERE id = $1`, [
      circle.patientId,
    ]);
    const answer = toObservation(circle.patientId, { metric: 'mood', value: 4, start: `${day}T09:00:00.000Z`, device });
    const id = await post(answer);
    await cameAt(`${day}T09:01:00.000Z`, `${day}T09:00:00.000Z`);
    expect((await change(id, answer)).status).toBeLessThan(300);
    expect(await moodOf(day)).toMatchObject([{ value: 5, late: false }]);
    const { body } = await readings('mood', day);
    expect(body.items.filter((one: { id: string }) => one.id === id)).toMatchObject([{ version: 2, late: false }]);
    // It is news of an old day all the same, which calls nobody.
    const [trend] = await app.database.asOwner(
      `SELECT result -> 'held' ? 'mood' AS held FROM trend WHERE patient_id = $1`,
      [circle.patientId],
    );
    expect(trend).toEqual({ held: true });
    await app.database.asOwner(`DELETE FROM observation_row WHERE start_at = $1`, [`${day}T09:00:00.000Z`]);
  });

  it('of what was only announced is its first word: it is no clock that was ahead', async () => {
    const day = clinicDay(-8);
    const taken = { metric: 'steps', value: 700, start: `${day}T09:00:00.000Z`, end: `${day}T10:00:00.000Z` } as const;
    const said = toObservation(circle.patientId, { ...taken, device: 'announces' });
    const id = await post({ ...said, status: 'registered', valueQuantity: undefined });
    await cameAt(`${day}T08:00:00.000Z`, taken.start);
    await send(said).expect(200);
    await untilQuiet(app.database, circle.patientId);
    expect((await readings('steps', day)).body.items).toMatchObject([{ id, value: 700, clock: null }]);
  });

  it('of what a clock ahead of ours had said does not make it believable', async () => {
    const day = clinicDay(-7);
    const taken = { metric: 'steps', value: 700, start: `${day}T09:00:00.000Z`, end: `${day}T10:00:00.000Z` } as const;
    const id = await post(toObservation(circle.patientId, { ...taken, device: 'fast clock' }));
    await cameAt(`${day}T08:00:00.000Z`, taken.start);
    await correct(circle.treating, id, { version: 1, value: 60, reason: REASON }).expect(200);
    await untilQuiet(app.database, circle.patientId);
    const { body } = await readings('steps', day);
    expect(body.items).toMatchObject([{ id, value: 60, clock: 'ahead' }]);
    const url = `/api/v1/patients/${circle.patientId}/days/steps/${day}`;
    expect((await circle.treating.agent.get(url).expect(200)).body.value).toBeNull();
  });
});

/** As if what began then had come at another time than now, which no sender can say. */
async function cameAt(received: string, began: string) {
  await untilQuiet(app.database, circle.patientId);
  await app.database.asOwner('UPDATE observation_row SET received_at = $1 WHERE start_at = $2', [received, began]);
}
const readings = (metric: string, day: string, resolution = 'raw') =>
  circle.treating.agent
    .get(`/api/v1/patients/${circle.patientId}/observations`)
    .query({ metric, from: day, to: day, resolution })
    .expect(200);
async function moodOf(day: string) {
  await untilQuiet(app.database, circle.patientId);
  return (await readings('mood', day, 'day')).body.items;
}
