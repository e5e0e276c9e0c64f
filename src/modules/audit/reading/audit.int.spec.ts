import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { alertOf, type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { postObservations } from '../../../../test/support/fhir.js';
import {
  awayFromMidnight,
  createClinic,
  inviteAndAccept,
  MIDNIGHT_MS,
  ok,
  type Person,
  registerPatient,
  socket,
} from '../../../../test/support/people.js';
import { validateResource } from '../../fhir/validate/index.js';
import { AuditSealer } from '../index.js';
import type { AccessLogView } from './access-log.schema.js';
import type { AuditItem } from './audit.schema.js';

jest.setTimeout(60_000);
/** By UTC, whose midnight may come while these run. */
const FIRST_DAY = new Date().toISOString().slice(0, 10);

describe('the audit, read back', () => {
  let app: TestApp;
  let circle: CareCircle;
  let auditor: Person;

  beforeAll(awayFromMidnight, MIDNIGHT_MS);
  beforeAll(async () => {
    app = await createTestApp();
    circle = await gatherCareCircle(app, await createClinic(app, 'audited'), 'Zephyrine');
    auditor = await inviteAndAccept(app, circle.admin, { role: 'auditor', name: 'Odo Auditor' });
  });
  afterAll(() => app?.close());

  const search = async (person: Person, query: string): Promise<{ items: AuditItem[]; next: string | null }> =>
    (await person.agent.get(`/api/v1/audit?${query}`).expect(200)).body;
  const seal = () => app.nest.get(AuditSealer).pass();
  const chart = (id: string = circle.patientId) => `/api/v1/patients/${id}`;
  const newest = async () =>
    (
      await app.database.asOwner<Record<string, unknown>>(
        `SELECT actor, role, type, interaction, patient_id, outcome, count, address, patient_ids FROM audit_event ORDER BY id DESC LIMIT 1`,
      )
    )[0];

  it('has one row for each act: who, as what, what, whom, from where', async () => {
    await circle.treating.agent.get(chart()).expect(200);
    expect(await newest()).toMatchObject({
      actor: `person/${circle.treating.personId}`,
      role: 'clinician',
      type: 'Patient',
      interaction: 'read',
      patient_id: circle.patientId,
      outcome: 'success',
      address: '127.0.0.1',
    });
  });

  it('has what was refused, with whom it was tried on', async () => {
    await circle.colleague.agent.get(chart()).expect(404);
    expect(await newest()).toMatchObject({
      actor: `person/${circle.colleague.personId}`,
      patient_id: circle.patientId,
      outcome: 'denied',
    });
    await circle.colleague.agent.put('/api/v1/clinic/detection').send({ budgetPerPatientMonth: 0.2 }).expect(403);
    expect(await newest()).toMatchObject({ type: 'DetectionSetting', interaction: 'update', outcome: 'denied' });
  });

  it('has no rows of what a page asks by itself about whoever looks at it', async () => {
    const { agent } = circle.treating;
    const count = async () =>
      (await app.database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM audit_event`))[0]!.n;
    const before = await count();
    await agent.get('/api/v1/session').expect(200);
    await agent.get('/api/v1/break-glass/mine').expect(200);
    const live = await socket(app, agent, '/live');
    expect(await live.timeout(30_000).emitWithAck('resume', { cursor: null })).toMatchObject({ behind: 0 });
    live.close();
    expect(await count()).toBe(before);
    // Who is refused has a row all the same.
    await circle.patient.agent.get('/api/v1/break-glass/mine').expect(403);
    expect(await newest()).toMatchObject({ type: 'BreakGlass', interaction: 'read', outcome: 'denied' });
  });

  it('says of a batch that it was one act, and of a list whom it showed', async () => {
    const before = await app.database.asOwner(`SELECT id FROM audit_event WHERE type = 'Observation'`);
    const start = (hour: number) => `2026-11-20T0${hour}:00:00.000Z`;
    await postObservations(
      app,
      circle.token,
      circle.patientId,
      [1, 2, 3].map((hour) => ({ metric: 'steps' as const, value: 10, start: start(hour), end: start(hour + 1) })),
    );
    const after = await app.database.asOwner(
      `SELECT id, count FROM audit_event WHERE type = 'Observation' ORDER BY id`,
    );
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toMatchObject({ count: 3 });
    await circle.coordinator.agent.get('/api/v1/patients').expect(200);
    const { patient_ids, count } = (await newest()) as { patient_ids: string[]; count: number };
    expect(patient_ids).toContain(circle.patientId);
    expect(count).toBe(patient_ids.length);
  });

  it('keeps from everybody what could not be written down', async () => {
    await app.database.asOwner('REVOKE INSERT ON audit_event FROM stepwell_app');
    try {
      for (const path of [chart(), '/api/v1/patients', `/fhir/Patient/${circle.patientId}`, `${chart()}/responses`]) {
        const answer = await circle.treating.agent.get(path);
        expect([path, answer.status]).toEqual([path, 500]);
        expect(answer.text).not.toMatch(/Zephyrine/);
      }
      // A write goes with it: nothing is acknowledged that nobody answers for.
      await circle.treating.agent
        .put(`${chart()}/time-zones`)
        .send({ since: '2026-01-05T00:00:00Z', zone: 'Europe/Lisbon' })
        .expect(500);
      const zones = await app.database.asOwner(`SELECT zone FROM patient_time_zone WHERE zone = 'Europe/Lisbon'`);
      expect(zones).toEqual([]);
    } finally {
      await app.database.asOwner('GRANT INSERT ON audit_event TO stepwell_app');
    }
  });

  it('is searched by person, patient, act, time and outcome, a page at a time, without a gap', async () => {
    for (let i = 0; i < 60; i++) await circle.treating.agent.get(`${chart()}/sources`).expect(200);
    const query = `actor=person/${circle.treating.personId}&patientId=${circle.patientId}&act=Source.read`;
    const first = await search(auditor, query);
    expect(first.items).toHaveLength(50);
    const second = await search(auditor, `${query}&after=${first.next}`);
    const items = [...first.items, ...second.items];
    expect(items.length).toBeGreaterThanOrEqual(60);
    expect(second.next).toBeNull();
    expect(items.map(({ id }) => id)).toEqual([...new Set(items.map(({ id }) => id))].sort((a, b) => b - a));
    expect(items.every(({ type, actor }) => type === 'Source' && actor.name?.startsWith('clinician'))).toBe(true);
    const denied = await search(auditor, `outcome=denied&actor=person/${circle.colleague.personId}`);
    expect(denied.items.map(({ type, interaction }) => `${type}.${interaction}`)).toEqual([
      'DetectionSetting.update',
      'Patient.read',
    ]);
    const future = await search(auditor, `from=${new Date(Date.now() + 3_600_000).toISOString()}`);
    expect(future).toEqual({ items: [], next: null });
    const everything = await search(auditor, `to=${new Date(Date.now() + 3_600_000).toISOString()}&act=Observation`);
    expect(everything.items).toEqual([]);
    const machines = await search(auditor, 'act=Observation.create&machines=with');
    expect(machines.items[0]).toMatchObject({ actor: { role: 'system', name: 'test' }, patients: 1 });
    await auditor.agent.get('/api/v1/audit?after=!').expect(422);
    await auditor.agent.get(`/api/v1/audit?after=${Buffer.from('x|1').toString('base64url')}`).expect(400);
  });

  it('finds an act on several patients for each of them, once it is sealed', async () => {
    await seal();
    const { items } = await search(auditor, `patientId=${circle.patientId}&act=Patient.search`);
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ patients, patient }) => patients > 1 && patient === null)).toBe(true);
  });

  it('shows an auditor codes for patients, an admin names, others only what they did themselves', async () => {
    const ofAuditor = await search(auditor, `patientId=${circle.patientId}`);
    expect(ofAuditor.items[0]?.patient).toEqual({ id: circle.patientId, label: `P-${circle.patientId.slice(0, 8)}` });
    expect(JSON.stringify(ofAuditor)).not.toMatch(/Zephyrine/);
    const ofAdmin = await search(circle.admin, `patientId=${circle.patientId}`);
    expect(ofAdmin.items[0]?.patient?.label).toMatch(/Zephyrine/);
    const own = await search(circle.treating, '');
    expect(new Set(own.items.map(({ actor }) => actor.id))).toEqual(new Set([`person/${circle.treating.personId}`]));
    expect((await search(circle.treating, `actor=person/${circle.colleague.personId}`)).items).toEqual([]);
    expect((await search(circle.patient, `patientId=${randomUUID()}`)).items).toEqual([]);
    const ofPatient = await search(circle.patient, '');
    expect(ofPatient.items.map(({ patient }) => patient?.id)).toContain(circle.patientId);
  });

  it('leaves as NDJSON and CSV, whole, and says in the audit that it left', async () => {
    const query = `actor=person/${circle.treating.personId}`;
    const ndjson = await auditor.agent.get(`/api/v1/audit/export?${query}`).buffer(true).parse(text).expect(200);
    const lines = (ndjson.body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditItem);
    expect(lines.length).toBeGreaterThan(60);
    expect(lines.map(({ id }) => id)).toEqual([...lines.map(({ id }) => id)].sort((a, b) => b - a));
    const csv = await auditor.agent.get(`/api/v1/audit/export?${query}&format=csv`).expect(200);
    expect(csv.headers['content-disposition']).toBe('attachment; filename="audit.csv"');
    expect(csv.text.split('\r\n')).toHaveLength(lines.length + 2);
    const { items } = await search(auditor, 'act=AuditEvent.export');
    expect(items).toHaveLength(2);
    expect(items[0]?.actor.name).toBe('Odo Auditor');
  });

  it('leaves with what programs did, unless somebody asks for less', async () => {
    const roles = async (query: string) => {
      const { body } = await auditor.agent.get(`/api/v1/audit/export${query}`).buffer(true).parse(text).expect(200);
      const lines = (body as string).trim().split('\n');
      return new Set(lines.map((line) => (JSON.parse(line) as AuditItem).actor.role));
    };
    expect([...(await roles(''))]).toEqual(expect.arrayContaining(['system', 'clinician']));
    expect([...(await roles('?machines=without'))]).not.toContain('system');
  });

  it('lets nobody have it who could not write down that it left', async () => {
    await app.database.asOwner('REVOKE INSERT ON audit_event FROM stepwell_app');
    try {
      const answer = await auditor.agent.get('/api/v1/audit/export');
      expect([answer.status, answer.text.includes('person/')]).toEqual([500, false]);
    } finally {
      await app.database.asOwner('GRANT INSERT ON audit_event TO stepwell_app');
    }
  });

  it('tells a patient by day who looked, as what and why, and who may', async () => {
    const id = await alertOf(app, circle);
    await circle.treating.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version: 1 }).expect(ok);
    await circle.colleague.agent.get(`${chart()}/series?from=2026-11-01&to=2026-11-20`).expect(404);
    await seal();
    const { body } = await circle.patient.agent.get(`${chart()}/access-log`).expect(200);
    const log = body as AccessLogView;
    expect(log.days).toHaveLength(1);
    expect(log.days[0]!.day).toBe(log.through);
    const entries = log.days[0]!.entries;
    const by = (role: string, subject: string) => entries.filter((e) => e.role === role && e.subject === subject);
    expect(by('clinician', 'alerts')[0]).toMatchObject({
      purpose: 'care',
      verb: 'changed',
      profession: 'pain-physician',
      refused: false,
    });
    expect(entries.filter(({ refused }) => refused)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ profession: 'psychologist', subject: 'numbers', verb: 'looked' }),
      ]),
    );
    // The coordinator's list of patients, which showed this one among others.
    expect(by('coordinator', 'record').some(({ verb }) => verb === 'looked')).toBe(true);
    expect(by('system', 'numbers')[0]).toMatchObject({ name: 'test', purpose: 'program', verb: 'added' });
    expect(entries.filter(({ isMe }) => isMe).every(({ role }) => role === 'patient')).toBe(true);
    expect(log.mayLook.map(({ purpose }) => purpose).sort()).toEqual(
      ['administration', 'care', 'clinic', 'granted', 'program'].sort(),
    );
    expect(log.mayLook.find(({ purpose }) => purpose === 'granted')?.categories).toEqual(['trends', 'visits']);
    await circle.patient.agent.get(`${chart()}/access-log?through=2026-01-05`).expect(200, /"days":\[\],/);
    await circle.patient.agent.get(`${chart()}/access-log?through=yesterday`).expect(422);
  });

  it('tells a patient of every list in which the name was shown, also to somebody who does not treat them', async () => {
    const other = await registerPatient(circle.coordinator);
    const { coordinator, admin, colleague, patientId } = circle;
    const person = { givenName: 'Test', familyName: 'Zephyrine', birthDate: '1970-05-17' };
    await coordinator.agent
      .post('/api/v1/merges')
      .send({ id: randomUUID(), survivorId: patientId, duplicateId: other, reason: 'One voice on the telephone.' })
      .expect(ok);
    await coordinator.agent
      .post('/api/v1/transfers')
      .send({ id: randomUUID(), patientId, toName: 'Another clinic', agreedOn: '2026-11-20' })
      .expect(ok);
    const lists: [string, Person, () => Promise<{ status: number; text: string }>][] = [
      ['Directory', colleague, () => colleague.agent.get('/api/v1/patient-names?query=Zephyr')],
      ['PatientMatch', coordinator, () => coordinator.agent.post('/api/v1/patients/matches').send(person)],
      ['Merge', admin, () => admin.agent.get('/api/v1/merges')],
      ['Transfer', coordinator, () => coordinator.agent.get('/api/v1/transfers')],
    ];
    for (const [type, { personId }, look] of lists) {
      const { status, text } = await look();
      expect([type, status, text.includes('Zephyrine')]).toEqual([type, 200, true]);
      const [row] = await app.database.asOwner<{ about: string[] }>(
        `SELECT coalesce(patient_ids, ARRAY[patient_id]) AS about FROM audit_event
         WHERE type = $1 AND interaction = 'search' AND actor = $2 ORDER BY id DESC LIMIT 1`,
        [type, `person/${personId}`],
      );
      expect([type, row?.about]).toEqual([type, expect.arrayContaining([patientId])]);
    }
    await seal();
    const { body } = await circle.patient.agent.get(`${chart()}/access-log`).expect(200);
    const looks = (body as AccessLogView).days.flatMap(({ entries }) => entries);
    expect(looks).toContainEqual(
      expect.objectContaining({
        profession: 'psychologist',
        subject: 'record',
        verb: 'looked',
        refused: false,
        purpose: 'colleague',
      }),
    );
    // Four questions of one moment are one look.
    for (let i = 0; i < 4; i++) await coordinator.agent.get(chart()).expect(200);
    await seal();
    const again = await circle.patient.agent.get(`${chart()}/access-log`).expect(200);
    const byCoordinator = (again.body as AccessLogView).days
      .flatMap(({ entries }) => entries)
      .filter(({ role, verb, subject }) => role === 'coordinator' && verb === 'looked' && subject === 'record');
    expect(byCoordinator).toEqual([expect.objectContaining({ times: 1 })]);
  });

  it('is valid FHIR R4, and found by patient, agent, date and entity', async () => {
    await seal();
    const of = async (query: string) => {
      const { body } = await auditor.agent.get(`/fhir/AuditEvent?${query}`).expect(200);
      return body as { entry: { resource: { id: string; agent: { who: { identifier: { value: string } } }[] } }[] };
    };
    const all = await of(`date=ge${FIRST_DAY}&_count=200`);
    expect(validateResource(all, 'Bundle')).toEqual([]);
    for (const { resource } of all.entry) expect(validateResource(resource, 'AuditEvent')).toEqual([]);
    expect(all.entry.length).toBeGreaterThan(100);
    const byAgent = await of(`agent=Practitioner/${circle.treating.personId}&patient=${circle.patientId}`);
    expect(new Set(byAgent.entry.map(({ resource }) => resource.agent[0]!.who.identifier.value))).toEqual(
      new Set([circle.treating.personId]),
    );
    expect(await of(`patient=Patient/${circle.patientId}&date=lt${FIRST_DAY}`)).not.toHaveProperty('entry');
    const byEntity = await of(`entity=Patient/${circle.patientId}&_count=5`);
    expect(byEntity.entry).toHaveLength(5);
    const { id } = byEntity.entry[0]!.resource;
    expect((await of(`_id=${id}`)).entry).toHaveLength(1);
    const one = await auditor.agent.get(`/fhir/AuditEvent/${id}`).expect(200);
    expect(one.body.id).toBe(id);
    await auditor.agent.get('/fhir/AuditEvent/999999999').expect(404);
    await auditor.agent.get('/fhir/AuditEvent?agent=nobody').expect(400);
    await auditor.agent.post('/fhir/AuditEvent').send({}).expect(405);
    await request(app.url).get('/fhir/AuditEvent').set('authorization', `Bearer ${circle.token}`).expect(403);
  });
});

/** supertest would parse it as it likes. */
function text(answer: request.Response, done: (error: Error | null, body: string) => void): void {
  let body = '';
  const stream = answer as unknown as NodeJS.ReadableStream;
  stream.setEncoding('utf8');
  stream.on('data', (part: string) => (body += part));
  stream.on('end', () => done(null, body));
}
