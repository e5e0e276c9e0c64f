import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { postObservations, type Reading, toObservation } from '../../../test/support/fhir.js';
import { mergeRecords, twoRecords } from '../../../test/support/merges.js';
import { clinicDay, createClinic, ok, type Person, registerPatient } from '../../../test/support/people.js';
import { ClosedPeriods, ObservationsService } from '../observations/index.js';

let app: TestApp;
let north: CareCircle;
let south: CareCircle;
let east: CareCircle;

const HOUR_MS = 3_600_000;
const FIRST = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 1400 * HOUR_MS;
/** More than a page. */
const readings: Reading[] = Array.from({ length: 1201 }, (_, i) => ({
  metric: 'steps',
  value: i % 97,
  start: new Date(FIRST + i * HOUR_MS).toISOString(),
  end: new Date(FIRST + (i + 1) * HOUR_MS).toISOString(),
}));

beforeAll(async () => {
  app = await createTestApp();
  north = await gatherCareCircle(app, await createClinic(app, 'north'), 'Wanderer');
  south = await gatherCareCircle(app, await createClinic(app, 'south'), 'Resident');
  east = await gatherCareCircle(app, await createClinic(app, 'east'), 'Easterly');
}, 180_000);
afterAll(() => app?.close());

async function offer(patientId = north.patientId): Promise<{ id: string; code: string }> {
  const { body } = await north.coordinator.agent
    .post('/api/v1/transfers')
    .send({ id: randomUUID(), patientId, toName: 'Clinic south', agreedOn: clinicDay() })
    .expect(ok);
  return body;
}
const preview = (by: Person, code: string) => by.agent.post('/api/v1/transfers/preview').send({ code });
const accept = (by: CareCircle, code: string, patientId: string = randomUUID()) =>
  by.coordinator.agent.post('/api/v1/transfers/accept').send({
    code,
    patientId,
    careTeam: [by.treating.personId],
    contactPersonId: by.treating.personId,
    monitoringConsent: true,
  });
const revoke = (id: string) => north.coordinator.agent.post(`/api/v1/transfers/${id}/revoke`).send({});
const stateOf = async (id: string) => {
  const { body } = await north.coordinator.agent.get('/api/v1/transfers').expect(200);
  return (body.items as { id: string; state: string }[]).find((item) => item.id === id)?.state;
};
/** As if the node of the receiving clinic had been killed right after the claim. */
const claim = (id: string, newPatientId: string) =>
  app.database.asOwner(
    'UPDATE patient_transfer SET accepted_at = now(), accepted_clinic_id = $2, new_patient_id = $3 WHERE id = $1',
    [id, south.clinicId, newPatientId],
  );
const countsOf = (clinicId: string, reason: string) =>
  app.database.asOwner(
    `SELECT count FROM audit_event WHERE clinic_id = $1 AND type = 'Transfer' AND interaction = 'resolve' AND outcome = 'success' AND reason = $2`,
    [clinicId, reason],
  );
const bodiesOf = async (by: Person, patientId: string) => {
  const bodies: unknown[] = [];
  for (let url: string | undefined = `/fhir/Observation?patient=${patientId}&_count=500&_sort=date`; url;) {
    const { body } = await by.agent.get(url).expect(200);
    for (const { resource } of body.entry ?? []) {
      const { id, meta, subject, ...rest } = resource;
      expect(subject.reference).toBe(`Patient/${patientId}`);
      bodies.push(rest);
      void [id, meta];
    }
    const next = body.link?.find((link: { relation: string }) => link.relation === 'next')?.url as string | undefined;
    url = next && next.replace(app.url, '');
  }
  return bodies;
};

