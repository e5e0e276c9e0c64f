import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree } from '../../../test/support/agree.js';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { postObservations } from '../../../test/support/fhir.js';
import { decideMerge, mergeRecords, twoRecords } from '../../../test/support/merges.js';
import { createClinic, inviteAndAccept, ok, type Person, tokenFor } from '../../../test/support/people.js';

const walk = { metric: 'steps' as const, value: 300, start: '2026-03-10T10:00:00Z', end: '2026-03-10T11:00:00Z' };

let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'agreed'), 'Walker');
}, 120_000);
afterAll(() => app?.close());

const undo = (id: string) => decideMerge(circle, id, 'undo').expect(ok);
/** As the desk of the clinic sees it. */
const statusOf = async (patientId: string, purpose: string): Promise<string> => {
  const { body } = await circle.coordinator.agent.get(`/api/v1/patients/${patientId}/consents`).expect(200);
  return body.items.find((item: { purpose: string }) => item.purpose === purpose).status;
};
const push = async (patientId: string) =>
  (
    await app
      .http()
      .post('/fhir/Observation')
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send(
        JSON.stringify({
          resourceType: 'Observation',
          status: 'final',
          subject: { reference: `Patient/${patientId}` },
          code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
          effectiveDateTime: '2026-03-11T10:00:00Z',
          valueQuantity: { value: 61, system: 'http://unitsofmeasure.org', code: '/min' },
        }),
      )
  ).status;
const readingsFor = async (token: string, patientId: string): Promise<number> => {
  const { body } = await app
    .http()
    .get(`/fhir/Observation?patient=${patientId}`)
    .set('authorization', `Bearer ${token}`);
  return (body.entry ?? []).length;
};

describe('a No', () => {
  it('on either record counts for the one they become, and no longer when they part', async () => {
    const both = await twoRecords(circle);
    const research = await tokenFor(app, circle.clinicId, 'system/*.rs', 'research');
    await postObservations(app, circle.token, both.duplicateId, [walk]);
    await agree(app, both.survivorId, 'research');
    await agree(app, both.duplicateId, 'research');
    await answerConsent(circle.coordinator, both.duplicateId, 'research', 'withdrawn');
    const id = await mergeRecords(circle, both);
    expect(await statusOf(both.survivorId, 'research')).toBe('withdrawn');
    expect(await readingsFor(research, both.survivorId)).toBe(0);
    expect(await statusOf(both.survivorId, 'monitoring')).toBe('given');
    await undo(id);
    expect(await statusOf(both.survivorId, 'research')).toBe('given');
    expect(await statusOf(both.duplicateId, 'research')).toBe('withdrawn');
  });

  it('since the merge is one of both when they part', async () => {
    const both = await twoRecords(circle);
    const id = await mergeRecords(circle, both);
    await answerConsent(circle.coordinator, both.survivorId, 'monitoring', 'withdrawn');
    await undo(id);
    expect(await statusOf(both.duplicateId, 'monitoring')).toBe('withdrawn');
    expect([await push(both.survivorId), await push(both.duplicateId)]).toEqual([403, 403]);
  });

  it('under the old id is one of the living record', async () => {
    const both = await twoRecords(circle);
    await mergeRecords(circle, both);
    expect(await push(both.duplicateId)).toBe(201);
    await answerConsent(circle.coordinator, both.duplicateId, 'monitoring', 'withdrawn');
    expect(await statusOf(both.survivorId, 'monitoring')).toBe('withdrawn');
    expect(await statusOf(both.duplicateId, 'monitoring')).toBe('withdrawn');
    expect(await push(both.duplicateId)).toBe(403);
  });
});

