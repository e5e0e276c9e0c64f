import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { alertOf, type CareCircle, gatherCareCircle, visitOf } from '../../../test/support/care.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import { mergeRecords, twoRecords } from '../../../test/support/merges.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
} from '../../../test/support/people.js';
import { aConcern } from '../alerts/alerts.testkit.js';
import { reportConcern } from '../alerts/index.js';
import { treatmentsOf } from '../treatments/treatments.testkit.js';
import { JOINED, MOVED, STAYS } from './merged-tables.js';

const HOUR_MS = 3_600_000;
const NOON = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 5 * 86_400_000 + 12 * HOUR_MS;
const DAY = new Date(NOON).toISOString().slice(0, 10);
const walk = (hour: number, value: number): Reading => ({
  metric: 'steps',
  value,
  start: new Date(NOON + hour * HOUR_MS).toISOString(),
  end: new Date(NOON + (hour + 1) * HOUR_MS).toISOString(),
  device: 'one watch',
});

let app: TestApp;
let circle: CareCircle;
let secondAdmin: Person;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'merging');
  circle = await gatherCareCircle(app, clinic, 'Walker');
  secondAdmin = await inviteAndAccept(app, clinic.admin, { role: 'admin' });
}, 120_000);
afterAll(() => app?.close());

/** A second record of the same person, with a colleague looking after it and a watch that sends to it. */
async function doubleRecord(): Promise<string> {
  const duplicateId = await registerPatient(circle.colleague, { familyName: 'Walker', birthDate: '1970-05-17' });
  await postObservations(app, circle.token, duplicateId, [walk(0, 300), walk(1, 200)]);
  return duplicateId;
}

async function propose(survivorId: string, duplicateId: string): Promise<string> {
  const id = randomUUID();
  await circle.coordinator.agent
    .post('/api/v1/merges')
    .send({ id, survivorId, duplicateId, reason: 'Same name, same birth date, same voice.' })
    .expect(ok);
  return id;
}
const decide = (id: string, what: 'execute' | 'refuse' | 'undo', by: Person = circle.admin) =>
  by.agent.post(`/api/v1/merges/${id}/${what}`).send({});

