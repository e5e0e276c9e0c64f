import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Socket } from 'socket.io-client';
import { newSecret } from '../../src/platform/auth/secrets.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../support/care.js';
import { answerConsent } from '../support/consents.js';
import { toObservation } from '../support/fhir.js';
import { connect, createClinic, nextEvent, ok, type Person, signIn, socket } from '../support/people.js';
import { until } from '../support/until.js';

/** Withdrawn consents, with real sockets and a visit that goes on. How soon a socket is closed: socket-people.spec.ts. */
let app: TestApp;
/** A second node of the same clinic. */
let other: TestApp;
let circle: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ database: app.database });
  circle = await gatherCareCircle(app, await createClinic(app, 'leaving'), 'Leaving');
}, 120_000);
afterAll(async () => {
  await other?.close();
  await app?.close();
});

const answer = (purpose: 'telehealth' | 'share-caregiver' | 'research', status: 'given' | 'withdrawn') =>
  answerConsent(circle.patient, circle.patientId, purpose, status);
const enter = (client: Socket, visitId: string) => client.timeout(30_000).emitWithAck('enter', { visitId });
const stateOf = async (visitId: string) =>
  (await circle.treating.agent.get(`/api/v1/visits/${visitId}`).expect(200)).body.state;
const act = (who: Person, visitId: string, verb: string) =>
  who.agent.post(`/api/v1/visits/${visitId}/${verb}`).send({});
/** Resolves when the server closes this socket. */
const closed = (client: Socket) => nextEvent<string>(client, 'disconnect');

