import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import {
  clinicDay,
  createClinic,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { treatmentsOf } from '../../treatments/treatments.testkit.js';

let app: TestApp;
let circle: CareCircle;
let patientId: string;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'records'), 'Sent');
  ({ patientId } = circle);
}, 120_000);
afterAll(() => app?.close());

const statement = (change: object = {}) => ({
  resourceType: 'MedicationStatement',
  identifier: [{ system: 'urn:ehr:statement', value: '17' }],
  status: 'active',
  medicationCodeableConcept: {
    coding: [{ system: 'http://www.whocc.no/atc', code: 'N03AX16', display: 'pregabalin' }],
  },
  subject: { reference: `Patient/${patientId}` },
  effectivePeriod: { start: '2026-10-01' },
  dosage: [{ doseAndRate: [{ doseQuantity: { value: 75, unit: 'mg' } }] }],
  ...change,
});
const procedure = (change: object = {}) => ({
  resourceType: 'Procedure',
  status: 'completed',
  code: { text: 'Facet joint injection' },
  subject: { reference: `Patient/${patientId}` },
  performedDateTime: '2026-10-05',
  ...change,
});
const post = (resource: { resourceType: string }, more: { token?: string; condition?: string; type?: string } = {}) => {
  const sent = request(app.url)
    .post(`/fhir/${more.type ?? resource.resourceType}`)
    .set('authorization', `Bearer ${more.token ?? circle.token}`)
    .set('content-type', 'application/fhir+json');
  return (more.condition ? sent.set('if-none-exist', more.condition) : sent).send(JSON.stringify(resource));
};
const get = (path: string, token = circle.token) =>
  request(app.url).get(`/fhir/${path}`).set('authorization', `Bearer ${token}`);
const fresh = () => registerPatient(circle.treating);
const countOf = async (type: string, of = patientId) =>
  ((await get(`${type}?patient=${of}`).expect(200)).body.entry ?? []).length;