/** Steps of the day once the worker has added them up; what they are not is waited away. */
async function stepsOf(patientId: string, expected: number | null): Promise<number | null> {
  for (let i = 0; ; i++) {
    const [row] = await app.database.asOwner<{ value: number }>(
      `SELECT value FROM daily_value WHERE patient_id = $1 AND metric = 'steps' AND day = $2`,
      [patientId, DAY],
    );
    const found = row?.value ?? null;
    if (found === expected || i > 80) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Why the patient was not told of an alert, once the clock has looked. */
async function toldAbout(alertId: string): Promise<string | null> {
  for (let i = 0; ; i++) {
    const [row] = await app.database.asOwner<{ state: string; reason: string | null }>(
      'SELECT state, reason FROM telling WHERE alert_id = $1',
      [alertId],
    );
    if (row!.state === 'not-told' || i > 80) return row!.reason;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const observationsOf = async (by: Person, patientId: string): Promise<number> =>
  ((await by.agent.get(`/fhir/Observation?patient=${patientId}`).expect(200)).body.entry ?? []).length;

describe('a merge', () => {
  it('ends the offers of both records to other clinics: the patient agreed to hand over one, not what two become', async () => {
    const [survivorId, duplicateId] = [
      await registerPatient(circle.treating, { familyName: 'Offered' }),
      await registerPatient(circle.treating, { familyName: 'Offered' }),
    ];
    for (const patientId of [survivorId, duplicateId])
      await circle.coordinator.agent
        .post('/api/v1/transfers')
        .send({ id: randomUUID(), patientId, toName: 'Elsewhere', agreedOn: DAY })
        .expect(ok);
    const states = async () =>
      (await circle.coordinator.agent.get('/api/v1/transfers').expect(200)).body.items.map(
        (item: { state: string }) => item.state,
      );
    const id = await propose(survivorId, duplicateId);
    expect(await states()).toEqual(['offered', 'offered']);
    await decide(id, 'execute').expect(ok);
    expect(await states()).toEqual(['revoked', 'revoked']);
  });

  it('is decided by somebody who sees what stands on both sides', async () => {
    const survivorId = await registerPatient(circle.treating, { familyName: 'Twofold', email: 'two@merging.example' });
    const { body: resource } = await request(app.url)
      .post('/fhir/Patient')
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send(
        JSON.stringify({
          resourceType: 'Patient',
          identifier: [{ system: 'http://hospital.example', value: '4711' }],
          name: [{ family: 'Twofold', given: ['Test'] }],
        }),
      )
      .expect(201);
    await postObservations(app, circle.token, survivorId, [walk(0, 300), walk(1, 200)]);
    expect(await stepsOf(survivorId, 500)).toBe(500);
    await visitOf({ ...circle, patientId: survivorId });
    const kit = treatmentsOf(circle, survivorId);
    await kit.note(kit.aProcedure());
    const mistake = await kit.note(kit.aDose());
    await circle.treating.agent.delete(`${kit.path}/${mistake.id}?version=1`).expect(204);
    const id = await propose(survivorId, resource.id);
    const shown = async () => {
      const { body } = await circle.admin.agent.get('/api/v1/merges').expect(200);
      return body.items.find((item: { id: string }) => item.id === id);
    };
    const at = expect.stringMatching(/^\d{4}-/);
    const none = { gender: null, email: null, phone: null, hasAccount: false, notes: 0, treatments: 0 };
    const empty = { ...none, identifiers: [], dataDays: 0, lastDataOn: null, visits: 0 };
    const before = await shown();
    expect(before.survivor.holds).toEqual({
      ...empty,
      registeredAt: at,
      email: 'two@merging.example',
      dataDays: 1,
      lastDataOn: DAY,
      visits: 1,
      treatments: 1,
    });
    expect(before.duplicate.holds).toEqual({
      ...empty,
      registeredAt: at,
      identifiers: [{ system: 'http://hospital.example', value: '4711' }],
    });
    await decide(id, 'refuse').expect(ok);
    expect([(await shown()).survivor.holds, (await shown()).duplicate.holds]).toEqual([null, null]);
  });

  it('is in the audit of both records, whatever is decided', async () => {
    const actsOf = (id: string) =>
      app.database.asOwner<{ interaction: string; touched: string[] }>(
        `SELECT interaction, coalesce(patient_ids, ARRAY[patient_id]) AS touched FROM audit_event
         WHERE type = 'Merge' AND object_id = $1 AND outcome = 'success' ORDER BY id`,
        [id],
      );
    const [done, refused] = [await twoRecords(circle), await twoRecords(circle)];
    const id = await mergeRecords(circle, done);
    await decide(id, 'undo').expect(ok);
    const both = [done.survivorId, done.duplicateId];
    expect(await actsOf(id)).toEqual(
      ['create', 'resolve', 'cancel'].map((interaction) => ({ interaction, touched: both })),
    );
    const other = await propose(refused.survivorId, refused.duplicateId);
    await decide(other, 'refuse').expect(ok);
    expect((await actsOf(other)).at(-1)!.touched).toEqual([refused.survivorId, refused.duplicateId]);
  });

  it('says of every table with patients what becomes of its rows', async () => {
    const tables = await app.database.asOwner<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'patient_id' AND NOT a.attisdropped
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1`,
    );
    const decided = [...Object.keys(MOVED), ...JOINED, ...Object.keys(STAYS)];
    expect(tables.map(({ name }) => name).filter((name) => !decided.includes(name))).toEqual([]);
    expect(new Set(decided).size).toBe(decided.length);
  });

  it('brings observations, alerts, visits, people and the old link along, and goes back to exactly what was', async () => {
    const { patientId: survivorId, treating, colleague, coordinator, admin } = circle;
    await postObservations(app, circle.token, survivorId, [walk(1, 250), walk(2, 100)]);
    const duplicateId = await doubleRecord();
    const duplicate: CareCircle = { ...circle, patientId: duplicateId, treating: colleague };
    const alertId = await alertOf(app, duplicate);
    const visitId = await visitOf(duplicate);
    expect(await stepsOf(survivorId, 350)).toBe(350);
    expect(await stepsOf(duplicateId, 500)).toBe(500);

    const id = await propose(survivorId, duplicateId);
    expect(await observationsOf(treating, survivorId)).toBe(2);
    await decide(id, 'execute').expect(ok);

    // 0–1 h 300, 1–2 h once and not twice, 2–3 h 100.
    expect(await stepsOf(survivorId, 650)).toBe(650);
    expect(await stepsOf(duplicateId, null)).toBeNull();
    expect(await observationsOf(treating, survivorId)).toBe(4);
    await treating.agent.get(`/api/v1/alerts/${alertId}`).expect(200);
    await treating.agent.get(`/api/v1/visits/${visitId}`).expect(200);
    // The colleague keeps the patient, and the old link leads to the new page.
    const old = await colleague.agent.get(`/api/v1/patients/${duplicateId}`).expect(200);
    expect(old.body.id).toBe(survivorId);
    const list = await coordinator.agent.get('/api/v1/patients?query=Walker').expect(200);
    expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([survivorId]);
    const fhir = await colleague.agent.get(`/fhir/Patient/${duplicateId}`).expect(200);
    expect(fhir.body).toMatchObject({
      active: false,
      link: [{ other: { reference: `Patient/${survivorId}` }, type: 'replaced-by' }],
    });

    await decide(id, 'undo', secondAdmin).expect(ok);
    expect(await stepsOf(survivorId, 350)).toBe(350);
    expect(await stepsOf(duplicateId, 500)).toBe(500);
    expect(await observationsOf(treating, survivorId)).toBe(2);
    await treating.agent.get(`/api/v1/alerts/${alertId}`).expect(404);
    await colleague.agent.get(`/api/v1/alerts/${alertId}`).expect(200);
    await colleague.agent.get(`/api/v1/visits/${visitId}`).expect(200);
    await colleague.agent.get(`/api/v1/patients/${survivorId}`).expect(404);
    const apart = await colleague.agent.get(`/fhir/Patient/${duplicateId}`).expect(200);
    expect([apart.body.active, apart.body.link]).toEqual([true, undefined]);

    const acts = await app.database.asOwner<{ interaction: string; actor: string }>(
      `SELECT interaction, actor FROM audit_event WHERE type = 'Merge' AND object_id = $1 AND outcome = 'success' ORDER BY id`,
      [id],
    );
    expect(acts).toEqual([
      { interaction: 'create', actor: `person/${coordinator.personId}` },
      { interaction: 'resolve', actor: `person/${admin.personId}` },
      { interaction: 'cancel', actor: `person/${secondAdmin.personId}` },
    ]);
  }, 120_000);

  it('adds up what nobody had come to yet', async () => {
    const survivorId = await registerPatient(circle.treating);
    const duplicateId = await doubleRecord();
    expect(await stepsOf(duplicateId, 500)).toBe(500);
    // As it is while the worker has other things to do: its mark names the record that has no readings any more.
    await app.database.asOwner('DELETE FROM daily_value WHERE patient_id = $1', [duplicateId]);
    await decide(await propose(survivorId, duplicateId), 'execute').expect(ok);
    expect(await stepsOf(survivorId, 500)).toBe(500);
  });

  it('lets a device go on that has not heard of it, and after the end no reading lies with the wrong person', async () => {
    const survivorId = await registerPatient(circle.treating);
    const duplicateId = await doubleRecord();
    await postObservations(app, circle.token, survivorId, [walk(6, 60)]);
    const id = await propose(survivorId, duplicateId);
    await decide(id, 'execute').expect(ok);
    await postObservations(app, circle.token, duplicateId, [walk(3, 30)]);
    await postObservations(app, circle.token, survivorId, [walk(4, 40)]);
    expect(await observationsOf(circle.treating, survivorId)).toBe(5);
    await decide(id, 'undo').expect(ok);
    await postObservations(app, circle.token, duplicateId, [walk(5, 50)]);
    await postObservations(app, circle.token, survivorId, [walk(7, 70)]);
    const rows = await app.database.asOwner<{ patient_id: string; values: string }>(
      `SELECT patient_id, string_agg(value::text, ' ' ORDER BY start_at) AS values FROM observation WHERE patient_id IN ($1, $2) GROUP BY 1`,
      [survivorId, duplicateId],
    );
    // What came while they were one stays with the survivor.
    expect(Object.fromEntries(rows.map((row) => [row.patient_id, row.values]))).toEqual({
      [survivorId]: '30 40 60 70',
      [duplicateId]: '300 200 50',
    });
  });

  it.each([
    ['first', [0, 1]],
    ['last', [1, 0]],
  ])(
    'goes on with a record that was merged into before, and back, where the device of the same name came %s',
    async (_, order) => {
      const { treating } = circle;
      const survivorId = await registerPatient(treating);
      const middleId = await registerPatient(treating);
      const firstId = await registerPatient(treating);
      const both = [firstId, middleId];
      for (const i of order) await postObservations(app, circle.token, both[i]!, [walk(i, 100 * (i + 1))]);
      const devices = async () =>
        await app.database.asOwner<{ patientId: string; device: string }>(
          'SELECT patient_id AS "patientId", device FROM source WHERE patient_id = ANY($1::uuid[]) ORDER BY 1, 2',
          [[survivorId, middleId, firstId]],
        );
      const inner = await propose(middleId, firstId);
      await decide(inner, 'execute').expect(ok);
      const before = await devices();
      const outer = await propose(survivorId, middleId);
      await decide(outer, 'execute').expect(ok);
      expect((await devices()).map((one) => one.patientId)).toEqual([survivorId, survivorId]);
      await decide(outer, 'undo').expect(ok);
      expect(await devices()).toEqual(before);
      await decide(inner, 'undo').expect(ok);
    },
  );

  it('brings along what a sprint was before it was changed, and gives it back', async () => {
    const { treating } = circle;
    const survivorId = await registerPatient(treating);
    const duplicateId = await registerPatient(treating, { familyName: 'Walker' });
    const metrics = [{ metric: 'steps', target: 6000 }];
    const sprintOf = async (patientId: string, goal: string, startsOn: string, endsOn: string) => {
      const id = randomUUID();
      const path = `/api/v1/patients/${patientId}/sprints`;
      await treating.agent.post(path).send({ id, goal, startsOn, endsOn, metrics }).expect(ok);
      return { id, endsOn };
    };
    const rename = (patientId: string, { id, endsOn }: { id: string; endsOn: string }, version: number) =>
      treating.agent
        .put(`/api/v1/patients/${patientId}/sprints/${id}`)
        .send({ version, goal: `Goal ${version + 1}`, endsOn, metrics })
        .expect(ok);
    const earlier = async (patientId: string) =>
      (await treating.agent.get(`/api/v1/patients/${patientId}/sprints/earlier`).expect(200)).body.items.map(
        ({ goal, became }: { goal: string; became: string }) => `${goal}: ${became}`,
      );
    const running = await sprintOf(duplicateId, 'Goal 1', clinicDay(-3), clinicDay(30));
    await rename(duplicateId, running, 1);
    const next = await sprintOf(duplicateId, 'Never mind', clinicDay(40), clinicDay(70));
    await treating.agent.post(`/api/v1/patients/${duplicateId}/sprints/${next.id}/end`).send({ version: 1 }).expect(ok);
    const all = ['Never mind: removed', 'Goal 1: changed'];
    expect(await earlier(duplicateId)).toEqual(all);
    expect(await earlier(survivorId)).toEqual([]);
    const merge = await propose(survivorId, duplicateId);
    await decide(merge, 'execute').expect(ok);
    expect(await earlier(survivorId)).toEqual(all);
    await rename(survivorId, running, 2);
    expect(await earlier(survivorId)).toEqual(['Goal 2: changed', ...all]);
    await decide(merge, 'undo').expect(ok);
    // The sprint is the other record's again, with all that it was.
    expect(await earlier(duplicateId)).toEqual(['Goal 2: changed', ...all]);
    expect(await earlier(survivorId)).toEqual([]);
  });

  it('is read through FHIR by the id of before, as it is written to by it', async () => {
    const both = await twoRecords(circle);
    const walk: Reading = {
      metric: 'steps',
      value: 7,
      start: '2026-03-11T10:00:00Z',
      end: '2026-03-11T11:00:00Z',
      device: 'w',
    };
    await postObservations(app, circle.token, both.duplicateId, [walk]);
    const read = async (path: string): Promise<unknown[]> =>
      (await app.http().get(`/fhir/${path}`).set('authorization', `Bearer ${circle.token}`).expect(200)).body.entry ??
      [];
    const subject = { reference: `Patient/${both.duplicateId}` };
    await app
      .http()
      .post('/fhir/Procedure')
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send(JSON.stringify({ resourceType: 'Procedure', status: 'completed', code: { text: 'Block' }, subject }))
      .expect(201);
    await mergeRecords(circle, both);
    const other = await registerPatient(circle.treating);
    const old = both.duplicateId.toUpperCase();
    const found = await Promise.all(
      [
        `Observation?patient=${old}`,
        `Observation?patient=${old},${other}`,
        `Observation/$lastn?patient=${old}`,
        `Procedure?patient=${old}`,
        `Observation?patient=${other}`,
      ].map(async (path) => (await read(path)).length),
    );
    expect(found).toEqual([1, 1, 1, 1, 0]);
  });

  it('finds the surviving patient by an identifier of the other', async () => {
    const identifier = { system: 'urn:hospital', value: `H-${randomUUID()}` };
    const create = () =>
      request(app.url)
        .post('/fhir/Patient')
        .set('authorization', `Bearer ${circle.token}`)
        .set('content-type', 'application/fhir+json')
        .set('if-none-exist', `identifier=${identifier.system}|${identifier.value}`)
        .send(JSON.stringify({ resourceType: 'Patient', name: [{ family: 'Doubled' }], identifier: [identifier] }));
    const duplicateId = (await create().expect(201)).body.id as string;
    const survivorId = await registerPatient(circle.treating);
    await decide(await propose(survivorId, duplicateId), 'execute').expect(ok);
    expect((await create().expect(200)).body.id).toBe(survivorId);
  });

  it('ends a concern that both records have, and opens it again with the end of the merge', async () => {
    const survivorId = await registerPatient(circle.treating);
    const duplicateId = await doubleRecord();
    const [kept, doubled] = [
      await alertOf(app, { ...circle, patientId: survivorId }),
      await alertOf(app, { ...circle, patientId: duplicateId }),
    ];
    await app.database.asOwner(`UPDATE alert SET concern_key = 'data:steps' WHERE id IN ($1, $2)`, [kept, doubled]);
    await app.database.asOwner(
      `INSERT INTO telling (clinic_id, alert_id, voice, next_at) VALUES ($1, $2, 'patient', 'infinity')`,
      [circle.clinicId, doubled],
    );
    const id = await propose(survivorId, duplicateId);
    await decide(id, 'execute').expect(ok);
    expect(await toldAbout(doubled)).toBe('over');
    const states = () =>
      app.database
        .asOwner<{ id: string; state: string }>('SELECT id, state FROM alert WHERE id IN ($1, $2)', [kept, doubled])
        .then((rows) => Object.fromEntries(rows.map((row) => [row.id, row.state])));
    expect(await states()).toEqual({ [kept]: 'open', [doubled]: 'resolved' });
    await decide(id, 'undo').expect(ok);
    expect(await states()).toEqual({ [kept]: 'open', [doubled]: 'open' });
    expect(await toldAbout(doubled)).toBe('no-account');
    const { body } = await circle.colleague.agent.get(`/api/v1/alerts/${doubled}`).expect(200);
    expect(body.timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['resolved', 'undone']);
  });

  it('knows the open alert of a concern that the other record has dealt with later', async () => {
    const raise = (patientId: string, severity: 1 | 2 | 3) =>
      app.surroundings.workerDatabase.as.inClinic(circle.clinicId, async () => {
        const [bell] = await reportConcern(aConcern({ patientId, severity }), new Date());
        return bell!.objectId;
      });
    // Random ids: the wrong one is taken every other time.
    for (let i = 0; i < 8; i++) {
      const [survivorId, duplicateId] = [
        await registerPatient(circle.treating),
        await registerPatient(circle.treating),
      ];
      const kept = await raise(survivorId, 1);
      const handled = await raise(duplicateId, 1);
      const resolve = { version: 1, outcome: 'contacted' };
      await circle.treating.agent.post(`/api/v1/alerts/${handled}/resolve`).send(resolve).expect(200);
      await decide(await propose(survivorId, duplicateId), 'execute').expect(ok);
      expect(await raise(survivorId, 3)).toBe(kept);
    }
  }, 60_000);

  it('takes the account along, and refuses where both have one', async () => {
    const duplicateId = await registerPatient(circle.coordinator);
    const person = await inviteAndAccept(app, circle.coordinator, { role: 'patient', patientId: duplicateId });
    const survivorId = await registerPatient(circle.treating);
    const id = await propose(survivorId, duplicateId);
    await decide(id, 'execute').expect(ok);
    expect((await person.agent.get('/api/v1/session').expect(200)).body.patientId).toBe(survivorId);
    await decide(id, 'undo').expect(ok);
    expect((await person.agent.get('/api/v1/session').expect(200)).body.patientId).toBe(duplicateId);
    const both = await circle.coordinator.agent
      .post('/api/v1/merges')
      .send({ id: randomUUID(), survivorId: circle.patientId, duplicateId, reason: 'They look alike.' });
    expect([both.status, both.body.code]).toEqual([409, 'TWO_ACCOUNTS']);
  });

  it('is decided once, by an admin who did not propose it, and never across clinics', async () => {
    const survivorId = await registerPatient(circle.treating);
    const duplicateId = await doubleRecord();
    const id = await propose(survivorId, duplicateId);
    const again = await circle.coordinator.agent
      .post('/api/v1/merges')
      .send({ id: randomUUID(), survivorId: circle.patientId, duplicateId, reason: 'Another idea.' });
    expect(again.body.code).toBe('MERGE_OPEN');
    await app.database.asOwner('UPDATE patient_merge SET proposed_by = $1 WHERE id = $2', [circle.admin.personId, id]);
    expect((await decide(id, 'execute')).body.code).toBe('SECOND_PERSON');
    await decide(id, 'refuse', secondAdmin).expect(ok);
    expect((await decide(id, 'execute', secondAdmin)).body.code).toBe('MERGE_DECIDED');
    const other = await createClinic(app, 'elsewhere');
    await decide(id, 'undo', other.admin).expect(404);
  });
});
