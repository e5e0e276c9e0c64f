import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { postObservations } from '../../../test/support/fhir.js';
import {
  clinicDay,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
} from '../../../test/support/people.js';
import { RightsWorker } from '../rights/index.js';

let app: TestApp;
let circle: CareCircle;
let secondAdmin: Person;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'merged');
  circle = await gatherCareCircle(app, clinic, 'Walker');
  secondAdmin = await inviteAndAccept(app, clinic.admin, { role: 'admin' });
}, 120_000);
afterAll(() => app?.close());

const of = (patientId: string) => `/api/v1/patients/${patientId}`;
const OLD = '2020-03-10T10:00:00Z';
const walk = { metric: 'steps' as const, value: 300, start: OLD, end: '2020-03-10T11:00:00Z', device: 'one watch' };

/** Two records of one person; the second has a watch. */
async function twoRecords(): Promise<{ survivorId: string; duplicateId: string }> {
  const survivorId = await registerPatient(circle.treating);
  const duplicateId = await registerPatient(circle.colleague);
  await postObservations(app, circle.token, duplicateId, [walk]);
  return { survivorId, duplicateId };
}
const propose = (both: { survivorId: string; duplicateId: string }) => {
  const id = randomUUID();
  const proposal = { id, ...both, reason: 'One voice on the telephone.' };
  return circle.coordinator.agent
    .post('/api/v1/merges')
    .send(proposal)
    .then(({ status, body }) => ({ id, status, code: body.code as string | undefined }));
};
const decide = (id: string, what: 'execute' | 'undo') =>
  circle.admin.agent.post(`/api/v1/merges/${id}/${what}`).send({});
async function merged(): Promise<{ survivorId: string; duplicateId: string; id: string }> {
  const both = await twoRecords();
  const { id } = await propose(both);
  await decide(id, 'execute').expect(ok);
  return { ...both, id };
}
const hold = (patientId: string) =>
  circle.admin.agent
    .post(`${of(patientId)}/holds`)
    .send({ id: randomUUID(), reason: 'a lawsuit' })
    .expect(ok);
const askErasure = (patientId: string) =>
  circle.coordinator.agent.post(`${of(patientId)}/erasure`).send({ id: randomUUID(), reason: 'was asked' });
const closeMonth = (patientId: string, removed: boolean) =>
  app.database.asOwner(
    `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at, settled_at, removed_at)
     VALUES ($1, $2, 'steps', '2020-03-01', '2020-03-31', '2020-03-01Z', '2020-04-01Z', now(), $3)`,
    [circle.clinicId, patientId, removed ? new Date() : null],
  );

const exportOf = async (patientId: string): Promise<string> => {
  const id = randomUUID();
  const reason = 'the patient asked for it';
  await circle.treating.agent
    .post(`${of(patientId)}/exports`)
    .send({ id, reason })
    .expect(ok);
  return id;
};
const workOff = async (): Promise<void> => {
  await app.database.asOwner('UPDATE rights_job SET next_at = now()');
  await app.nest.get(RightsWorker).workOff();
};

describe('what the end of a merge stops at', () => {
  it('an erasure of what the records have become, asked for or approved', async () => {
    const { survivorId, id } = await merged();
    await askErasure(survivorId).expect(ok);
    expect((await decide(id, 'undo')).body.code).toBe('ERASURE_OPEN');
    await secondAdmin.agent
      .post(`${of(survivorId)}/erasure/approve`)
      .send({})
      .expect(ok);
    expect((await decide(id, 'undo')).body.code).toBe('ERASURE_OPEN');
    await circle.coordinator.agent
      .post(`${of(survivorId)}/erasure/cancel`)
      .send({})
      .expect(ok);
    await decide(id, 'undo').expect(ok);
  });
});

describe('after the end of a merge', () => {
  it('a legal hold that was placed during it holds both records', async () => {
    const { survivorId, duplicateId, id } = await merged();
    await hold(survivorId);
    await decide(id, 'undo').expect(ok);
    for (const patientId of [survivorId, duplicateId]) {
      const { body } = await circle.admin.agent.get(`${of(patientId)}/erasure`).expect(200);
      expect(body.holds).toMatchObject([{ reason: 'a lawsuit', isActive: true }]);
    }
  });

  it('nobody fetches a copy that was made during it, and one that was under way is not finished', async () => {
    const both = await twoRecords();
    const before = await exportOf(both.survivorId);
    await workOff();
    const { id } = await propose(both);
    await decide(id, 'execute').expect(ok);
    const during = await exportOf(both.survivorId);
    await workOff();
    const file = (exportId: string) => circle.treating.agent.get(`${of(both.survivorId)}/exports/${exportId}/file`);
    await file(during).expect(200);
    const underWay = await exportOf(both.survivorId);
    await decide(id, 'undo').expect(ok);
    await workOff();
    await file(before).expect(200);
    await file(during).expect(410);
    await file(underWay).expect(410);
  });

  it('the account stays away where it was parted from the record since', async () => {
    const duplicateId = await registerPatient(circle.coordinator);
    await inviteAndAccept(app, circle.coordinator, { role: 'patient', patientId: duplicateId });
    const { id } = await propose({ survivorId: await registerPatient(circle.treating), duplicateId });
    await decide(id, 'execute').expect(ok);
    await app.database.asOwner(
      'UPDATE patient SET person_id = NULL WHERE id = (SELECT survivor_id FROM patient_merge WHERE id = $1)',
      [id],
    );
    await decide(id, 'undo').expect(ok);
    const rows = await app.database.asOwner('SELECT person_id FROM patient WHERE id = $1', [duplicateId]);
    expect(rows).toEqual([{ person_id: null }]);
  });
});