describe('what a program sends', () => {
  it('is kept as it came, read under its own address, and stands among the doses and procedures', async () => {
    const { body, headers } = await post(statement({ dosage: [{ text: '75.0 mg' }] })).expect(201);
    expect(headers['location']).toBe(`MedicationStatement/${body.id}/_history/1`);
    const { body: read } = await get(`MedicationStatement/${body.id}`).expect(200);
    expect(read).toEqual(body);
    expect(read).toMatchObject({ identifier: [{ value: '17' }], meta: { versionId: '1' } });
    const sent = await post(procedure()).expect(201);
    await get(`Procedure/${sent.body.id}/_history/1`).expect(200);
    const items = await treatmentsOf(circle).list();
    expect(items).toMatchObject([
      { kind: 'procedure', text: 'Facet joint injection', on: '2026-10-05', notedBy: null },
      { kind: 'dose', medication: 'pregabalin', dose: '75.0 mg', on: '2026-10-01', until: null, notedBy: null },
    ]);
  });

  it('is there once, however often it is sent on the condition that it is not', async () => {
    patientId = await fresh();
    const condition = 'identifier=urn:ehr:statement|17';
    const first = await post(statement(), { condition }).expect(201);
    const again = await Promise.all([1, 2, 3].map(() => post(statement(), { condition })));
    expect(again.map(({ status, body }) => [status, body.id])).toEqual(Array(3).fill([200, first.body.id]));
    patientId = await fresh();
    const together = await Promise.all([1, 2, 3, 4].map(() => post(statement(), { condition })));
    expect(together.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(await countOf('MedicationStatement')).toBe(1);
    await post(statement(), { condition: 'identifier=urn:ehr:statement|18' }).expect(201);
    await post(statement(), { condition: 'status=active' }).expect(400);
  });

  it('stays taken back though it is sent again', async () => {
    patientId = await fresh();
    const kit = treatmentsOf(circle, patientId);
    const condition = 'identifier=urn:ehr:statement|17';
    const { body } = await post(statement(), { condition }).expect(201);
    await circle.treating.agent.delete(`${kit.path}/${body.id}?version=1`).expect(204);
    const again = await post(statement(), { condition }).expect(200);
    expect(again.body).toMatchObject({ id: body.id, status: 'entered-in-error' });
    expect(await kit.list()).toEqual([]);
  });

  it('and never happened is nothing that the team could note again', async () => {
    const kit = treatmentsOf(circle, patientId);
    const dose = await post(statement({ status: 'not-taken' })).expect(201);
    const done = await post(procedure({ status: 'not-done' })).expect(201);
    for (const noted of [kit.aDose({ id: dose.body.id }), kit.aProcedure({ id: done.body.id })]) {
      const { body } = await circle.treating.agent.post(kit.path).send(noted).expect(409);
      expect(body.code).toBe('TREATMENT_TAKEN_BACK');
    }
  });

  it('and the team corrects keeps its codes and identifiers', async () => {
    patientId = await fresh();
    const kit = treatmentsOf(circle, patientId);
    const { body } = await post(statement()).expect(201);
    const { id: _, ...change } = kit.aDose({
      medication: 'pregabalin',
      dose: '75 mg',
      on: '2026-10-01',
      until: '2026-10-20',
    });
    await circle.treating.agent
      .put(`${kit.path}/${body.id}`)
      .send({ version: 1, ...change })
      .expect(200);
    const { body: read } = await get(`MedicationStatement/${body.id}`).expect(200);
    const { medicationCodeableConcept, identifier, dosage } = statement();
    expect(read).toMatchObject({ medicationCodeableConcept, identifier, dosage });
    expect(read).toMatchObject({ status: 'completed', effectivePeriod: { start: '2026-10-01', end: '2026-10-20' } });
  });

  it.each([{ end: '9999-12-31T23:59:59Z' }, { end: '9999-12' }, { start: '2016-12-31T23:59:60Z' }])(
    'at a time like %j is taken, and the page of the patient opens',
    async (effectivePeriod) => {
      patientId = await fresh();
      await post(statement({ effectivePeriod })).expect(201);
      await circle.treating.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
      const on = effectivePeriod.start ? '2017-01-01' : null;
      expect(await treatmentsOf(circle, patientId).list()).toMatchObject([{ on, until: null }]);
    },
  );

  it.each<[string, object, number, string]>([
    ['no status', { status: undefined }, 422, 'MedicationStatement.status'],
    ['a status that is none', { status: 'taken' }, 422, 'MedicationStatement.status'],
    ['a member that there is not', { dose: '75 mg' }, 422, 'MedicationStatement.dose'],
    [
      'a medication without a name',
      { medicationCodeableConcept: { coding: [{ system: 'urn:x' }] } },
      422,
      'MedicationStatement.medicationCodeableConcept',
    ],
    [
      'a medication that is elsewhere',
      { medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/1' } },
      422,
      'MedicationStatement.medicationCodeableConcept',
    ],
    ['a patient by another name', { subject: { reference: 'Patient/unknown' } }, 422, 'MedicationStatement.subject'],
    ['another type', { resourceType: 'Procedure' }, 400, 'resourceType'],
  ])('with %s is refused and says where', async (_name, change, status, expression) => {
    const { body } = await post(statement(change) as never, { type: 'MedicationStatement' }).expect(status);
    expect(body.issue[0].expression).toEqual([expression]);
  });

  it('about nobody here, or without the scope, is refused', async () => {
    await post(statement({ subject: { reference: `Patient/${randomUUID()}` } })).expect(404);
    const token = await tokenFor(app, circle.clinicId, 'system/Procedure.cruds system/MedicationStatement.r');
    await post(statement(), { token }).expect(403);
    await get(`MedicationStatement?patient=${patientId}`, token).expect(403);
    await post(procedure(), { token }).expect(201);
    await post({ resourceType: 'DocumentReference' }).expect(404);
    await get(`QuestionnaireResponse?patient=${patientId}`).expect(404);
  });

  it('without the scope for what is protected finds none of it, also by its identifier', async () => {
    patientId = await fresh();
    const condition = 'identifier=urn:ehr:statement|17';
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }];
    const { body } = await post(statement({ meta: { security } }), { condition }).expect(201);
    await get(`MedicationStatement/${body.id}`).expect(404);
    expect(await countOf('MedicationStatement')).toBe(0);
    await post(statement(), { condition }).expect(412);
    const token = await tokenFor(app, circle.clinicId, 'system/*.cruds stepwell/sensitive.r');
    await get(`MedicationStatement/${body.id}`, token).expect(200);
    expect((await post(statement(), { condition, token }).expect(200)).body.id).toBe(body.id);
  });
});