describe('consent to telehealth, withdrawn', () => {
  it('ends the visit that goes on for everybody in it, on every node', async () => {
    const visitId = await visitOf(circle, 'in-progress');
    await circle.treating.agent
      .put(`/api/v1/visits/${visitId}/note`)
      .send({ patientWords: 'a', seen: 'b', agreed: 'c', version: 0 })
      .expect(200);
    const patientPage = await socket(app, circle.patient.agent, '/visits');
    const doctorPage = await socket(app, circle.treating.agent, '/visits');
    const farAgent = await signIn(other, circle.treating.email);
    const farPage = await socket(other, farAgent, '/visits');
    const farLive = await socket(other, farAgent, '/live');
    await farLive.emitWithAck('resume', { cursor: null });
    for (const page of [patientPage, doctorPage, farPage]) await enter(page, visitId);
    const told = [patientPage, doctorPage, farPage].map((page) => nextEvent<{ state: string }>(page, 'state'));
    const rung = nextEvent<{ kind: string; id: string }>(farLive, 'delivery');

    await answer('telehealth', 'withdrawn');

    expect((await Promise.all(told)).map(({ state }) => state)).toEqual(['ended', 'ended', 'ended']);
    expect(await rung).toMatchObject({ kind: 'visit', id: visitId });
    expect(await stateOf(visitId)).toBe('ended');
    await act(circle.patient, visitId, 'join').expect(409);
    await act(circle.treating, visitId, 'join').expect(409);
    const signal = { visitId, data: { description: { type: 'offer', sdp: 'v=0' } } };
    expect(await doctorPage.timeout(30_000).emitWithAck('signal', signal)).toMatchObject({
      error: { code: 'VISIT_NOT_ADMITTED' },
    });
    // What was written so far is kept, as at any end.
    const { body } = await circle.patient.agent.get(`/fhir/DocumentReference/${visitId}`).expect(200);
    expect(body.docStatus).toBe('final');
    const story = await app.database.asOwner(`SELECT detail FROM visit_event WHERE visit_id = $1 AND kind = 'ended'`, [
      visitId,
    ]);
    expect(story).toEqual([{ detail: 'consent to telehealth withdrawn' }]);
  });

  it('refuses whoever comes after it, and lets a booking stand for the day consent is given again', async () => {
    const visitId = await visitOf(circle);
    await act(circle.patient, visitId, 'arrive').expect(409, /CONSENT_NEEDED/);
    await act(circle.caregiver, visitId, 'arrive').expect(409, /CONSENT_NEEDED/);
    const phone = await bookBy('phone');
    await act(circle.treating, phone, 'admit').expect(409, /CONSENT_NEEDED/);
    const here = await bookBy('in-person');
    await act(circle.treating, here, 'admit').expect(200);
    await answer('telehealth', 'given');
    await act(circle.patient, visitId, 'arrive').expect(200);
    await act(circle.treating, visitId, 'admit').expect(200);
  });

  it('sends home who waits, and leaves alone who sits at the clinic', async () => {
    const waiting = await visitOf(circle, 'waiting');
    const here = await bookBy('in-person');
    await act(circle.treating, here, 'admit').expect(200);
    await answer('telehealth', 'withdrawn');
    expect(await stateOf(waiting)).toBe('cancelled');
    expect(await stateOf(here)).toBe('in-progress');
    await answer('telehealth', 'given');
  });

  it.each([
    ['withdrawal, admission', 'phone', [200, 409], 'booked'],
    ['admission, withdrawal', 'phone', [200, 200], 'ended'],
    ['withdrawal, admission', 'video', [200, 409], 'cancelled'],
    ['admission, withdrawal', 'video', [200, 200], 'ended'],
  ] as const)('at the moment of admission leaves nothing running: %s, %s', async (order, modality, statuses, state) => {
    const visitId = modality === 'video' ? await visitOf(circle, 'waiting') : await bookBy('phone');
    const withdraw = () =>
      circle.patient.agent
        .put(`/api/v1/patients/${circle.patientId}/consents/telehealth`)
        .send({ status: 'withdrawn' });
    const admit = () => act(circle.treating, visitId, 'admit');
    const acts = order.startsWith('withdrawal') ? [withdraw, admit] : [admit, withdraw];
    const answers = await inTurn(visitId, acts);
    expect(answers).toEqual(statuses);
    expect(await stateOf(visitId)).toBe(state);
    await answer('telehealth', 'given');
  });

  /** Lets both run into the visit's lock, the first before the second, and then lets go. */
  async function inTurn(visitId: string, acts: readonly (() => PromiseLike<{ status: number }>)[]): Promise<number[]> {
    const holder = new pg.Client({ connectionString: app.database.ownerUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM visit WHERE id = $1 FOR UPDATE', [visitId]);
      const running: Promise<{ status: number }>[] = [];
      for (const run of acts) {
        running.push(Promise.resolve(run()));
        await until('it waits in the lock', async () => (await waiting()) === running.length);
      }
      await holder.query('COMMIT');
      return (await Promise.all(running)).map(({ status }) => status);
    } finally {
      await holder.end();
    }
  }

  const waiting = async () =>
    Number(
      (
        await app.database.asOwner<{ n: string }>(
          `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      )[0]?.n,
    );

  async function bookBy(modality: 'phone' | 'in-person'): Promise<string> {
    const id = randomUUID();
    const { patientId } = circle;
    const startsAt = new Date().toISOString();
    await circle.treating.agent
      .post('/api/v1/visits')
      .send({ id, patientId, startsAt, minutes: 15, modality, evenIfOverlapping: true })
      .expect(ok);
    return id;
  }
});

describe('consent to sharing with caregivers, withdrawn', () => {
  it('closes the caregiver’s sockets, refuses new ones, and ends every way to the patient', async () => {
    const { agent } = circle.caregiver;
    const visitId = await visitOf(circle, 'in-progress');
    const live = await socket(app, agent, '/live');
    const visits = await socket(app, agent, '/visits');
    const far = await socket(other, await signIn(other, circle.caregiver.email), '/live');
    await live.emitWithAck('resume', { cursor: null });
    await enter(visits, visitId);
    await agent.get(`/api/v1/patients/${circle.patientId}`).expect(200);
    const gone = [live, visits, far].map(closed);

    await answer('share-caregiver', 'withdrawn');

    // Routes at once, sockets at the next look.
    await agent.get(`/api/v1/patients/${circle.patientId}`).expect(404);
    await agent.get(`/api/v1/patients/${circle.patientId}/series`).expect(404);
    await agent.get(`/api/v1/visits/${visitId}`).expect(404);
    await act(circle.caregiver, visitId, 'join').expect(404);
    for (const list of ['/api/v1/patients', '/api/v1/visits'])
      expect((await agent.get(list).expect(200)).body.items).toEqual([]);
    const found = await agent.get('/fhir/Observation').query({ patient: circle.patientId }).expect(200);
    expect(found.body).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
    expect(found.body).not.toHaveProperty('entry');
    expect((await agent.get('/api/v1/session').expect(200)).body.patientId).toBeNull();
    expect(await Promise.all(gone)).toEqual(gone.map(() => 'io server disconnect'));
    const { body } = await agent.post('/api/v1/socket-ticket').send({}).expect(200);
    await expect(connect(app, '/live', body.ticket)).rejects.toThrow('unauthorized');
    const [behind] = await app.database.asOwner<{ n: string }>(
      `SELECT count(*) AS n FROM delivery WHERE person_id = $1`,
      [circle.caregiver.personId],
    );
    await visitOf(circle);
    const [after] = await app.database.asOwner<{ n: string }>(
      `SELECT count(*) AS n FROM delivery WHERE person_id = $1`,
      [circle.caregiver.personId],
    );
    expect(after).toEqual(behind);

    await answer('share-caregiver', 'given');
    await agent.get(`/api/v1/patients/${circle.patientId}`).expect(200);
    await socket(app, agent, '/live');
  });
});

describe('an integration for research', () => {
  const tokenOf = async (sharesFor: string): Promise<string> => {
    const { secret, hash } = newSecret('swt');
    await app.database.asOwner(
      `INSERT INTO api_token (clinic_id, id, token_hash, name, scopes, expires_at, shares_for)
       VALUES ($1, $2, $3, 'test', 'system/*.cruds', now() + interval '1 day', $4)`,
      [circle.clinicId, randomUUID(), hash, sharesFor],
    );
    return secret;
  };

  it('sees those who agreed, for as long as they do, and writes nothing', async () => {
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const post = (bearer: string, value: number) =>
      request(app.url)
        .post('/fhir/Observation')
        .set('authorization', `Bearer ${bearer}`)
        .set('content-type', 'application/fhir+json')
        .send(JSON.stringify(toObservation(circle.patientId, { metric: 'painIntensity', value, start })));
    const { body: stored } = await post(circle.token, 4).expect(201);
    const token = await tokenOf('research');
    const get = (path: string) => request(app.url).get(path).set('authorization', `Bearer ${token}`);
    const sees = async () => {
      const found = await get(`/fhir/Observation?patient=${circle.patientId}`).expect(200);
      const people = await get('/api/v1/patients').expect(200);
      const fhirPeople = await get('/fhir/Patient').expect(200);
      return {
        one: (await get(`/fhir/Observation/${stored.id}`)).status,
        last: (await get(`/fhir/Observation/$lastn?patient=${circle.patientId}`)).status,
        patient: (await get(`/fhir/Patient/${circle.patientId}`)).status,
        series: (await get(`/api/v1/patients/${circle.patientId}/series`)).status,
        consents: (await get(`/api/v1/patients/${circle.patientId}/consents`)).status,
        found: found.body.entry?.length ?? 0,
        people: people.body.items.length,
        fhirPeople: fhirPeople.body.entry?.length ?? 0,
      };
    };
    const nothing = {
      one: 404,
      last: 404,
      patient: 404,
      series: 404,
      consents: 404,
      found: 0,
      people: 0,
      fhirPeople: 0,
    };
    expect(await sees()).toEqual(nothing);
    await answer('research', 'given');
    expect(await sees()).toEqual({
      one: 200,
      last: 200,
      patient: 200,
      series: 200,
      consents: 200,
      found: 1,
      people: 1,
      fhirPeople: 1,
    });
    await post(token, 5).expect(403);
    // Agreeing to research is not agreeing to share with the general practice.
    const practice = await tokenOf('share-primary-care');
    await request(app.url)
      .get(`/fhir/Patient/${circle.patientId}`)
      .set('authorization', `Bearer ${practice}`)
      .expect(404);
    await answer('research', 'withdrawn');
    expect(await sees()).toEqual(nothing);
  });
});