describe('what a merge stops at', () => {
  it.each(['survivorId', 'duplicateId'] as const)('an erasure of the %s that is not over', async (which) => {
    const both = await twoRecords();
    const { id } = await propose(both);
    await askErasure(both[which]).expect(ok);
    expect((await decide(id, 'execute')).body.code).toBe('ERASURE_OPEN');
    await circle.coordinator.agent
      .post(`${of(both[which])}/erasure/cancel`)
      .send({})
      .expect(ok);
    await decide(id, 'execute').expect(ok);
  });

  it('readings of a month that is closed for the record that would stay', async () => {
    const both = await twoRecords();
    await closeMonth(both.survivorId, true);
    expect(await propose(both)).toMatchObject({ status: 409, code: 'MONTHS_CLOSED' });
    const other = { survivorId: both.duplicateId, duplicateId: both.survivorId };
    expect((await propose(other)).status).toBe(201);
  });

  it('but not where both have closed it, and it is empty', async () => {
    const both = await twoRecords();
    await closeMonth(both.survivorId, true);
    await closeMonth(both.duplicateId, false);
    expect((await propose(both)).code).toBe('MONTHS_CLOSED');
    await app.database.asOwner('UPDATE closed_period SET removed_at = now() WHERE patient_id = $1', [both.duplicateId]);
    expect((await propose(both)).status).toBe(201);
  });
});

describe('after a merge', () => {
  it('retention looks at the old months of both again, and so after its end', async () => {
    const both = await twoRecords();
    const through = () =>
      app.database.asOwner<{ day: string }>(
        'SELECT through_day::text AS day FROM retention_progress WHERE patient_id = ANY($1)',
        [Object.values(both)],
      );
    for (const patientId of Object.values(both))
      await app.database.asOwner(
        `INSERT INTO retention_progress (clinic_id, patient_id, through_day) VALUES ($1, $2, '2024-01-31')`,
        [circle.clinicId, patientId],
      );
    const { id } = await propose(both);
    await decide(id, 'execute').expect(ok);
    expect(await through()).toEqual([{ day: '-infinity' }, { day: '-infinity' }]);
    await app.database.asOwner(`UPDATE retention_progress SET through_day = '2024-01-31'`);
    await decide(id, 'undo').expect(ok);
    expect(await through()).toEqual([{ day: '-infinity' }, { day: '-infinity' }]);
  });

  it('a legal hold of either record holds the one that is left, and goes back', async () => {
    const both = await twoRecords();
    await hold(both.duplicateId);
    const { id } = await propose(both);
    await decide(id, 'execute').expect(ok);
    const held = async (patientId: string) =>
      (await circle.admin.agent.get(`${of(patientId)}/erasure`).expect(200)).body.holds.length as number;
    expect(await held(both.survivorId)).toBe(1);
    await askErasure(both.survivorId).expect(ok);
    expect((await secondAdmin.agent.post(`${of(both.survivorId)}/erasure/approve`).send({})).body.code).toBe(
      'LEGAL_HOLD',
    );
    await circle.coordinator.agent
      .post(`${of(both.survivorId)}/erasure/cancel`)
      .send({})
      .expect(ok);
    await decide(id, 'undo').expect(ok);
    expect([await held(both.survivorId), await held(both.duplicateId)]).toEqual([0, 1]);
  });

  it('whoever asks who looked reads of both records', async () => {
    const duplicateId = await registerPatient(circle.colleague);
    await circle.colleague.agent.get(of(duplicateId)).expect(200);
    const survivorId = await registerPatient(circle.treating);
    const person = await inviteAndAccept(app, circle.coordinator, { role: 'patient', patientId: survivorId });
    const lookedAt = async () => {
      const { body } = await person.agent.get(`${of(survivorId)}/access-log`).expect(200);
      const entries = (body.days as { entries: { name: string; verb: string }[] }[]).flatMap(({ entries: own }) => own);
      const { body: found } = await person.agent.get('/fhir/AuditEvent?_count=200').expect(200);
      return [
        entries.filter(({ name, verb }) => name === circle.colleague.name && verb === 'looked').length,
        JSON.stringify(found).includes(circle.colleague.personId),
      ];
    };
    const before = await lookedAt();
    const { id } = await propose({ survivorId, duplicateId });
    await decide(id, 'execute').expect(ok);
    expect([before, await lookedAt()]).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  it('an erasure that names the old record is one of the new, and takes both, with every referral, offer and merge', async () => {
    const { survivorId, duplicateId } = await merged();
    await circle.coordinator.agent
      .post('/api/v1/transfers')
      .send({
        id: randomUUID(),
        patientId: survivorId,
        toName: 'South',
        agreedOn: clinicDay(),
      })
      .expect(ok);
    await app.database.asOwner(
      `INSERT INTO referral (clinic_id, id, given_name, family_name, birth_date, question, urgent, from_name, created_by, patient_id, state, decided_at)
       VALUES ($1, gen_random_uuid(), 'A', 'B', '1980-01-01', 'Help?', false, 'Dr. C', 'test', $2, 'accepted', now())`,
      [circle.clinicId, duplicateId],
    );
    const { body } = await askErasure(duplicateId).expect(ok);
    expect(body.patientId).toBe(survivorId);
    await secondAdmin.agent
      .post(`${of(survivorId)}/erasure/approve`)
      .send({})
      .expect(ok);
    await workOff();
    for (const [table, column] of [
      ['patient', 'id'],
      ['referral', 'patient_id'],
      ['patient_transfer', 'patient_id'],
      ['patient_merge', 'survivor_id'],
      ['consent', 'patient_id'],
    ] as const)
      expect([
        table,
        await app.database.asOwner(`SELECT 1 FROM ${table} WHERE ${column} = ANY($1)`, [[survivorId, duplicateId]]),
      ]).toEqual([table, []]);
  });
});