describe('what is planned, over, or known by its month', () => {
  const lane = async () =>
    (await circle.treating.agent.get(`/api/v1/patients/${patientId}/series`).expect(200)).body.events as {
      kind: string;
      on: string;
    }[];

  it('stays a plan after its day, until the team says that it came so', async () => {
    patientId = await fresh();
    const kit = treatmentsOf(circle, patientId);
    const plan = await post(procedure({ status: 'preparation', performedDateTime: kit.day(-3) })).expect(201);
    await post(statement({ status: 'intended', effectivePeriod: { start: kit.day(-3) } })).expect(201);
    expect((await kit.list()).map(({ kind, planned }) => [kind, planned]).sort()).toEqual([
      ['dose', true],
      ['procedure', true],
    ]);
    expect(await lane()).toEqual([]);
    const change = { kind: 'procedure', text: 'Facet joint injection', on: kit.day(-3), version: 1 };
    const came = () => circle.treating.agent.put(`${kit.path}/${plan.body.id}`).send(change);
    expect((await came().expect(200)).body).toMatchObject({ planned: false, version: 2 });
    expect((await came().expect(200)).body).toMatchObject({ planned: false, version: 2 });
    expect((await get(`Procedure/${plan.body.id}`).expect(200)).body).toMatchObject({
      status: 'completed',
      performedDateTime: kit.day(-3),
    });
    expect(await lane()).toMatchObject([{ kind: 'procedure', on: kit.day(-3) }]);
  });

  it('stays a plan when the team corrects its name or protects it', async () => {
    const kit = treatmentsOf(circle, patientId);
    const dose = (await kit.list()).find(({ kind }) => kind === 'dose')!;
    const of = { kind: 'dose', medication: 'Pregabalin', dose: '75 mg', on: kit.day(-3) };
    const put = (body: object) => circle.treating.agent.put(`${kit.path}/${dose.id}`).send(body).expect(200);
    expect((await put({ ...of, version: 1 })).body).toMatchObject({ planned: true, medication: 'Pregabalin' });
    expect((await put({ ...of, version: 2, label: 'psychology' })).body).toMatchObject({ planned: true });
    expect((await put({ ...of, version: 3 })).body).toMatchObject({ planned: false });
  });

  it('noted by the team for a day to come holds from that day on, of a dose', async () => {
    patientId = await fresh();
    const kit = treatmentsOf(circle, patientId);
    const { id } = await kit.note(kit.aDose({ on: kit.day(1) }));
    const { id: injection } = await kit.note(kit.aProcedure({ on: kit.day(1) }));
    expect((await get(`MedicationStatement/${id}`).expect(200)).body.status).toBe('intended');
    const planned = (await kit.list()).map((one) => [one.id, one.planned]);
    expect(Object.fromEntries(planned)).toEqual({ [id]: false, [injection]: true });
  });

  it('known by its month has no mark on a day', async () => {
    patientId = await fresh();
    const kit = treatmentsOf(circle, patientId);
    const month = kit.day(-40).slice(0, 7);
    await post(procedure({ performedDateTime: month })).expect(201);
    await post(statement({ effectivePeriod: { start: month } })).expect(201);
    expect(await kit.list()).toMatchObject(Array(2).fill({ on: `${month}-01`, onExact: 'month' }));
    const path = `/api/v1/patients/${patientId}/series?from=${kit.day(-80)}&to=${kit.day(1)}`;
    expect((await circle.treating.agent.get(path).expect(200)).body.events).toEqual([]);
  });

  it('over without any day is over', async () => {
    patientId = await fresh();
    await post(statement({ status: 'completed', effectivePeriod: undefined })).expect(201);
    const kit = treatmentsOf(circle, patientId);
    expect(await kit.list()).toMatchObject([{ on: null, until: kit.day(0) }]);
  });

  it.each<[string, object, string]>([
    ['Procedure', { status: 'completed', performedDateTime: clinicDay(40) }, 'performedDateTime'],
    [
      'Procedure',
      {
        status: 'completed',
        performedDateTime: undefined,
        performedPeriod: { start: '2026-01-01', end: clinicDay(2) },
      },
      'performedPeriod.end',
    ],
    ['Procedure', { status: 'in-progress', performedDateTime: `${clinicDay(1)}T23:59:59Z` }, 'performedDateTime'],
    [
      'MedicationStatement',
      { status: 'completed', effectivePeriod: { start: clinicDay(300) } },
      'effectivePeriod.start',
    ],
    [
      'MedicationStatement',
      { status: 'completed', effectivePeriod: undefined, effectiveDateTime: '2099' },
      'effectiveDateTime',
    ],
  ])('a %s like %j has not come yet, and is refused', async (type, change, member) => {
    patientId = circle.patientId;
    const sent = type === 'Procedure' ? procedure(change) : statement(change);
    const { body } = await post(sent).expect(422);
    expect(body.issue[0]).toMatchObject({ code: 'business-rule', expression: [`${type}.${member}`] });
  });

  it.each<[string, object]>([
    ['Procedure', { status: 'preparation', performedDateTime: clinicDay(40) }],
    ['Procedure', { performedDateTime: new Date().toISOString().slice(0, 7) }],
    ['Procedure', { status: 'in-progress', performedDateTime: undefined, performedPeriod: { end: clinicDay(9) } }],
    ['MedicationStatement', { status: 'intended', effectivePeriod: { start: clinicDay(40) } }],
    ['MedicationStatement', { effectivePeriod: { start: '2026-10-01', end: clinicDay(40) } }],
    ['MedicationStatement', { status: 'completed', effectivePeriod: { start: '2026-10-01', end: '9999-12-31' } }],
  ])('a %s like %j is taken', async (type, change) => {
    await post(type === 'Procedure' ? procedure(change) : statement(change)).expect(201);
  });
});

