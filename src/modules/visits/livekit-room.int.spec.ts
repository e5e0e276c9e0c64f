import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { until } from '../../../test/support/until.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  type TestClinic,
} from '../../../test/support/people.js';

const KEY = 'APItest';
const SECRET = 'a secret of at least thirty-two characters';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (claims: object, secret = SECRET) => {
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
};
/** The claims, once the signature has been checked with the shared secret. */
const verify = (token: string) => {
  const [head, claims, signature] = token.split('.') as [string, string, string];
  expect(createHmac('sha256', SECRET).update(`${head}.${claims}`).digest('base64url')).toBe(signature);
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown> & { exp: number };
};

describe('a visit over LiveKit', () => {
  let app: TestApp;
  let mediaServer: Server;
  const calls: { method: string; body: Record<string, unknown>; claims: Record<string, unknown> }[] = [];
  let clinicId: string;
  let clinic: TestClinic;
  let doctor: Person;
  let patient: Person;
  let patientId: string;
  let visitId: string;
  let room: string;
  const post = (who: Person, act: string) => who.agent.post(`/api/v1/visits/${visitId}/${act}`).send({});
  const eventsOf = () =>
    app.database.asOwner<{ kind: string; person_id: string | null }>(
      `SELECT kind, person_id FROM visit_event WHERE visit_id = $1 AND kind LIKE 'livekit%' ORDER BY id`,
      [visitId],
    );
  const webhook = (body: string, authorization?: string) => {
    const request = app.http().post('/ingest/v1/webhooks/livekit').set('content-type', 'application/webhook+json');
    if (authorization) void request.set('authorization', authorization);
    return request.send(body);
  };
  const signed = (body: string, secret = SECRET, exp = Math.floor(Date.now() / 1000) + 300) =>
    sign({ iss: KEY, exp, sha256: createHash('sha256').update(body).digest('base64') }, secret);

  beforeAll(async () => {
    mediaServer = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += String(part)));
      request.on('end', () => {
        const claims = verify((request.headers.authorization ?? '').replace('Bearer ', ''));
        calls.push({ method: request.url?.split('/').at(-1) ?? '', body: JSON.parse(text), claims });
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => mediaServer.listen(0, '127.0.0.1', resolve));
    const port = (mediaServer.address() as AddressInfo).port;
    app = await createTestApp({
      env: { LIVEKIT_URL: `ws://127.0.0.1:${port}`, LIVEKIT_API_KEY: KEY, LIVEKIT_API_SECRET: SECRET },
    });
    clinic = await createClinic(app, 'filming');
    clinicId = clinic.id;
    doctor = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    patientId = await registerPatient(doctor);
    patient = await inviteAndAccept(app, clinic.admin, { role: 'patient', patientId });
    visitId = randomUUID();
    await doctor.agent
      .post('/api/v1/visits')
      .send({ id: visitId, patientId, startsAt: `${clinicDay(40)}T10:00:00Z`, minutes: 30, modality: 'video' })
      .expect(201);
  }, 60_000);
  afterAll(async () => {
    await app.close();
    mediaServer.close();
  }, 60_000);

  it('mints no token before admission', async () => {
    for (const who of [patient, doctor]) await post(who, 'join').expect(409, /VISIT_NOT_ADMITTED/);
    await post(patient, 'arrive').expect(200);
    for (const who of [patient, doctor]) await post(who, 'join').expect(409, /VISIT_NOT_ADMITTED/);
    expect(calls).toEqual([]);
  });

  it('mints a token for this person and this room, to come in within ten minutes, and no more', async () => {
    await post(doctor, 'admit').expect(200);
    const { body } = await post(patient, 'join').expect(200);
    expect(body).toEqual({
      adapter: 'livekit',
      url: expect.stringMatching(/^ws:\/\/127/),
      token: expect.any(String),
      identity: `person:${patient.personId}`,
    });
    const claims = verify(body.token);
    room = (claims['video'] as { room: string }).room;
    expect(room.split('.')).toEqual([clinicId, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(room).not.toContain(visitId);
    expect(claims['sub']).toBe(`person:${patient.personId}`);
    expect(claims['video']).toEqual({
      room,
      roomJoin: true,
      canPublish: true,
      canSubscribe: true,
      canPublishData: false,
    });
    expect(claims.exp - Date.now() / 1000).toBeGreaterThan(590);
    expect(claims.exp - Date.now() / 1000).toBeLessThanOrEqual(600);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ method: 'CreateRoom', body: { name: room } });
    expect(Number(calls[0]?.body['departureTimeout'])).toBeGreaterThanOrEqual(120);
  });

  it('keeps signed messages as evidence, each once, and moves nothing by them', async () => {
    const event = { event: 'room_finished', id: 'EV_1', createdAt: '1772445600', room: { name: room } };
    const body = JSON.stringify(event);
    await webhook(body, signed(body)).expect(200);
    await webhook(body, signed(body)).expect(200);
    const joined = JSON.stringify({
      ...event,
      event: 'participant_joined',
      id: 'EV_2',
      participant: { identity: `person:${patient.personId}` },
    });
    await webhook(joined, signed(joined)).expect(200);
    expect(await eventsOf()).toEqual([
      { kind: 'livekit.room_finished', person_id: null },
      { kind: 'livekit.participant_joined', person_id: patient.personId },
    ]);
    expect((await doctor.agent.get(`/api/v1/visits/${visitId}`)).body.state).toBe('in-progress');
    for (const name of [
      'somebody-elses-room',
      `${clinicId}.${randomUUID()}`,
      `${randomUUID()}.${room.split('.')[1]}`,
    ]) {
      const other = JSON.stringify({ ...event, id: randomUUID(), room: { name } });
      await webhook(other, signed(other)).expect(200);
    }
    expect(await eventsOf()).toHaveLength(2);
  });

  it('refuses messages that are unsigned, altered, old or signed by another', async () => {
    const body = JSON.stringify({ event: 'room_finished', id: 'EV_3', room: { name: room } });
    const refusals = [
      webhook(body),
      webhook(body, 'nonsense'),
      webhook(body, signed(body, 'another secret of at least thirty-two letters')),
      webhook(body, signed(body, SECRET, Math.floor(Date.now() / 1000) - 600)),
      webhook(`${body} `, signed(body)),
      webhook(body.replace('EV_3', 'EV_4'), signed(body)),
    ];
    for (const refusal of refusals) await refusal.expect(401);
    await app
      .http()
      .post('/ingest/v1/webhooks/livekit')
      .set('content-type', 'text/plain')
      .set('authorization', signed(body))
      .send(body)
      .expect(415);
    expect(await eventsOf()).toHaveLength(2);
  });

  it('sends out whoever may not be in any more, and again while their key opens', async () => {
    const coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    const guest = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });
    await post(guest, 'join').expect(200);
    const sentOut = () => calls.filter(({ method }) => method === 'RemoveParticipant').map(({ body }) => body);
    await app.database.asOwner('UPDATE delegation SET until = now() WHERE person_id = $1', [guest.personId]);
    await until('sent out twice', () => sentOut().length > 1);
    expect(sentOut().slice(0, 2)).toEqual(Array(2).fill({ room, identity: `person:${guest.personId}` }));
    await post(guest, 'join').expect(404);
  }, 60_000);

  it('sends out whose session has ended, and nobody else', async () => {
    const before = calls.length;
    await post(doctor, 'join').expect(200);
    const cover = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    await post(cover, 'admit').expect(200);
    await post(cover, 'join').expect(200);
    await cover.agent.post('/auth/sign-out').send({}).expect(200);
    const sentOut = () =>
      calls
        .slice(before)
        .filter(({ method }) => method === 'RemoveParticipant')
        .map(({ body }) => body['identity']);
    await until('sent out', () => sentOut().includes(`person:${cover.personId}`));
    expect(sentOut()).not.toContain(`person:${doctor.personId}`);
    expect(sentOut()).not.toContain(`person:${patient.personId}`);
  }, 60_000);

  it('closes the room at the end, and mints nothing afterwards', async () => {
    await post(doctor, 'end').expect(200);
    await until('the room is closed', () =>
      calls.some(({ method, body }) => method === 'DeleteRoom' && body['room'] === room),
    );
    for (const who of [patient, doctor]) await post(who, 'join').expect(409, /VISIT_NOT_ADMITTED/);
  });

  it('ends a visit and lets people in while the media server is away', async () => {
    mediaServer.closeAllConnections();
    await new Promise((resolve) => mediaServer.close(resolve));
    visitId = randomUUID();
    const body = { id: visitId, patientId, startsAt: `${clinicDay(41)}T10:00:00Z`, minutes: 30, modality: 'video' };
    await doctor.agent.post('/api/v1/visits').send(body).expect(201);
    await post(patient, 'arrive').expect(200);
    await post(doctor, 'admit').expect(200);
    await post(patient, 'join').expect(200);
    await post(doctor, 'end').expect(200);
  });
});