describe('a transfer', () => {
  it('brings the whole record into the other clinic, which both keep in their audit', async () => {
    for (let i = 0; i < readings.length; i += 400)
      await postObservations(app, north.token, north.patientId, readings.slice(i, i + 400));
    await north.treating.agent
      .put(`/api/v1/patients/${north.patientId}/time-zones`)
      .send({ since: '2026-01-05T07:00:00Z', zone: 'Europe/Lisbon' })
      .expect(ok);
    const answers = {
      id: randomUUID(),
      instrument: 'peg',
      authoredAt: new Date().toISOString(),
      answers: { pain: 5, enjoyment: 4, activity: 3 },
    };
    await north.patient.agent.post(`/api/v1/patients/${north.patientId}/responses`).send(answers).expect(ok);
    const theirs = await bodiesOf(north.treating, north.patientId);
    const { id, code } = await offer();

    const seen = await preview(south.coordinator, code).expect(200);
    expect(seen.body).toMatchObject({ fromClinic: 'Clinic north', documents: 1, newPatientId: null });
    expect(seen.body.name).toMatch(/Wanderer$/);
    const patientId = randomUUID();
    const done = await accept(south, code, patientId).expect(200);
    expect(done.body).toEqual({ patientId, observations: theirs.length, documents: 1 });

    const detail = await south.treating.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    expect(detail.body).toMatchObject({ timeZone: 'Europe/Lisbon', contact: { personId: south.treating.personId } });
    expect(await bodiesOf(south.treating, patientId)).toEqual(theirs);
    const peg = await south.treating.agent.get(`/fhir/QuestionnaireResponse/${answers.id}`).expect(200);
    expect(peg.body.subject.reference).toBe(`Patient/${patientId}`);
    expect(peg.text).not.toContain(north.patientId);

    // The sending clinic keeps its record, and knows.
    const left = await north.treating.agent.get(`/api/v1/patients/${north.patientId}`).expect(200);
    expect(left.body.transferredAt).not.toBeNull();
    const list = await north.coordinator.agent.get('/api/v1/transfers').expect(200);
    expect(list.body.items).toMatchObject([{ id, state: 'done', toName: 'Clinic south' }]);
    const acts = await app.database.asOwner<{ clinic_id: string; actor: string }>(
      `SELECT DISTINCT clinic_id, actor FROM audit_event WHERE type = 'Transfer' AND interaction = 'resolve' AND outcome = 'success'`,
    );
    const actor = `person/${south.coordinator.personId}`;
    expect(acts.sort((a, b) => (a.clinic_id < b.clinic_id ? -1 : 1))).toEqual(
      [north.clinicId, south.clinicId].sort().map((clinic_id) => ({ clinic_id, actor })),
    );
    const numbers = `readings: ${theirs.length}, documents: 1, of them protected: 0`;
    for (const clinicId of [north.clinicId, south.clinicId])
      expect(await countsOf(clinicId, numbers)).toEqual([{ count: theirs.length + 1 }]);
  }, 120_000);

  it('says of what a reading was derived by the ids that it has there, and none of the clinic it comes from', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Derived' });
    const fhir = (path: string, body: object) =>
      app
        .http()
        .post(`/fhir${path}`)
        .set({ authorization: `Bearer ${north.token}`, 'content-type': 'application/fhir+json' })
        .send(JSON.stringify(body))
        .expect(ok);
    const made = (i: number, more: object) => ({
      fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${i}`,
      resource: {
        ...toObservation(patientId, { ...readings[i]!, metric: i < 3 ? 'steps' : 'walkingMinutes' }),
        ...more,
      },
      request: { method: 'POST', url: 'Observation' },
    });
    const to = (i: number) => ({ reference: `urn:uuid:00000000-0000-4000-8000-00000000000${i}` });
    const entry = [
      made(1, {
        derivedFrom: [to(3)],
        note: [{ text: 'one' }],
        component: [{ code: { text: 'x' }, valueQuantity: { value: 1 } }],
      }),
      made(2, { hasMember: [to(1), { ...to(3), display: 'the walk' }] }),
      made(3, { derivedFrom: [to(2)] }),
    ];
    const { body: stored } = await fhir('', { resourceType: 'Bundle', type: 'transaction', entry });
    const theirs = (stored.entry as { response: { location: string } }[]).map(
      ({ response }) => response.location.split('/')[1]!,
    );
    const elsewhere = await fhir('/Observation', toObservation(north.patientId, readings[7]!));
    const outside = [randomUUID(), elsewhere.body.id as string];
    await fhir('/Observation', {
      ...toObservation(patientId, readings[5]!),
      performer: [{ reference: `Patient/${patientId}` }],
      derivedFrom: [
        { reference: `Observation/${theirs[0]}/_history/1` },
        ...outside.map((id) => ({ reference: `Observation/${id}`, display: `as ${outside.indexOf(id)}` })),
        { reference: `Observation/${randomUUID()}` },
      ],
    });

    const newId = randomUUID();
    const { code } = await offer(patientId);
    await accept(south, code, newId).expect(200);
    const { body, text } = await south.treating.agent.get(`/fhir/Observation?patient=${newId}&_sort=date`).expect(200);
    for (const id of [patientId, ...theirs, ...outside]) expect(text).not.toContain(id);
    const [one, two, three, four] = (body.entry as { resource: Record<string, unknown> & { id: string } }[]).map(
      ({ resource }) => resource,
    );
    const reference = (of: { id: string } | undefined) => ({ reference: `Observation/${of!.id}` });
    expect(one).toMatchObject({ derivedFrom: [reference(three)], note: [{ text: 'one' }] });
    expect(two).toMatchObject({ hasMember: [reference(one), { ...reference(three), display: 'the walk' }] });
    expect(three).toMatchObject({ derivedFrom: [reference(two)] });
    expect(four).toMatchObject({ performer: [{ reference: `Patient/${newId}` }] });
    expect(four!['derivedFrom']).toEqual([
      reference(one),
      { type: 'Observation', display: 'as 0' },
      { type: 'Observation', display: 'as 1' },
      { type: 'Observation', display: 'An observation that is not part of this transfer' },
    ]);
    // Each is the first version there: nothing was stored with their ids and then mended.
    expect(new Set([one, two, three, four].map((o) => (o!['meta'] as { versionId: string }).versionId))).toEqual(
      new Set(['1']),
    );
  });

  it('goes on where it was interrupted, for the clinic that began, and for no other', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Halfway' });
    await postObservations(app, north.token, patientId, readings.slice(0, 5));
    const { id, code } = await offer(patientId);
    const newId = randomUUID();
    await claim(id, newId);
    expect((await accept(east, code)).status).toBe(404);
    expect((await preview(east.coordinator, code)).status).toBe(404);
    expect((await preview(south.coordinator, code).expect(200)).body.newPatientId).toBe(newId);
    expect((await accept(south, code)).status).toBe(404);
    await accept(south, code, newId).expect(200);
    expect(await bodiesOf(south.treating, newId)).toHaveLength(5);
    expect((await accept(south, code, newId)).status).toBe(404);
  });

  it('goes on also where retention has closed months of it meanwhile', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Slow' });
    const old = (month: string) => ({ ...readings[0]!, start: `${month}-10T10:00:00Z`, end: `${month}-10T11:00:00Z` });
    await postObservations(app, north.token, patientId, [old('2020-03'), old('2020-05'), readings[1]!]);
    const { id, code } = await offer(patientId);
    const newId = randomUUID();
    const observations = app.nest.get(ObservationsService);
    const store = observations.store.bind(observations);
    const spy = jest.spyOn(observations, 'store').mockImplementation(async (...asked) => {
      await store(...asked);
      throw new Error('gone');
    });
    expect((await accept(south, code, newId)).status).toBe(500);
    spy.mockRestore();
    await app.database.asOwner(
      `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at, settled_at)
       VALUES ($1, $2, 'steps', '2020-03-01', '2020-03-31', '2020-03-01Z', '2020-04-01Z', now())`,
      [south.clinicId, newId],
    );
    app.nest.get(ClosedPeriods).forget(south.clinicId);
    const { body } = await accept(south, code, newId).expect(200);
    expect(body).toEqual({ patientId: newId, observations: 2, documents: 0 });
    expect(await app.database.asOwner('SELECT 1 FROM observation WHERE patient_id = $1', [newId])).toHaveLength(3);
    expect(await stateOf(id)).toBe('done');
  });

  it('does not happen with a revoked, expired, made-up or own code', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Staying' });
    const revoked = await offer(patientId);
    await north.coordinator.agent.post(`/api/v1/transfers/${revoked.id}/revoke`).send({}).expect(204);
    const expired = await offer(patientId);
    await app.database.asOwner(`UPDATE patient_transfer SET expires_at = now() WHERE id = $1`, [expired.id]);
    for (const code of [revoked.code, expired.code, `xfer_${'A'.repeat(43)}`]) {
      const answers = [await preview(south.coordinator, code), await accept(south, code)];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [404, 'TRANSFER_GONE'],
        [404, 'TRANSFER_GONE'],
      ]);
    }
    const own = await offer(patientId);
    expect((await accept(north, own.code)).body.code).toBe('SAME_CLINIC');
    const crossed = await app.database.asOwner('SELECT 1 FROM patient WHERE family_name = $1 AND clinic_id <> $2', [
      'Staying',
      north.clinicId,
    ]);
    expect(crossed).toEqual([]);
  });

  it('is never written onto a patient whom it did not bring', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Elsewhere' });
    await postObservations(app, north.token, patientId, readings.slice(0, 3));
    const { id, code } = await offer(patientId);
    const refused = await accept(south, code, south.patientId);
    expect([refused.status, refused.body.code]).toEqual([409, 'PATIENT_EXISTS']);
    expect(await stateOf(id)).toBe('offered');
    // Not even where an offer says so that was claimed while there was no such patient yet.
    await claim(id, south.patientId);
    expect((await accept(south, code, south.patientId)).body.code).toBe('PATIENT_EXISTS');
    expect(await bodiesOf(south.treating, south.patientId)).toEqual([]);
  });

  it('does not begin with a care team of strangers: the offer can still be revoked, and taken up', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Choosy' });
    const { id, code } = await offer(patientId);
    const strangers = { code, patientId: randomUUID(), careTeam: [east.treating.personId], contactPersonId: null };
    await south.coordinator.agent
      .post('/api/v1/transfers/accept')
      .send({ ...strangers, monitoringConsent: true })
      .expect(422);
    expect(await stateOf(id)).toBe('offered');
    await revoke(id).expect(204);
    expect((await accept(south, code)).status).toBe(404);
  });

  it('is over when it is revoked or out of time, even if it had begun', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Unfinished' });
    const revoked = await offer(patientId);
    const late = await offer(patientId);
    const [first, second] = [randomUUID(), randomUUID()];
    await claim(revoked.id, first);
    await revoke(revoked.id).expect(204);
    await claim(late.id, second);
    await app.database.asOwner(`UPDATE patient_transfer SET expires_at = now() - interval '400 days' WHERE id = $1`, [
      late.id,
    ]);
    for (const [{ id, code }, newId, state] of [
      [revoked, first, 'revoked'],
      [late, second, 'expired'],
    ] as const) {
      expect(await stateOf(id)).toBe(state);
      expect((await preview(south.coordinator, code)).status).toBe(404);
      expect((await accept(south, code, newId)).status).toBe(404);
    }
  });

  it('stops where it is when it is revoked under way', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Halted' });
    await postObservations(app, north.token, patientId, readings.slice(0, 3));
    const { id, code } = await offer(patientId);
    const newId = randomUUID();
    const client = new pg.Client({ connectionString: app.database.ownerUrl });
    await client.connect();
    try {
      // The receiving clinic cannot register anybody until we let go.
      await client.query('BEGIN');
      await client.query('LOCK TABLE patient_time_zone IN SHARE ROW EXCLUSIVE MODE');
      const answer = accept(south, code, newId).then(({ status, body }) => [status, body.code]);
      while ((await stateOf(id)) !== 'underway') await new Promise((resolve) => setTimeout(resolve, 20));
      await revoke(id).expect(204);
      await client.query('COMMIT');
      expect(await answer).toEqual([404, 'TRANSFER_GONE']);
    } finally {
      await client.end();
    }
    expect(await bodiesOf(south.treating, newId)).toEqual([]);
    expect(await stateOf(id)).toBe('revoked');
  });

  it('speaks of the one the person becomes in what came from a record that was merged, too', async () => {
    const both = await twoRecords(north);
    const subject = { reference: `Patient/${both.duplicateId}` };
    const { body: sent } = await app
      .http()
      .post('/fhir/Procedure')
      .set({ authorization: `Bearer ${north.token}`, 'content-type': 'application/fhir+json' })
      .send(JSON.stringify({ resourceType: 'Procedure', status: 'completed', code: { text: 'Block' }, subject }))
      .expect(201);
    await mergeRecords(north, both);
    const { code } = await offer(both.survivorId);
    const patientId = randomUUID();
    await accept(south, code, patientId).expect(200);
    const { body } = await south.treating.agent.get(`/fhir/Procedure/${sent.id}`).expect(200);
    expect(body.subject.reference).toBe(`Patient/${patientId}`);
  });

  it('leaves protected notes behind, unless the patient agreed that others read them', async () => {
    const secret = 'drinks alone at night';
    const visitId = await visitOf(north, 'in-progress');
    await north.treating.agent
      .put(`/api/v1/visits/${visitId}/note`)
      .send({ patientWords: '', seen: secret, agreed: '', label: 'substance-use', version: 0 })
      .expect(200);
    await north.treating.agent.post(`/api/v1/visits/${visitId}/end`).send({}).expect(200);
    const bring = async (by: CareCircle) => {
      const { code } = await offer();
      const { body: seen } = await preview(by.coordinator, code).expect(200);
      const { body: done } = await accept(by, code).expect(200);
      expect(done.documents).toBe(seen.documents);
      const rows = await app.database.asOwner<{ sensitivity: string[] }>(
        'SELECT sensitivity FROM record WHERE clinic_id = $1 AND type = $2 AND id = $3',
        [by.clinicId, 'DocumentReference', visitId],
      );
      const reason = `readings: ${done.observations}, documents: ${done.documents}, of them protected: ${rows.length}`;
      expect(await countsOf(north.clinicId, reason)).not.toEqual([]);
      return { includesProtected: seen.includesProtected, rows };
    };
    expect(await bring(south)).toEqual({ includesProtected: false, rows: [] });
    await answerConsent(north.patient, north.patientId, 'sensitive-notes', 'given');
    // As protected there as here.
    expect(await bring(east)).toEqual({ includesProtected: true, rows: [{ sensitivity: ['substance-use'] }] });
    await answerConsent(north.patient, north.patientId, 'sensitive-notes', 'withdrawn');
  }, 60_000);

  it('is gone once the patient was erased', async () => {
    const patientId = await registerPatient(north.treating, { familyName: 'Forgotten' });
    const { code } = await offer(patientId);
    await app.database.asOwner('DELETE FROM record WHERE patient_id = $1', [patientId]);
    expect((await preview(south.coordinator, code)).body.code).toBe('TRANSFER_GONE');
  });

  it('shows the receiving clinic who it may know already', async () => {
    await registerPatient(south.treating, { givenName: 'Ida', familyName: 'Both', birthDate: '1966-03-04' });
    const patientId = await registerPatient(north.treating, {
      givenName: 'Ida',
      familyName: 'Both',
      birthDate: '1966-03-04',
    });
    const { code } = await offer(patientId);
    const { body } = await preview(south.coordinator, code).expect(200);
    expect(body.matches).toMatchObject([{ name: 'Ida Both', certainty: 'likely' }]);
  });
});