describe('what takes something else', () => {
  it.each([
    ['put', 'MedicationStatement/x', 'GET, HEAD, OPTIONS'],
    ['patch', 'Procedure/x', 'GET, HEAD, OPTIONS'],
    ['delete', `Observation/${randomUUID()}`, 'GET, HEAD, OPTIONS'],
    ['put', 'MedicationStatement?identifier=a', 'GET, HEAD, OPTIONS, POST'],
    ['post', 'Consent', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s says what it takes', async (method, path, allow) => {
    const client = request(app.url);
    const { body, headers } = await client[method](`/fhir/${path}`)
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send('{}')
      .expect(405);
    expect([headers['allow'], body.issue[0].code]).toEqual([allow, 'not-supported']);
  });

  it.each(['Medication/x', 'DocumentReference'])('PUT %s is nothing', async (path) => {
    await request(app.url).put(`/fhir/${path}`).set('authorization', `Bearer ${circle.token}`).expect(404);
  });
});

describe('the patient’s log', () => {
  /** How often programs did what with what. */
  const told = async (): Promise<Record<string, number>> => {
    const { body } = await circle.patient.agent.get(`/api/v1/patients/${patientId}/access-log`).expect(200);
    const entries = body.days.flatMap((day: { entries: object[] }) => day.entries) as {
      purpose: string;
      verb: string;
      subject: string;
      times: number;
    }[];
    const ofPrograms = entries.filter(({ purpose }) => purpose === 'program');
    return Object.fromEntries(ofPrograms.map(({ verb, subject, times }) => [`${verb} ${subject}`, times]));
  };

  it('calls doses and procedures by their name, and adds only what was added', async () => {
    ({ patientId } = circle);
    const { 'added treatments': before = 0 } = await told();
    const condition = 'identifier=urn:ehr:statement|log';
    const identifier = [{ system: 'urn:ehr:statement', value: 'log' }];
    const { body } = await post(statement({ identifier }), { condition }).expect(201);
    for (let again = 0; again < 3; again++) await post(statement({ identifier }), { condition }).expect(200);
    await post(procedure()).expect(201);
    await get(`MedicationStatement/${body.id}`).expect(200);
    await get(`Procedure?patient=${patientId}`).expect(200);
    expect(await told()).toEqual({ 'added treatments': before + 2, 'looked treatments': 1 });
  });

  it('calls a questionnaire an answer', async () => {
    const id = randomUUID();
    const answers = { authoredAt: new Date().toISOString(), answers: { pain: 4, enjoyment: 5, activity: 6 } };
    await circle.patient.agent
      .post(`/api/v1/patients/${patientId}/responses`)
      .send({ id, instrument: 'peg', ...answers })
      .expect(ok);
    await get(`QuestionnaireResponse/${id}`).expect(200);
    expect(await told()).toHaveProperty(['looked answers'], 1);
  });
});

describe('a search', () => {
  it('goes through all of one patient page by page, and narrows by status', async () => {
    patientId = await fresh();
    const ids: string[] = [];
    for (const status of ['active', 'completed', 'active', 'stopped', 'active'])
      ids.push((await post(statement({ status })).expect(201)).body.id);
    const found: string[] = [];
    let pages = 0;
    for (let path: string | undefined = `MedicationStatement?patient=Patient/${patientId}&_count=2`; path; pages++) {
      const { body }: { body: { entry: { resource: { id: string } }[]; link: { relation: string; url: string }[] } } =
        await get(path).expect(200);
      found.push(...body.entry.map(({ resource }) => resource.id));
      path = body.link.find(({ relation }) => relation === 'next')?.url.split('/fhir/')[1];
    }
    expect([pages, found]).toEqual([3, ids.toReversed()]);
    const some = await get(`MedicationStatement?subject=Patient/${patientId}&status=completed,stopped`).expect(200);
    expect(some.body.entry.map(({ resource }: { resource: { id: string } }) => resource.id)).toEqual([ids[3], ids[1]]);
    expect((await get(`Procedure?patient=${patientId}`).expect(200)).body).not.toHaveProperty('entry');
  });

  it.each([
    ['', 422],
    ['?status=active', 422],
    ['?patient=P1,P2', 422],
    ['?patient=P1&status=active&status=stopped', 400],
    ['?patient=P1&status=bogus', 400],
    ['?patient=P1&status=active,bogus', 400],
    ['?patient=P1&status=urn:x|active', 400],
    ['?identifier=urn:a|1', 422],
    ['?patient=P1&identifier=', 400],
    ['?patient=P1&identifier=|', 400],
    ['?patient=P1&identifier=a|b|c', 400],
    ['?patient=P1&_count=many', 400],
    ['?patient=P1&_cursor=nonsense', 400],
    [`?patient=P1&_cursor=${Buffer.from(`1 ${'-'.repeat(36)}`).toString('base64url')}`, 400],
    ['?patient=P1&_include=MedicationStatement:subject', 400],
  ])('%s is refused', async (query, status) => {
    await get(`MedicationStatement${query.replaceAll('P1', patientId).replaceAll('P2', randomUUID())}`).expect(status);
  });

  it('with a word it does not know leaves it out, or refuses it where the client is strict', async () => {
    const path = `MedicationStatement?patient=${patientId}&category=outpatient`;
    const { body } = await get(path).expect(200);
    expect(body.link[0].url).not.toContain('category');
    await get(path).set('prefer', 'handling=strict').expect(400);
  });

  it('says of a status that is none which there are', async () => {
    const { body } = await get(`Procedure?patient=${patientId}&status=taken`).expect(400);
    expect(body.issue[0]).toMatchObject({ code: 'value', expression: ['status'] });
    expect(body.issue[0].diagnostics).toContain('completed, entered-in-error, in-progress');
    const system = 'http://hl7.org/fhir/CodeSystem/medication-statement-status';
    await get(`MedicationStatement?patient=${patientId}&status=${system}|active`).expect(200);
  });
});

describe('a search by identifier', () => {
  const A = 'urn:ehr:a';
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    patientId = await fresh();
    const carried: Record<string, object[] | undefined> = {
      one: [{ system: A, value: '1' }],
      two: [
        { system: A, value: '2' },
        { system: 'urn:ehr:b', value: '1' },
      ],
      bare: [{ value: '1' }],
      comma: [{ system: A, value: 'x,y' }],
      none: undefined,
    };
    for (const [name, identifier] of Object.entries(carried))
      ids[name] = (await post(statement({ identifier })).expect(201)).body.id;
  });
  const found = async (query: string, token?: string) => {
    const path = `MedicationStatement?patient=${patientId}&${query}`;
    const { body } = await get(path, token).set('prefer', 'handling=strict').expect(200);
    const named = (body.entry ?? []).map(({ resource }: { resource: { id: string } }) =>
      Object.keys(ids).find((name) => ids[name] === resource.id),
    );
    return (named as string[]).sort();
  };

  it.each<[string, string[]]>([
    [`identifier=${A}|1`, ['one']],
    ['identifier=1', ['bare', 'one', 'two']],
    ['identifier=|1', ['bare']],
    [`identifier=${A}|`, ['comma', 'one', 'two']],
    [`identifier=${A}|1,${A}|2`, ['one', 'two']],
    [`identifier=${A}|&identifier=1`, ['one', 'two']],
    [`identifier=${A}|1&identifier=${A}|2`, []],
    [`identifier=${A}|x\\,y`, ['comma']],
    [`identifier=${A}|1&status=active`, ['one']],
    [`identifier=${A}|1&status=stopped`, []],
    ['identifier=urn:ehr:c|1', []],
    ['identifier=ONE', []],
  ])('%s finds %j', async (query, names) => expect(await found(query)).toEqual(names));

  it('finds what a condition finds, and a condition makes no second one of no system', async () => {
    for (const [condition, name] of [
      [`identifier=${A}|1`, 'one'],
      ['identifier=|1', 'bare'],
    ] as const) {
      const { body } = await post(statement(), { condition }).expect(200);
      expect([condition, body.id]).toEqual([condition, ids[name]]);
    }
  });

  it('shows nobody what they may not read: another patient, clinic, role, or what is protected', async () => {
    const query = `identifier=${A}|1`;
    const other = await fresh();
    expect((await get(`MedicationStatement?patient=${other}&${query}`).expect(200)).body).not.toHaveProperty('entry');
    const south = await gatherCareCircle(app, await createClinic(app, `r${randomUUID().slice(0, 8)}`), 'South');
    expect(await found(query, south.token)).toEqual([]);
    for (const person of [south.treating, circle.colleague])
      expect((await asPerson(person, `patient=${patientId}&${query}`).expect(200)).body).not.toHaveProperty('entry');
    expect((await asPerson(circle.treating, `patient=${patientId}&${query}`).expect(200)).body.entry).toHaveLength(1);
    await asPerson(circle.admin, `patient=${patientId}&${query}`).expect(403);
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }];
    const secret = [{ system: A, value: 'secret' }];
    ids['secret'] = (await post(statement({ identifier: secret, meta: { security } })).expect(201)).body.id;
    expect(await found(`identifier=${A}|secret`)).toEqual([]);
    const token = await tokenFor(app, circle.clinicId, 'system/*.cruds stepwell/sensitive.r');
    expect(await found(`identifier=${A}|secret`, token)).toEqual(['secret']);
  });
  const asPerson = ({ agent }: Person, query: string) => agent.get(`/fhir/MedicationStatement?${query}`);
});

describe('a token without the scope', () => {
  it('is told so, and which it needs', async () => {
    const token = await tokenFor(app, circle.clinicId, 'system/Procedure.cruds');
    const { body } = await get(`MedicationStatement?patient=${patientId}`, token).expect(403);
    expect(body.issue[0].diagnostics).toBe(
      'The scopes of this token do not allow this: it needs system/MedicationStatement.s.',
    );
    const { body: posted } = await post(statement(), { token }).expect(403);
    expect(posted.issue[0].diagnostics).toContain('system/MedicationStatement.c');
    // No scope would help whoever's role does not allow it.
    const { body: person } = await circle.admin.agent.get(`/fhir/Procedure?patient=${patientId}`).expect(403);
    expect(person.issue[0].diagnostics).toBe('Your role does not allow this.');
  });
});
