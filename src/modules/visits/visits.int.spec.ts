import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Socket } from 'socket.io-client';
import { until } from '../../../test/support/until.js';
import { createTestApp, type Agent, type TestApp } from '../../../test/support/app.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  nextEvent,
  type Person,
  registerPatient,
  signIn,
  socket,
  tokenFor,
} from '../../../test/support/people.js';
import { query } from '../../platform/database/database.js';

interface Presence {
  participants: { personId: string; name: string | null; role: string; here: boolean; speaks: boolean }[];
}

/** Some weeks ahead. */
const IN_DAYS = 57 - new Date(`${clinicDay()}T12:00:00Z`).getUTCDay();
const [SUNDAY, MONDAY, TUESDAY] = [clinicDay(IN_DAYS - 1), clinicDay(IN_DAYS), clinicDay(IN_DAYS + 1)];

describe('visits', () => {
  let app: TestApp;
  let clinicId: string;
  let admin: Person;
  let doctor: Person;
  let colleague: Person;
  let outsider: Person;
  let coordinator: Person;
  let patient: Person;
  let otherPatient: Person;
  let caregiver: Person;
  let foreignDoctor: Person;
  let patientId: string;
  let visitId: string;

  const post = (who: Person, path: string, body: object = {}) => who.agent.post(`/api/v1/visits${path}`).send(body);
  const booking = (over: object = {}) => ({
    id: randomUUID(),
    patientId,
    startsAt: `${MONDAY}T10:00:00+01:00`,
    minutes: 30,
    modality: 'video',
    evenIfOverlapping: true,
    ...over,
  });
  const book = async (over: object = {}): Promise<string> => {
    const body = booking(over);
    await post(doctor, '', body).expect(201);
    return body.id;
  };
  const enter = (client: Socket, id = visitId) => client.timeout(30_000).emitWithAck('enter', { visitId: id });
  const offer = { description: { type: 'offer', sdp: 'v=0' } };
  const signal = (client: Socket, data: object = offer, id = visitId) =>
    client.timeout(30_000).emitWithAck('signal', { visitId: id, data });
  const denials = async () =>
    Number(
      (await app.database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM audit_event WHERE outcome = 'denied'`))[0]
        ?.n,
    );

  beforeAll(async () => {
    app = await createTestApp({ env: { STEPWELL_ICE_SERVERS: '[{"urls":"stun:stun.example.org"}]' } });
    const clinic = await createClinic(app, 'visiting');
    clinicId = clinic.id;
    admin = clinic.admin;
    doctor = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Dr Visit', profession: 'pain-physician' });
    colleague = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Dr Second' });
    outsider = await inviteAndAccept(app, admin, { role: 'clinician' });
    coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
    patientId = await registerPatient(doctor, {
      careTeam: [doctor.personId, colleague.personId],
      givenName: 'Ada',
      familyName: 'Waits',
    });
    patient = await inviteAndAccept(app, admin, { role: 'patient', patientId });
    caregiver = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });
    const otherId = await registerPatient(coordinator, { careTeam: [outsider.personId] });
    otherPatient = await inviteAndAccept(app, admin, { role: 'patient', patientId: otherId });
    const foreign = await createClinic(app, 'elsewhere');
    foreignDoctor = await inviteAndAccept(app, foreign.admin, { role: 'coordinator' });
  }, 60_000);
  afterAll(() => app.close(), 60_000);
  beforeEach(async () => {
    // Each test has the day to itself.
    await app.database.asOwner(
      `UPDATE visit SET state = 'cancelled' WHERE state IN ('booked', 'waiting', 'in-progress')`,
    );
    visitId = await book();
  });

  it('is booked for a time to come, and behind closed doors only when that is meant', async () => {
    await post(doctor, '', booking({ startsAt: '2020-01-01T14:00:00Z' })).expect(422, /VISIT_PAST/);
    const { body: far } = await post(doctor, '', booking({ startsAt: '2126-11-26T14:00:00Z' })).expect(422);
    expect([far.code, far.errors]).toEqual([
      'VISIT_TOO_FAR',
      [{ path: 'startsAt', message: 'is more than two years away' }],
    ]);
    const office = await createClinic(app, 'office');
    const nia = await inviteAndAccept(app, office.admin, { role: 'coordinator' });
    const hours = Array.from({ length: 7 }, (_, i) => (i < 5 ? [{ from: '08:00', to: '17:00' }] : []));
    const { body: settings } = await nia.agent.get('/api/v1/clinic').expect(200);
    await office.admin.agent
      .put('/api/v1/clinic')
      .send({
        version: settings.version,
        name: settings.name,
        timeZone: 'Europe/Berlin',
        phone: null,
        language: settings.language,
        afterHours: null,
        secondFactor: settings.secondFactor,
        sites: [{ id: randomUUID(), name: 'Harbour', address: null, hours }],
        holidays: [],
      })
      .expect(200);
    const careTeam = [nia.personId];
    const visit = { patientId: await registerPatient(nia, { careTeam }), clinicianId: nia.personId };
    // A Sunday, three in the morning.
    const sunday = booking({ ...visit, startsAt: `${SUNDAY}T03:00:00+01:00` });
    await post(nia, '', sunday).expect(409, /VISIT_WHILE_CLOSED/);
    await post(nia, '', booking({ ...visit, startsAt: `${MONDAY}T10:00:00+01:00` })).expect(201);
    await post(nia, '', { ...sunday, evenIfClosed: true }).expect(201);
    // It is booked: asked for again it is the same, whatever the doors say.
    await post(nia, '', sunday).expect(201);
  });

  describe('at the time of another', () => {
    // The visit of each test is at ten, for half an hour, Dr Visit's with Ada Waits.
    const at = (time: string, over: object = {}) =>
      booking({ startsAt: `${MONDAY}T${time}:00+01:00`, evenIfOverlapping: false, ...over });

    it('asks first, of the clinician and of the patient, and says when and never with whom', async () => {
      const second = { clinicianId: colleague.personId };
      const { body: both } = await post(doctor, '', at('10:15')).expect(409, /VISIT_OVERLAPS/);
      const ten = `${MONDAY}T09:00:00.000Z`;
      expect(both.errors).toEqual([
        { path: 'clinicianId', message: 'has a visit then', at: ten },
        { path: 'patientId', message: 'has a visit then', at: ten },
      ]);
      const { body: hers } = await post(doctor, '', at('09:45', second)).expect(409);
      expect(hers.errors).toEqual([{ path: 'patientId', message: 'has a visit then', at: ten }]);
      const others = { patientId: await registerPatient(doctor, { givenName: 'Bo', familyName: 'Unknown' }) };
      const { body: mine, text } = await post(doctor, '', at('10:00', others)).expect(409);
      expect(mine.errors).toEqual([{ path: 'clinicianId', message: 'has a visit then', at: ten }]);
      expect(text).not.toMatch(/Ada|Waits/);
      await post(doctor, '', at('09:30')).expect(201);
      await post(doctor, '', at('10:30')).expect(201);
      const meant = { ...at('10:15'), evenIfOverlapping: true };
      await post(doctor, '', meant).expect(201);
      // Booked: asked for again it is the same, whatever else stands then.
      await post(doctor, '', { ...meant, evenIfOverlapping: false }).expect(201);
    });

    it('a visit that is over, or was cancelled, is in nobody’s way', async () => {
      await post(doctor, `/${visitId}/cancel`).expect(200);
      await post(doctor, '', at('10:00')).expect(201);
    });

    it('of two bookings at one moment on two nodes, one is asked', async () => {
      const other = await createTestApp({ database: app.database });
      const holder = new pg.Client({ connectionString: app.database.ownerUrl });
      try {
        const agents = [doctor.agent, await signIn(other, doctor.email)];
        // Neither can end before both are under way.
        await holder.connect();
        await holder.query('BEGIN; LOCK TABLE visit_event IN SHARE MODE');
        const asking = agents.map((agent) => Promise.resolve(agent.post('/api/v1/visits').send(at('14:00'))));
        await until('both wait', async () => {
          const [row] = await app.database.asOwner<{ n: number }>(
            `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return row?.n === 2;
        });
        await holder.query('COMMIT');
        const statuses = (await Promise.all(asking)).map(({ status }) => status);
        expect(statuses.sort()).toEqual([201, 409]);
      } finally {
        await holder.end();
        await other.close();
      }
    });

    it('takes no more than twenty of one patient on one day, whatever one says', async () => {
      for (let n = 1; n < 20; n++) await book();
      await post(doctor, '', booking()).expect(409, /VISIT_DAY_FULL/);
      await post(doctor, '', booking({ startsAt: `${TUESDAY}T10:00:00+01:00` })).expect(201);
    });
  });

  it('books once, however often the page retries, and says what was wrong', async () => {
    const body = booking();
    const first = await post(doctor, '', body).expect(201);
    const again = await post(doctor, '', body).expect(201);
    expect(again.body).toEqual(first.body);
    expect(first.body).toEqual({
      id: body.id,
      version: 1,
      patient: { id: patientId, name: 'Ada Waits' },
      clinician: { personId: doctor.personId, name: 'Dr Visit' },
      modality: 'video',
      startsAt: `${MONDAY}T09:00:00.000Z`,
      minutes: 30,
      state: 'booked',
      waitingSince: null,
      admittedAt: null,
      endedAt: null,
      alertId: null,
      noteSavedAt: null,
      emergencyNumber: null,
    });
    await post(doctor, '', { ...body, minutes: 45 }).expect(409, /VISIT_EXISTS/);
    await post(doctor, '', booking({ startsAt: `${MONDAY}T10:00:00` })).expect(422, /startsAt/);
    await post(doctor, '', booking({ minutes: 3 })).expect(422, /minutes/);
    await post(doctor, '', booking({ alertId: randomUUID() })).expect(422, /alertId/);
    for (const clinicianId of [outsider.personId, patient.personId, foreignDoctor.personId, randomUUID()])
      await post(doctor, '', booking({ clinicianId })).expect(422, /VISIT_CLINICIAN_OFF_TEAM/);
    await post(coordinator, '', booking({ clinicianId: colleague.personId })).expect(201);
  });

  it('goes from the waiting room to the end, and tells both sides', async () => {
    const pages = await Promise.all([doctor, patient, caregiver].map((who) => socket(app, who.agent, '/live')));
    const heard: string[][] = pages.map(() => []);
    for (const [i, page] of pages.entries()) {
      page.on('delivery', ({ kind, id }: { kind: string; id: string }) => heard[i]!.push(`${kind} ${id}`));
      await page.timeout(30_000).emitWithAck('resume', { cursor: null });
    }
    await post(doctor, `/${visitId}/admit`).expect(409, /VISIT_NOT_WAITING/);
    await post(patient, `/${visitId}/join`).expect(409, /VISIT_NOT_ADMITTED/);
    const { body: waiting } = await post(patient, `/${visitId}/arrive`).expect(200);
    expect(waiting).toMatchObject({ state: 'waiting', version: 2, waitingSince: expect.any(String) });
    expect((await post(caregiver, `/${visitId}/arrive`).expect(200)).body).toEqual(waiting);
    await post(patient, `/${visitId}/join`).expect(409, /VISIT_NOT_ADMITTED/);
    expect((await post(doctor, `/${visitId}/admit`).expect(200)).body.state).toBe('in-progress');
    expect((await post(patient, `/${visitId}/join`).expect(200)).body).toEqual({
      adapter: 'direct',
      iceServers: [{ urls: 'stun:stun.example.org' }],
      polite: true,
      identity: `person:${patient.personId}`,
    });
    expect((await post(doctor, `/${visitId}/join`).expect(200)).body).toMatchObject({ polite: false });
    await post(colleague, `/${visitId}/join`).expect(409, /VISIT_NOT_PARTICIPANT/);
    await post(patient, `/${visitId}/cancel`).expect(409, /VISIT_IN_PROGRESS/);
    expect((await post(doctor, `/${visitId}/end`).expect(200)).body).toMatchObject({
      state: 'ended',
      endedAt: expect.any(String),
    });
    await post(doctor, `/${visitId}/join`).expect(409, /VISIT_NOT_ADMITTED/);
    await post(doctor, `/${visitId}/admit`).expect(409, /VISIT_ENDED/);
    await until('all have heard', () => heard.every((one) => one.length >= 3));
    expect(heard).toEqual(pages.map(() => [`visit ${visitId}`, `visit ${visitId}`, `visit ${visitId}`]));
    for (const page of pages) page.close();
  });

  it('lets two pages press the same button at once', async () => {
    await post(patient, `/${visitId}/arrive`).expect(200);
    const answers = await Promise.all([
      post(doctor, `/${visitId}/admit`),
      post(coordinator, `/${visitId}/admit`),
      post(doctor, `/${visitId}/admit`),
    ]);
    expect(answers.map((a) => [a.status, a.body.version])).toEqual([
      [200, 3],
      [200, 3],
      [200, 3],
    ]);
  });

  it('lists what one may see, and nothing else', async () => {
    const list = async (who: Person, search = '') =>
      (await who.agent.get(`/api/v1/visits${search}`).expect(200)).body.items.map((v: { id: string }) => v.id);
    for (const who of [doctor, colleague, coordinator, patient, caregiver]) expect(await list(who)).toContain(visitId);
    for (const who of [outsider, otherPatient, foreignDoctor]) expect(await list(who)).toEqual([]);
    expect(await list(doctor, '?state=ended')).not.toContain(visitId);
    expect(await list(doctor, `?from=${MONDAY}T09:00:00Z&to=${MONDAY}T09:00:01Z`)).toContain(visitId);
    expect(await list(doctor, `?from=${MONDAY}T09:00:01Z`)).not.toContain(visitId);
    expect(await list(doctor, `?patientId=${patientId}`)).toContain(visitId);
    await outsider.agent.get(`/api/v1/visits?patientId=${patientId}`).expect(404);
    await doctor.agent.get('/api/v1/visits?until=tomorrow').expect(422);
    await admin.agent.get('/api/v1/visits').expect(403);
  });

  const NOTE = { patientWords: '', seen: '', agreed: '', version: 0 };
  const ROUTES: [string, (agent: Agent, id: string) => PromiseLike<{ status: number }>, string[]][] = [
    ['GET /visits/:id', (a, id) => a.get(`/api/v1/visits/${id}`), []],
    ['POST /visits', (a) => a.post('/api/v1/visits').send(booking()), ['patient', 'caregiver', 'otherPatient']],
    ['arrive', (a, id) => a.post(`/api/v1/visits/${id}/arrive`).send({}), ['outsider', 'foreignDoctor', 'doctor']],
    ['admit', (a, id) => a.post(`/api/v1/visits/${id}/admit`).send({}), ['patient', 'caregiver', 'otherPatient']],
    ['end', (a, id) => a.post(`/api/v1/visits/${id}/end`).send({}), ['patient', 'caregiver', 'otherPatient']],
    ['cancel', (a, id) => a.post(`/api/v1/visits/${id}/cancel`).send({}), ['caregiver']],
    ['join', (a, id) => a.post(`/api/v1/visits/${id}/join`).send({}), []],
    ['GET note', (a, id) => a.get(`/api/v1/visits/${id}/note`), ['patient', 'caregiver', 'otherPatient']],
    ['notes', (a) => a.get(`/api/v1/patients/${patientId}/notes`), ['patient', 'caregiver', 'otherPatient']],
    ['PUT note', (a, id) => a.put(`/api/v1/visits/${id}/note`).send(NOTE), ['patient', 'caregiver', 'otherPatient']],
  ];
  it.each(ROUTES)('%s refuses the wrong clinic, patient, team and role', async (_, ask, wrongRoles) => {
    const people: Record<string, Person> = { outsider, otherPatient, foreignDoctor, patient, caregiver, doctor };
    const before = await denials();
    const asked = [...new Set(['outsider', 'otherPatient', 'foreignDoctor', ...wrongRoles])];
    for (const name of asked) {
      const answer = await ask(people[name]!.agent, visitId);
      expect([name, answer.status]).toEqual([name, wrongRoles.includes(name) ? 403 : 404]);
    }
    expect((await ask(admin.agent, visitId)).status).toBe(403);
    expect(await denials()).toBe(before + asked.length + 1);
    expect((await ask(app.http(), visitId)).status).toBe(401);
    const token = await tokenFor(app, clinicId, 'system/*.cruds');
    expect((await ask(app.http().set('authorization', `Bearer ${token}`) as Agent, visitId)).status).toBe(403);
    expect((await ask(doctor.agent, visitId)).status).not.toBe(404);
    const { body } = await doctor.agent.get(`/api/v1/visits/${visitId}`).expect(200);
    expect(body).toMatchObject({ version: expect.any(Number) });
  });

  it('tells both sides the number for emergencies that the clinic entered', async () => {
    await app.surroundings.database.inClinic(clinicId, () =>
      query(`INSERT INTO clinic_channel (clinic_id, version, emergency_number) VALUES ($1, 1, '112')`, [clinicId]),
    );
    for (const who of [patient, caregiver, doctor])
      expect((await who.agent.get(`/api/v1/visits/${visitId}`).expect(200)).body.emergencyNumber).toBe('112');
    await app.surroundings.database.inClinic(clinicId, () =>
      query('UPDATE clinic_channel SET emergency_number = NULL'),
    );
  });

  it('answers an unknown visit like one that is out of reach', async () => {
    const [unknown, unreachable] = await Promise.all([
      outsider.agent.get(`/api/v1/visits/${randomUUID()}`),
      outsider.agent.get(`/api/v1/visits/${visitId}`),
    ]);
    const { requestId: _a, ...one } = unknown.body;
    const { requestId: _b, ...other } = unreachable.body;
    expect(one).toEqual(other);
    await doctor.agent.get('/api/v1/visits/not-an-id').expect(422);
  });

  describe('the note', () => {
    const put = (who: Person, body: object) => who.agent.put(`/api/v1/visits/${visitId}/note`).send(body);
    const text = { patientWords: 'Nights are “bad”', seen: 'Walks less\nsince May', agreed: '' };

    it('gives back what was saved, once per save, and tells who was too late', async () => {
      expect((await doctor.agent.get(`/api/v1/visits/${visitId}/note`).expect(200)).body).toEqual({
        ...text,
        patientWords: '',
        seen: '',
        label: null,
        authors: [],
        mayChangeLabel: true,
        savedAt: null,
        version: 0,
      });
      const { body: saved } = await put(doctor, { ...text, version: 0 }).expect(200);
      const written = { name: 'Dr Visit', role: 'clinician', profession: 'pain-physician', at: saved.savedAt };
      const stored = { label: null, authors: [written], mayChangeLabel: true, savedAt: expect.any(String), version: 1 };
      expect(saved).toEqual({ ...text, ...stored });
      expect((await put(doctor, { ...text, version: 0 }).expect(200)).body).toEqual(saved);
      await put(colleague, { ...text, seen: 'mine', version: 0 }).expect(409, /NOTE_VERSION_CONFLICT/);
      await put(colleague, { ...text, seen: 'mine', version: 7 }).expect(409, /NOTE_VERSION_CONFLICT/);
      expect((await put(colleague, { ...text, seen: 'mine', version: 1 }).expect(200)).body.version).toBe(2);
      expect((await doctor.agent.get(`/api/v1/visits/${visitId}`).expect(200)).body.noteSavedAt).not.toBeNull();
      const race = await Promise.all(['a', 'b', 'c'].map((seen) => put(doctor, { ...text, seen, version: 2 })));
      expect(race.map((a) => a.status).sort()).toEqual([200, 409, 409]);
    });

    it('stands on the patient’s page with who wrote it and when, once for each who did, the latest visit first', async () => {
      const list = async (who: Person) =>
        (await who.agent.get(`/api/v1/patients/${patientId}/notes`).expect(200)).body.items as {
          visitId: string;
          authors: { name: string }[];
        }[];
      const mine = async (who: Person) => (await list(who)).find((note) => note.visitId === visitId);
      await put(doctor, { ...text, version: 0 }).expect(200);
      await put(colleague, { ...text, seen: 'Walks more', version: 1 }).expect(200);
      await put(doctor, { ...text, seen: 'Walks more again', version: 2 }).expect(200);
      const found = await mine(coordinator);
      expect(found).toMatchObject({ ...text, seen: 'Walks more again', isDraft: true, modality: 'video', label: null });
      expect(found!.authors.map(({ name }) => name)).toEqual(['Dr Visit', 'Dr Second']);
      await put(doctor, { ...text, version: 3, label: 'psychology' }).expect(200);
      expect(await mine(doctor)).toMatchObject({ label: 'psychology' });
      // Whoever wrote on it before it was protected may read it; others may not.
      expect([await mine(colleague), await mine(coordinator)]).toEqual([expect.anything(), undefined]);
      const later = await book({ startsAt: `${TUESDAY}T10:00:00+01:00` });
      await doctor.agent
        .put(`/api/v1/visits/${later}/note`)
        .send({ ...text, version: 0 })
        .expect(200);
      expect((await list(doctor))[0]!.visitId).toBe(later);
      const marked = async (change: string) => {
        await app.database.asOwner(
          `UPDATE record SET body = (body::jsonb || $2::jsonb)::text WHERE id = $1 AND current`,
          [later, change],
        );
        return (await list(doctor))[0];
      };
      expect(await marked('{"docStatus": "amended"}')).toMatchObject({ isDraft: false, isMistaken: false });
      expect(await marked('{"status": "entered-in-error"}')).toMatchObject({ isDraft: false, isMistaken: true });
    });

    it('of hundreds is read page by page, each once and none left out', async () => {
      await put(doctor, { ...text, version: 0 }).expect(200);
      const longId = await registerPatient(doctor);
      // Three of one moment each time: their ids tell them apart.
      await app.database.asOwner(
        `WITH made AS (
           INSERT INTO visit (clinic_id, id, patient_id, clinician_id, modality, starts_at, minutes, state, room, created_by)
           SELECT clinic_id, gen_random_uuid(), $2, clinician_id, modality, starts_at - make_interval(days => n / 3), minutes, 'ended',
             gen_random_uuid(), created_by FROM visit, generate_series(0, 219) n WHERE id = $1
           RETURNING clinic_id, id)
         INSERT INTO record (clinic_id, type, id, version, patient_id, body, last_updated, sensitivity, author_id)
         SELECT r.clinic_id, r.type, made.id, 1, $2, r.body, r.last_updated, r.sensitivity, r.author_id
         FROM record r, made WHERE r.id = $1 AND r.current`,
        [visitId, longId],
      );
      const page = async (after?: string) =>
        (await doctor.agent.get(`/api/v1/patients/${longId}/notes`).query({ after }).expect(200)).body as {
          items: { visitId: string; startsAt: string }[];
          next: string | null;
        };
      const pages = [await page()];
      for (let next = pages[0]!.next; next; next = pages.at(-1)!.next) pages.push(await page(next));
      const read = pages.flatMap(({ items }) => items);
      expect(pages.map(({ items }) => items.length)).toEqual([50, 50, 50, 50, 20]);
      expect(new Set(read.map((note) => note.visitId)).size).toBe(220);
      expect(read.map(({ startsAt }) => startsAt)).toEqual(
        read
          .map(({ startsAt }) => startsAt)
          .sort()
          .reverse(),
      );
      // A visit of somebody else is no place in this list.
      const { body } = await doctor.agent.get(`/api/v1/patients/${longId}/notes?after=${visitId}`).expect(400);
      expect(body.errors).toEqual([{ path: 'after', message: 'must be the next of an earlier answer' }]);
    });

    it('is final once the visit has ended, and its writer does not notice', async () => {
      await post(patient, `/${visitId}/arrive`).expect(200);
      await post(doctor, `/${visitId}/admit`).expect(200);
      await put(doctor, { ...text, version: 0 }).expect(200);
      await post(doctor, `/${visitId}/end`).expect(200);
      const stored = async () =>
        JSON.parse(
          (
            await app.database.asOwner<{ body: string }>(`SELECT body FROM record WHERE id = $1 AND current`, [visitId])
          )[0]!.body,
        );
      expect(await stored()).toMatchObject({
        resourceType: 'DocumentReference',
        id: visitId,
        meta: { versionId: '2' },
        docStatus: 'final',
        subject: { reference: `Patient/${patientId}` },
      });
      const { body } = await put(doctor, { ...text, agreed: 'More steps', version: 1 }).expect(200);
      expect(body).toMatchObject({ agreed: 'More steps', version: 3 });
      expect(await stored()).toMatchObject({ docStatus: 'final' });
      await put(doctor, { ...text, version: 1 }).expect(409);
    });
  });

  describe('the room', () => {
    it('knows who is there; losing the line never loses the place', async () => {
      const [doctorPage, patientPage] = [
        await socket(app, doctor.agent, '/visits'),
        await socket(app, patient.agent, '/visits'),
      ];
      expect(await enter(doctorPage)).toEqual({
        ok: true,
        participants: [
          { personId: patient.personId, name: 'Ada Waits', role: 'patient', here: false, speaks: false },
          { personId: doctor.personId, name: 'Dr Visit', role: 'clinician', here: true, speaks: true },
        ],
      });
      await post(patient, `/${visitId}/arrive`).expect(200);
      // The arrival may be told once more meanwhile.
      const arrived = untilPresence(doctorPage, ({ participants }) => participants[0]?.here === true);
      await enter(patientPage);
      expect((await arrived).participants[0]).toMatchObject({
        personId: patient.personId,
        role: 'patient',
        here: true,
      });
      const left = untilPresence(doctorPage, ({ participants }) => participants[0]?.here === false);
      patientPage.io.engine.close();
      expect((await left).participants[0]).toMatchObject({ personId: patient.personId, here: false });
      expect((await doctor.agent.get(`/api/v1/visits/${visitId}`)).body.state).toBe('waiting');
      doctorPage.close();
    });

    it('relays signals between the two sides only while the visit is in progress', async () => {
      const [doctorPage, patientPage] = [
        await socket(app, doctor.agent, '/visits'),
        await socket(app, patient.agent, '/visits'),
      ];
      expect(await signal(patientPage)).toMatchObject({ error: { code: 'VISIT_NOT_PARTICIPANT' } });
      await enter(doctorPage);
      await enter(patientPage);
      const early: unknown[] = [];
      doctorPage.on('signal', (message) => early.push(message));
      expect(await signal(patientPage)).toMatchObject({ error: { code: 'VISIT_NOT_ADMITTED' } });
      await post(patient, `/${visitId}/arrive`).expect(200);
      expect(await signal(patientPage)).toMatchObject({ error: { code: 'VISIT_NOT_ADMITTED' } });
      expect(early).toEqual([]);
      const told = untilState(patientPage, 'in-progress');
      await post(doctor, `/${visitId}/admit`).expect(200);
      expect(await told).toEqual({ visitId, state: 'in-progress' });
      const said = Array.from({ length: 12 }, (_, i) => ({ description: { type: 'offer', sdp: `v=${i}` } }));
      const answers = await Promise.all(said.map((data) => signal(patientPage, data)));
      expect(answers).toEqual(said.map(() => ({ ok: true })));
      await until('all were relayed', () => early.length >= said.length);
      expect(early).toEqual(said.map((data) => ({ visitId, from: patient.personId, data })));
      expect(await signal(patientPage, { description: { type: 'shout', sdp: '' } })).toMatchObject({
        error: { code: 'INVALID_INPUT' },
      });
      expect(await signal(patientPage, {})).toMatchObject({ error: { code: 'INVALID_INPUT' } });
      await post(doctor, `/${visitId}/end`).expect(200);
      expect(await signal(patientPage)).toMatchObject({ error: { code: 'VISIT_NOT_ADMITTED' } });
      for (const page of [doctorPage, patientPage]) page.close();
    });

    it('lets in nobody else, by no event', async () => {
      await post(patient, `/${visitId}/arrive`).expect(200);
      await post(doctor, `/${visitId}/admit`).expect(200);
      const doctorPage = await socket(app, doctor.agent, '/visits');
      await enter(doctorPage);
      const heard: unknown[] = [];
      for (const [who, code] of [
        [outsider, 'NOT_FOUND'],
        [otherPatient, 'NOT_FOUND'],
        [foreignDoctor, 'NOT_FOUND'],
        [admin, 'FORBIDDEN'],
        [colleague, 'VISIT_NOT_PARTICIPANT'],
        [coordinator, 'VISIT_NOT_PARTICIPANT'],
      ] as const) {
        const page = await socket(app, who.agent, '/visits');
        page.onAny((...event: unknown[]) => heard.push(event));
        expect(await enter(page)).toMatchObject({ error: { code } });
        expect(await signal(page)).toMatchObject({ error: { code } });
        page.emit('leave', { visitId });
        page.close();
      }
      expect(heard).toEqual([]);
      doctorPage.close();
    });

    it('lets a colleague look on before admission and take part by admitting', async () => {
      const page = await socket(app, colleague.agent, '/visits');
      expect((await enter(page)).participants.map((p: { personId: string }) => p.personId)).not.toContain(
        colleague.personId,
      );
      await post(patient, `/${visitId}/arrive`).expect(200);
      const presence = untilPresence(page, ({ participants }) =>
        participants.some(({ personId }) => personId === colleague.personId),
      );
      await post(colleague, `/${visitId}/admit`).expect(200);
      const found = (await presence).participants.find(({ personId }) => personId === colleague.personId);
      expect(found).toMatchObject({ role: 'clinician', here: true, speaks: true });
      await post(colleague, `/${visitId}/join`).expect(200);
      page.close();
    });

    it('speaks through the newest page of a side, and the patient before a helper', async () => {
      await post(patient, `/${visitId}/arrive`).expect(200);
      await post(doctor, `/${visitId}/admit`).expect(200);
      const [old, helper, newer, doctorPage] = [
        await socket(app, patient.agent, '/visits'),
        await socket(app, caregiver.agent, '/visits'),
        await socket(app, patient.agent, '/visits'),
        await socket(app, doctor.agent, '/visits'),
      ];
      const heard: string[] = [];
      for (const [name, page] of Object.entries({ old, newer, helper })) {
        await enter(page);
        page.on('signal', () => heard.push(name));
      }
      const { participants } = await enter(doctorPage);
      expect(participants.map((p: { role: string }) => p.role).sort()).toEqual(['clinician', 'guest', 'patient']);
      expect(await signal(old)).toMatchObject({ error: { code: 'VISIT_ELSEWHERE' } });
      const closed = async (page: Socket) => {
        const told = nextEvent(doctorPage, 'presence');
        page.close();
        await told;
      };
      const said = async (times: number) => {
        await signal(doctorPage);
        await until('a page hears it', () => heard.length >= times);
      };
      await said(1);
      await closed(newer);
      await said(2);
      await closed(old);
      await said(3);
      expect(heard).toEqual(['newer', 'old', 'helper']);
      for (const page of [helper, doctorPage]) page.close();
    });

    it('names who is in the place of the patient: a helper alone is it, until the patient comes', async () => {
      const second = await inviteAndAccept(app, coordinator, { role: 'caregiver', name: 'Second Helper', patientId });
      const [doctorPage, helper, other] = [
        await socket(app, doctor.agent, '/visits'),
        await socket(app, caregiver.agent, '/visits'),
        await socket(app, second.agent, '/visits'),
      ];
      await enter(doctorPage);
      await post(caregiver, `/${visitId}/arrive`).expect(200);
      const patientSide = ({ participants }: Presence) =>
        participants
          .filter(({ role }) => role !== 'clinician')
          .map(({ personId, here, speaks }) => `${personId} ${here ? (speaks ? 'speaks' : 'waits') : 'away'}`);
      const untilSide = (page: Socket, ...side: string[]) =>
        untilPresence(page, (told) => String(patientSide(told)) === String(side));
      const alone = untilSide(doctorPage, `${patient.personId} away`, `${caregiver.personId} speaks`);
      await enter(helper);
      const name = (await caregiver.agent.get('/api/v1/session').expect(200)).body.person.name;
      expect((await alone).participants).toContainEqual({
        personId: caregiver.personId,
        name,
        role: 'guest',
        here: true,
        speaks: true,
      });
      await post(doctor, `/${visitId}/admit`).expect(200);
      // The place passes on: both whom it concerns are told, at once.
      const both = [`${patient.personId} speaks`, `${caregiver.personId} waits`];
      const told = [untilSide(doctorPage, ...both), untilSide(helper, ...both)];
      const patientPage = await socket(app, patient.agent, '/visits');
      expect(patientSide(await enter(patientPage))).toEqual(both);
      await Promise.all(told);
      const back = untilSide(helper, `${patient.personId} away`, `${caregiver.personId} speaks`);
      patientPage.close();
      await back;
      // Who else looks on is the patient's to tell: helpers know of each other that somebody is there.
      const seen = untilSide(
        helper,
        `${patient.personId} away`,
        `${caregiver.personId} waits`,
        `${second.personId} speaks`,
      );
      const { participants } = await enter(other);
      expect(participants.map((p: { name: string | null }) => p.name)).toEqual([
        'Ada Waits',
        'Dr Visit',
        null,
        'Second Helper',
      ]);
      expect((await seen).participants.map((p) => p.name)).toEqual(['Ada Waits', 'Dr Visit', name, null]);
      for (const page of [doctorPage, helper, other]) page.close();
      await app.surroundings.database.inClinic(clinicId, () =>
        query(`UPDATE delegation SET until = now() WHERE person_id = $1`, [second.personId]),
      );
    });

    it('sends a caregiver out whose grant ended', async () => {
      const page = await socket(app, caregiver.agent, '/visits');
      await enter(page);
      const out = nextEvent(page, 'disconnect');
      await app.surroundings.database.inClinic(clinicId, () =>
        query(`UPDATE delegation SET until = now() WHERE person_id = $1`, [caregiver.personId]),
      );
      await out;
      await caregiver.agent.get(`/api/v1/visits/${visitId}`).expect(404);
      await app.surroundings.database.inClinic(clinicId, () =>
        query(`UPDATE delegation SET until = NULL WHERE person_id = $1`, [caregiver.personId]),
      );
    }, 60_000);
  });

  it('writes down who did what: one row an act', async () => {
    await post(patient, `/${visitId}/arrive`).expect(200);
    await post(doctor, `/${visitId}/admit`).expect(200);
    await post(doctor, `/${visitId}/join`).expect(200);
    const page = await socket(app, doctor.agent, '/visits');
    await enter(page);
    await signal(page);
    await signal(page);
    page.close();
    await doctor.agent.get(`/api/v1/visits/${visitId}/note`).expect(200);
    const rows = await app.database.asOwner<{ what: string }>(
      `SELECT type || ' ' || interaction || ' ' || role AS what FROM audit_event WHERE object_id = $1 AND patient_id = $2 ORDER BY id`,
      [visitId, patientId],
    );
    expect(rows.map((row) => row.what)).toEqual([
      'Visit create clinician',
      'Visit arrive patient',
      'Visit admit clinician',
      'Conference join clinician',
      'Conference join clinician',
      'Note read clinician',
    ]);
  });

  it('has no webhook without a media server', async () => {
    await app
      .http()
      .post('/ingest/v1/webhooks/livekit')
      .set('content-type', 'application/webhook+json')
      .send('{}')
      .expect(401);
  });

  it('keeps a person who signed in again in the same place', async () => {
    await post(patient, `/${visitId}/arrive`).expect(200);
    const agent = await signIn(app, patient.email);
    expect((await agent.get(`/api/v1/visits/${visitId}`).expect(200)).body.state).toBe('waiting');
  });
});

function untilPresence(page: Socket, holds: (told: Presence) => boolean): Promise<Presence> {
  return new Promise((resolve) => page.on('presence', (told: Presence) => holds(told) && resolve(told)));
}

/** The page is told every change; an earlier one may still be on its way. */
async function untilState(page: Socket, state: string): Promise<unknown> {
  for (;;) {
    const told = await nextEvent<{ state: string }>(page, 'state');
    if (told.state === state) return told;
  }
}