describe('a follower', () => {
  const follow = (patientId: string, email = `f-${randomUUID()}@people.example`) =>
    inviteAndAccept(app, circle.coordinator, { role: 'caregiver', patientId, email });
  const sees = async (follower: Person, patientId: string): Promise<boolean> =>
    (await follower.agent.get(`/api/v1/patients/${patientId}/series`)).status === 200;

  it('whom the patient ended while the records were one is ended for both', async () => {
    const both = await twoRecords(circle);
    await agree(app, both.survivorId, 'share-caregiver');
    const follower = await follow(both.duplicateId);
    const patient = await inviteAndAccept(app, circle.coordinator, { role: 'patient', patientId: both.survivorId });
    const id = await mergeRecords(circle, both);
    expect(await sees(follower, both.survivorId)).toBe(true);
    await patient.agent
      .post(`/api/v1/patients/${both.survivorId}/followers/${follower.personId}/end`)
      .send({})
      .expect(ok);
    await undo(id);
    expect([await sees(follower, both.survivorId), await sees(follower, both.duplicateId)]).toEqual([false, false]);
  });

  it('of both sees what both allow, and what each allowed when they part', async () => {
    const both = await twoRecords(circle);
    const follower = await follow(both.survivorId);
    await app.database.asOwner(
      `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until) VALUES ($1, $2, $3, '{trends}', now())`,
      [circle.clinicId, both.duplicateId, follower.personId],
    );
    const id = await mergeRecords(circle, both);
    expect(await sees(follower, both.survivorId)).toBe(false);
    await undo(id);
    expect([await sees(follower, both.survivorId), await sees(follower, both.duplicateId)]).toEqual([true, false]);
  });

  it('who was ended for one record reads as ended by the same hand for the one they become, and goes on when they part', async () => {
    const both = await twoRecords(circle);
    const follower = await follow(both.survivorId);
    const patient = await inviteAndAccept(app, circle.coordinator, { role: 'patient', patientId: both.survivorId });
    const by = `person/${patient.personId}`;
    await app.database.asOwner(
      `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until, ended_as, ended_by, ended_at)
       VALUES ($1, $2, $3, '{trends}', now(), 'patient', $4, now())`,
      [circle.clinicId, both.duplicateId, follower.personId, by],
    );
    const asWhom = async () => {
      const rows = await app.database.asOwner<{ as: string | null; by: string | null; patient: string }>(
        'SELECT ended_as AS as, ended_by AS by, patient_id AS patient FROM delegation WHERE person_id = $1',
        [follower.personId],
      );
      return [both.survivorId, both.duplicateId].map((id) => {
        const row = rows.find(({ patient: of }) => of === id)!;
        return [row.as, row.by];
      });
    };
    const id = await mergeRecords(circle, both);
    expect(await asWhom()).toEqual([
      ['patient', by],
      ['patient', by],
    ]);
    await undo(id);
    expect(await asWhom()).toEqual([
      [null, null],
      ['patient', by],
    ]);
  });

  it.each([
    ['waits for both', 'on-paper', null, false],
    ['is followed by whom the patient has allowed in the app', 'in-app', null, true],
    ['waits although allowed in the app, where the other has ended', 'in-app', '2026-01-01Z', false],
  ])(
    'about whom the patient is still asked for one record %s, and is what it was when they part',
    async (_, how, end, holds) => {
      const both = await twoRecords(circle);
      const follower = await follow(both.survivorId);
      await app.database.asOwner('UPDATE delegation SET agreed_how = $2 WHERE person_id = $1', [
        follower.personId,
        how,
      ]);
      await app.database.asOwner(
        `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until) VALUES ($1, $2, $3, '{trends,visits}', $4)`,
        [circle.clinicId, both.duplicateId, follower.personId, end],
      );
      const id = await mergeRecords(circle, both);
      expect(await sees(follower, both.survivorId)).toBe(holds);
      await undo(id);
      expect([await sees(follower, both.survivorId), await sees(follower, both.duplicateId)]).toEqual([true, false]);
    },
  );

  it('of a record that goes is followed on with the patient’s yes to it, and without it waits', async () => {
    const both = await twoRecords(circle);
    await agree(app, both.survivorId, 'share-caregiver');
    const [agreed, waits] = [await follow(both.duplicateId), await follow(both.duplicateId)];
    await app.database.asOwner(
      'UPDATE delegation SET agreed_how = NULL, agreed_by = NULL, agreed_at = NULL WHERE person_id = $1',
      [waits.personId],
    );
    await mergeRecords(circle, both);
    expect([await sees(agreed, both.survivorId), await sees(waits, both.survivorId)]).toEqual([true, false]);
  });
});
