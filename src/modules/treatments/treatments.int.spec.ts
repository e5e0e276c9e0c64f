import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { fetchExport } from '../../../test/support/exports.js';
import { mergeRecords, twoRecords } from '../../../test/support/merges.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient } from '../../../test/support/people.js';
import { RightsWorker } from '../rights/index.js';
import { type Noted, treatmentsOf } from './treatments.testkit.js';

let app: TestApp;
let circle: CareCircle;
/** On the care team too. */
let second: Person;
let kit: ReturnType<typeof treatmentsOf>;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'treating'), 'Dosed');
  second = await inviteAndAccept(app, circle.admin, { role: 'clinician', profession: 'psychologist' });
  await app.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
    circle.clinicId,
    circle.patientId,
    second.personId,
  ]);
  kit = treatmentsOf(circle);
}, 120_000);
afterAll(() => app?.close());

const put = (by: Person, id: string, body: object) => by.agent.put(`${kit.path}/${id}`).send(body);
const takeBack = (by: Person, { id, version }: Pick<Noted, 'id' | 'version'>) =>
  by.agent.delete(`${kit.path}/${id}?version=${version}`);
const find = async (id: string, by?: Person) => (await kit.list(by)).find((one) => one.id === id);
const changeOf = ({ id: _, ...rest }: Record<string, unknown>, change: object = {}) => ({
  version: 1,
  ...rest,
  ...change,
});
const grant = (...categories: string[]) =>
  app.database.asOwner('UPDATE delegation SET categories = $1 WHERE person_id = $2', [
    categories,
    circle.caregiver.personId,
  ]);

