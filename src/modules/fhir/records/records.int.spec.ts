import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, registerPatient, tokenFor } from '../../../../test/support/people.js';
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
  ((await get(`${type}?patient=${of}`).expect(200)).body.entry as object[]).length;

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
    expect((await get(`Procedure?patient=${patientId}`).expect(200)).body.entry).toEqual([]);
  });

  it.each([
    ['', 422],
    ['?status=active', 422],
    ['?patient=P1,P2', 422],
    ['?patient=P1&status=active&status=stopped', 400],
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
});