describe('a treatment', () => {
  it('is noted once, however often it is sent, and read by the team and the patient, the newest first', async () => {
    const dose = kit.aDose({ medication: '  Amitriptyline ', until: kit.day(-2) });
    const procedure = kit.aProcedure({ until: kit.day(-10) });
    const noted = await kit.note(dose);
    expect(noted).toEqual({
      id: dose.id,
      version: 1,
      kind: 'dose',
      medication: 'Amitriptyline',
      dose: '75 mg twice daily',
      on: kit.day(-20),
      until: kit.day(-2),
      onExact: 'day',
      untilExact: 'day',
      planned: false,
      label: null,
      mayChangeLabel: true,
      notedAt: expect.any(String),
      notedBy: expect.any(String),
    });
    // Of one day, however that is said.
    expect(await kit.note(procedure)).toMatchObject({ kind: 'procedure', text: 'Facet joint injection', until: null });
    expect(await kit.note(dose)).toEqual(noted);
    const [a, b] = [kit.aDose(), kit.aDose()];
    await Promise.all([kit.note(a), kit.note(a), kit.note(b)]);
    for (const reader of [circle.treating, second, circle.coordinator, circle.patient]) {
      const ids = (await kit.list(reader)).map(({ id }) => id);
      expect(ids).toEqual([procedure.id, expect.any(String), expect.any(String), dose.id]);
      expect(ids.slice(1, 3).sort()).toEqual([a.id, b.id].sort());
    }
  });

  it('is another one under the same id: refused, and what was noted stands', async () => {
    const dose = kit.aDose();
    await kit.note(dose);
    const others = [{ dose: '50 mg' }, { medication: 'Gabapentin' }, { on: kit.day(-19) }, { until: kit.day(0) }];
    for (const change of [...others, { label: 'psychology' }]) {
      const { status, body } = await circle.treating.agent.post(kit.path).send({ ...dose, ...change });
      expect([change, status, body.code]).toEqual([change, 409, 'TREATMENT_EXISTS']);
    }
    expect(await find(dose.id)).toMatchObject({ version: 1, dose: dose.dose, label: null });
    // Corrected since: what was noted first is still the same, and answered as it stands.
    await put(second, dose.id, changeOf(dose, { dose: '150 mg' })).expect(200);
    expect(await kit.note(dose)).toMatchObject({ version: 2, dose: '150 mg' });
  });

  it('of both kinds sent at once under one id is noted once', async () => {
    for (let round = 0; round < 10; round++) {
      const dose = kit.aDose();
      const sent = [dose, kit.aProcedure({ id: dose.id }), { ...dose, dose: '50 mg' }];
      const answers = await Promise.all(sent.map((body) => circle.treating.agent.post(kit.path).send(body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect((await kit.list()).filter(({ id }) => id === dose.id)).toHaveLength(1);
    }
  });

  it('is the other kind, somebody else’s or another patient’s under the same id: refused', async () => {
    const dose = kit.aDose();
    await kit.note(dose);
    const elsewhere = treatmentsOf(circle, circle.neighbour.patientId!);
    const answers = [
      await circle.treating.agent.post(kit.path).send(kit.aProcedure({ id: dose.id })),
      await circle.treating.agent.post(elsewhere.path).send(dose),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(2).fill([409, 'TREATMENT_EXISTS']));
    await circle.treating.agent.put(`${elsewhere.path}/${dose.id}`).send(changeOf(dose)).expect(404);
    await circle.treating.agent.put(`${kit.path}/${dose.id}`).send(changeOf(kit.aProcedure())).expect(404);
    await circle.treating.agent.delete(`${elsewhere.path}/${dose.id}?version=1`).expect(404);
    await circle.treating.agent.delete(`${kit.path}/${randomUUID()}?version=1`).expect(404);
  });

  it.each<[string, object, string]>([
    ['no medication', { medication: ' ' }, 'medication'],
    ['a medication that is a letter', { medication: 'x'.repeat(121) }, 'medication'],
    ['no dose', { dose: '' }, 'dose'],
    ['no day', { on: '' }, 'on'],
    ['a day that is none', { on: '2026-02-30' }, 'on'],
    ['another century', { on: '1873-01-01' }, 'on'],
    ['far ahead', { on: '2036-01-01' }, 'on'],
    ['an end before it begins', { until: '2020-01-01' }, 'until'],
    ['an end far ahead', { until: '2036-01-01' }, 'until'],
    ['an unknown label', { label: 'secret' }, 'label'],
    ['something else besides', { strength: '75 mg' }, 'strength'],
    ['an unknown kind', { kind: 'diet' }, 'kind'],
  ])('with %s is refused and says where', async (_name, change, path) => {
    const { body } = await circle.treating.agent.post(kit.path).send(kit.aDose(change)).expect(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  it('is corrected by whoever has read it as it is', async () => {
    const dose = kit.aDose();
    await kit.note(dose);
    const wanted = changeOf(dose, { dose: '150 mg twice daily' });
    expect((await put(circle.treating, dose.id, wanted).expect(200)).body).toMatchObject({
      version: 2,
      dose: '150 mg twice daily',
    });
    // The same again, whose answer got lost; and somebody who had not read it.
    expect((await put(circle.treating, dose.id, wanted).expect(200)).body).toMatchObject({ version: 2 });
    const { body } = await put(second, dose.id, changeOf(dose, { until: kit.day(0) })).expect(409);
    expect(body.code).toBe('TREATMENT_CHANGED');
    await takeBack(second, { id: dose.id, version: 1 }).expect(409);
    await put(second, dose.id, changeOf(dose, { version: 2, until: kit.day(0) })).expect(200);
    expect(await find(dose.id)).toMatchObject({ version: 3, dose: '75 mg twice daily', until: kit.day(0) });
    const [audited] = await app.database.asOwner<{ acts: string[] }>(
      `SELECT array_agg(interaction ORDER BY id) AS acts FROM audit_event WHERE type = 'Treatment' AND object_id = $1 AND outcome = 'success'`,
      [dose.id],
    );
    expect(audited!.acts).toEqual(['create', 'update', 'update', 'update']);
  });

  it('that a program sent without dose and day, under a long name, is ended and named without making them up', async () => {
    const medication = `Pregabalin ${'x'.repeat(150)}`;
    const { body: sent } = await request(app.url)
      .post('/fhir/MedicationStatement')
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send(
        JSON.stringify({
          resourceType: 'MedicationStatement',
          status: 'active',
          subject: { reference: `Patient/${circle.patientId}` },
          medicationCodeableConcept: { text: medication },
        }),
      )
      .expect(201);
    const change = (body: object) => put(circle.treating, sent.id, { kind: 'dose', ...body });
    expect((await change({ version: 1, until: kit.day(0) }).expect(200)).body).toMatchObject({
      version: 2,
      medication,
      dose: null,
      on: null,
      until: kit.day(0),
    });
    // Whose answer got lost.
    expect((await change({ version: 1, until: kit.day(0) }).expect(200)).body.version).toBe(2);
    const { body } = await circle.treating.agent.get(`/fhir/MedicationStatement/${sent.id}`).expect(200);
    expect(body).toMatchObject({ status: 'completed', effectivePeriod: { end: kit.day(0) } });
    expect(body).not.toHaveProperty('dosage');
    const refused = await change({ version: 2, until: null }).expect(422);
    expect(refused.body.errors).toMatchObject([{ path: 'on' }]);
    const named = { medication: 'Pregabalin', dose: '75 mg', on: kit.day(-3) };
    expect((await change({ version: 2, ...named }).expect(200)).body).toMatchObject({ ...named, until: kit.day(0) });
  });

  it('that was a mistake is gone, stays gone, and is kept as a version', async () => {
    const dose = kit.aDose();
    await takeBack(circle.treating, await kit.note(dose)).expect(204);
    await takeBack(circle.treating, { id: dose.id, version: 1 }).expect(204);
    expect(await find(dose.id)).toBeUndefined();
    expect((await circle.treating.agent.post(kit.path).send(dose).expect(409)).body.code).toBe('TREATMENT_TAKEN_BACK');
    expect((await put(circle.treating, dose.id, changeOf(dose, { version: 2 })).expect(409)).body.code).toBe(
      'TREATMENT_TAKEN_BACK',
    );
    const { body } = await circle.treating.agent.get(`/fhir/MedicationStatement/${dose.id}`).expect(200);
    expect(body).toMatchObject({ status: 'entered-in-error', meta: { versionId: '2' } });
    const before = await circle.treating.agent.get(`/fhir/MedicationStatement/${dose.id}/_history/1`).expect(200);
    expect(before.body).toMatchObject({ status: 'active', dosage: [{ text: '75 mg twice daily' }] });
    await circle.treating.agent.delete(`${kit.path}/${dose.id}`).expect(422);
  });

  it('is a caregiver’s to read with the category of notes only, and never to write', async () => {
    const { caregiver } = circle;
    await grant('trends', 'visits', 'responses');
    await caregiver.agent.get(kit.path).expect(404);
    const shared = async () =>
      (await caregiver.agent.get('/api/v1/session').expect(200)).body.lookedAfter[0]?.shared as string[];
    expect(await shared()).toEqual(['trends', 'visits', 'responses']);
    await grant('notes');
    expect((await kit.list(caregiver)).length).toBeGreaterThan(0);
    // Which lets the page ask at all; whose day decides what is taken now comes with the list.
    expect(await shared()).toEqual(['notes']);
    expect((await caregiver.agent.get(kit.path).expect(200)).body.timeZone).toBe('Europe/Berlin');
    await caregiver.agent.get(`/api/v1/patients/${circle.patientId}`).expect(404);
    expect((await circle.treating.agent.get('/api/v1/session').expect(200)).body.lookedAfter).toEqual([]);
    for (const who of [caregiver, circle.patient, circle.admin])
      await who.agent.post(kit.path).send(kit.aDose()).expect(403);
    await circle.colleague.agent.post(kit.path).send(kit.aDose()).expect(404);
    await circle.colleague.agent.get(kit.path).expect(404);
  });
});

describe('a protected treatment', () => {
  const SECRET = 'Buprenorphine';
  let noted: Noted;
  const sees = async (who: Person) => ({
    listed: (await find(noted.id, who)) !== undefined,
    read: (await who.agent.get(`/fhir/MedicationStatement/${noted.id}`)).status,
    found: (await who.agent.get(`/fhir/MedicationStatement?patient=${circle.patientId}`)).text.includes(SECRET),
    lane: (await who.agent.get(`/api/v1/patients/${circle.patientId}/series`)).text.includes(SECRET),
  });
  const ALL = { listed: true, read: 200, found: true, lane: true };
  const NOTHING = { listed: false, read: 404, found: false, lane: false };

  it('is its writer’s and the patient’s, and of others nobody’s until the patient agrees', async () => {
    noted = await kit.note(kit.aDose({ medication: SECRET, label: 'substance-use' }));
    expect(noted).toMatchObject({ label: 'substance-use', mayChangeLabel: true });
    expect(await sees(circle.treating)).toEqual(ALL);
    expect(await sees(circle.patient)).toEqual(ALL);
    expect(await sees(second)).toEqual(NOTHING);
    expect(await sees(circle.coordinator)).toEqual(NOTHING);
    const body = { ...kit.aDose(), id: noted.id };
    await put(second, noted.id, changeOf(body)).expect(404);
    await takeBack(second, noted).expect(404);
    expect((await second.agent.post(kit.path).send(body).expect(409)).body.code).toBe('TREATMENT_EXISTS');

    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'given');
    expect(await sees(second)).toEqual(ALL);
    expect(await find(noted.id, second)).toMatchObject({ mayChangeLabel: false });
    const refused = await put(second, noted.id, changeOf(body, { label: null })).expect(403);
    expect(refused.body).toMatchObject({ code: 'TREATMENT_PROTECTED', errors: [{ path: 'label' }] });
    // Who writes upon it leaves the label as it is.
    await put(second, noted.id, changeOf(body, { medication: SECRET, dose: '8 mg' })).expect(200);
    await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'withdrawn');
    expect(await sees(circle.coordinator)).toEqual(NOTHING);
    expect(await find(noted.id)).toMatchObject({ version: 2, label: 'substance-use', dose: '8 mg' });
  });

  it('costs the list no query of its own', async () => {
    const queriesOf = async (who: Person) => {
      const spy = jest.spyOn(pg.Client.prototype, 'query');
      const items = await kit.list(who);
      const asked = spy.mock.calls.filter(([sent]) => JSON.stringify(sent).includes('FROM record')).length;
      spy.mockRestore();
      return { asked, mine: items.filter(({ label, mayChangeLabel }) => label && mayChangeLabel).length };
    };
    const before = await queriesOf(circle.treating);
    const ids: string[] = [];
    for (const label of ['psychology', 'substance-use', 'psychology'])
      ids.push((await kit.note(kit.aDose({ medication: 'Many', label }))).id);
    expect(before.asked).toBeGreaterThan(0);
    expect(await queriesOf(circle.treating)).toEqual({ asked: before.asked, mine: before.mine + 3 });
    for (const id of ids) await takeBack(circle.treating, { id, version: 1 }).expect(204);
  });

  it('is a caregiver’s only if granted by name', async () => {
    await grant('trends', 'notes');
    expect(await sees(circle.caregiver)).toEqual(NOTHING);
    await grant('trends', 'notes', 'sensitive');
    expect(await sees(circle.caregiver)).toEqual(ALL);
  });

  it('is in the copy of the patient, and in no copy that somebody else asks for', async () => {
    const copyOf = async (who: Person) => {
      const id = randomUUID();
      const reason = who.role === 'patient' ? {} : { reason: 'Asked for at the desk' };
      await who.agent
        .post(`/api/v1/patients/${circle.patientId}/exports`)
        .send({ id, ...reason })
        .expect(ok);
      await app.nest.get(RightsWorker).workOff();
      return fetchExport(who, circle.patientId, id);
    };
    const theirs = await copyOf(circle.patient);
    expect(theirs.get('fhir/MedicationStatement.ndjson')).toContain(SECRET);
    expect(theirs.get('fhir/Procedure.ndjson')).toContain('Facet joint injection');
    const admins = (await copyOf(second)).get('fhir/MedicationStatement.ndjson');
    expect(admins).toContain('Pregabalin');
    expect(admins).not.toContain(SECRET);
  });

  it('opens when its writer takes the label away, and the patient finds why', async () => {
    const body = { ...kit.aDose({ medication: SECRET }), id: noted.id };
    await put(circle.treating, noted.id, changeOf(body, { version: 2, label: null })).expect(200);
    expect(await sees(second)).toEqual(ALL);
    const [row] = await app.database.asOwner<{ reason: string }>(
      `SELECT reason FROM audit_event WHERE object_id = $1 AND reason IS NOT NULL`,
      [noted.id],
    );
    expect(row!.reason).toBe('The protection of this treatment was taken away');
  });
});

describe('a merge', () => {
  it('takes the treatments along, and they can be corrected there', async () => {
    const both = await twoRecords(circle);
    const there = treatmentsOf(circle, both.duplicateId);
    const here = treatmentsOf(circle, both.survivorId);
    const dose = there.aDose();
    await there.note(dose, circle.colleague);
    await mergeRecords(circle, both);
    expect(await here.list()).toMatchObject([{ id: dose.id, medication: 'Pregabalin' }]);
    const { body } = await circle.treating.agent
      .put(`${here.path}/${dose.id}`)
      .send(changeOf(dose, { dose: '150 mg' }))
      .expect(200);
    expect(body).toMatchObject({ version: 2, dose: '150 mg' });
    const { body: resource } = await circle.treating.agent.get(`/fhir/MedicationStatement/${dose.id}`).expect(200);
    expect(resource.subject).toEqual({ reference: `Patient/${both.survivorId}` });
    expect((await circle.colleague.agent.post(there.path).send(there.aDose()).expect(409)).body.code).toBe(
      'PATIENT_MERGED',
    );
  });
});

describe('thousands that a program has sent', () => {
  const send = (patientId: string, count: number, resource: object) =>
    app.database.asOwner(
      `INSERT INTO record (clinic_id, type, id, version, patient_id, body, last_updated)
       SELECT $1, $2, gen_random_uuid(), 1, $3, $4, now() + i * interval '1 ms' FROM generate_series(1, $5) i`,
      [circle.clinicId, 'MedicationStatement', patientId, JSON.stringify(resource), count],
    );
  const statement = (text: string, more: object) => ({
    resourceType: 'MedicationStatement',
    medicationCodeableConcept: { text },
    dosage: [{ text: '75 mg' }],
    ...more,
  });
  const read = async (patientId: string) =>
    (await circle.treating.agent.get(`/api/v1/patients/${patientId}/treatments`).expect(200)).body as {
      items: Noted[];
      isCut: boolean;
    };

  it('never hide a dose that is taken, and the list says that it is cut', async () => {
    const patientId = await registerPatient(circle.treating);
    const of = treatmentsOf(circle, patientId);
    await of.note(of.aDose({ on: of.day(-20) }));
    expect((await read(patientId)).isCut).toBe(false);
    await send(patientId, 2000, statement('Over', { status: 'completed', effectivePeriod: { end: of.day(-900) } }));
    await send(patientId, 50, statement('Never', { status: 'entered-in-error' }));
    const { items, isCut } = await read(patientId);
    expect([items.length, isCut, items[0]]).toMatchObject([2000, true, { medication: 'Pregabalin' }]);
    const { body } = await circle.treating.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    expect(body.events).toMatchObject([{ kind: 'dose', on: of.day(-20), label: 'Pregabalin 75 mg twice daily' }]);
  });

  it('are not cut while all can be read, whatever never happened', async () => {
    const patientId = await registerPatient(circle.treating);
    await send(patientId, 1001, statement('Taken', { status: 'active' }));
    await send(patientId, 1500, statement('Never', { status: 'not-taken' }));
    const { items, isCut } = await read(patientId);
    expect([items.length, isCut]).toEqual([1001, false]);
  });
});

it('a retry that finds the treatment noted is no second one in the audit', async () => {
  const dose = kit.aDose();
  const { id } = await kit.note(dose);
  await kit.note(dose);
  const acts = await app.database.asOwner<{ interaction: string }>(
    `SELECT interaction FROM audit_event WHERE type = 'Treatment' AND object_id = $1 ORDER BY id`,
    [id],
  );
  expect(acts.map(({ interaction }) => interaction)).toEqual(['create', 'read']);
});
