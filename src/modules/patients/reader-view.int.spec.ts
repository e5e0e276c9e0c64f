import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { alertOf, type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { postObservations } from '../../../test/support/fhir.js';
import { clinicDay, createClinic, ok, type Person, tokenFor } from '../../../test/support/people.js';
import { untilQuiet } from '../../../test/support/quiet.js';
import { connect, registerApp, type SmartApp } from '../../../test/support/smart-app.js';

const GOAL = 'Walk to the market';
const HEADLINE = { key: 'trend.changed', facts: { metric: 'steps', value: 2600 } };

let app: TestApp;
let circle: CareCircle;
let smart: SmartApp;

/** A patient of whom everything is there that a list or a page can tell. */
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'reader-view'), 'Measured');
  const { patientId, treating, admin, token } = circle;
  const [start, end] = [`${clinicDay(-2)}T10:00:00Z`, `${clinicDay(-2)}T11:00:00Z`];
  await postObservations(app, token, patientId, [{ metric: 'steps', value: 2600, start, end, device: 'Her Watch' }]);
  await planSprint(treating, clinicDay(-10), clinicDay(20));
  await planSprint(treating, clinicDay(40), clinicDay(70));
  await alertOf(app, circle);
  await untilQuiet(app.database, patientId);
  const result = { headline: HEADLINE, metrics: { painIntensity: { value: 8, course: 'worse' } } };
  await app.database.asOwner(
    `INSERT INTO trend (clinic_id, patient_id, through, course, result, detector_version, catalogue_version, last_data_at)
     VALUES ($1, $2, current_date, 'worse', $3, 'test', 'test', now())
     ON CONFLICT (clinic_id, patient_id) DO UPDATE SET course = 'worse', result = excluded.result`,
    [circle.clinicId, patientId, JSON.stringify(result)],
  );
  smart = await registerApp(admin, {
    kind: 'confidential',
    scopes: 'launch/patient patient/Patient.r patient/Observation.r patient/Consent.r user/Patient.rs',
  });
}, 120_000);
afterAll(() => app?.close());

const planSprint = (by: Person, startsOn: string, endsOn: string) =>
  by.agent
    .post(`/api/v1/patients/${circle.patientId}/sprints`)
    .send({
      id: randomUUID(),
      goal: GOAL,
      startsOn,
      endsOn,
      metrics: [
        { metric: 'steps', baseline: 2000, target: 8000 },
        { metric: 'painIntensity', baseline: 7, target: 3 },
      ],
    })
    .expect(ok);

type Read = (path: string) => request.Test;
const withToken =
  (token: string): Read =>
  (path) =>
    request(app.url).get(path).set('authorization', `Bearer ${token}`);
const asPerson =
  (person: Person): Read =>
  (path) =>
    person.agent.get(path);
const throughApp = async (who: Person, scopes: string) =>
  withToken(
    (await connect(app, smart, who, scopes, scopes.startsWith('launch') ? circle.patientId : undefined)).access_token,
  );

const detailFor = async (read: Read) => (await read(`/api/v1/patients/${circle.patientId}`).expect(200)).body;
const rowFor = async (read: Read) =>
  (await read('/api/v1/patients').expect(200)).body.items.find(({ id }: { id: string }) => id === circle.patientId);

/** All that a list tells of a patient besides who they are. */
const NOTHING_IN_A_LIST = { course: 'none', headline: null, lastDataAt: null, sprint: null, openAlerts: null };
const NOTHING_ON_A_PAGE = { ...NOTHING_IN_A_LIST, nextSprint: null, devices: [], consent: null };
const metricsOf = ({ metrics }: { metrics: { metric: string }[] }) => metrics.map(({ metric }) => metric);

describe('who may not have measurements reads who a patient is, and nothing measured', () => {
  it.each<[string, () => Read | Promise<Read>, object]>([
    ['an admin', () => asPerson(circle.admin), {}],
    [
      'a program with Patient alone',
      async () => withToken(await tokenFor(app, circle.clinicId, 'system/Patient.rs')),
      {},
    ],
    ['a clinician’s app with Patient alone', () => throughApp(circle.treating, 'user/Patient.rs'), {}],
    // What their side is told of alerts is told elsewhere: as ever, none.
    [
      'a patient’s app with Patient alone',
      () => throughApp(circle.patient, 'launch/patient patient/Patient.r'),
      { openAlerts: 0 },
    ],
  ])('%s', async (_name, reader, but) => {
    const read = await reader();
    const detail = await detailFor(read);
    expect(detail).toMatchObject({ familyName: 'Measured', ...NOTHING_ON_A_PAGE, ...but });
    expect(JSON.stringify(detail)).not.toContain(GOAL);
  });

  it.each<[string, () => Read | Promise<Read>]>([
    ['an admin', () => asPerson(circle.admin)],
    ['a program with Patient alone', async () => withToken(await tokenFor(app, circle.clinicId, 'system/Patient.rs'))],
    ['a clinician’s app with Patient alone', () => throughApp(circle.treating, 'user/Patient.rs')],
  ])('%s, in a list', async (_name, reader) => {
    expect(await rowFor(await reader())).toMatchObject({ name: 'Test Measured', ...NOTHING_IN_A_LIST });
  });
});

describe('who may have them goes on reading them', () => {
  it.each<[string, () => Read | Promise<Read>, number | null]>([
    ['the care team', () => asPerson(circle.treating), 1],
    ['a coordinator', () => asPerson(circle.coordinator), 1],
    // No scope gives alerts.
    [
      'a program with both scopes',
      async () => withToken(await tokenFor(app, circle.clinicId, 'system/Patient.rs system/Observation.rs')),
      null,
    ],
  ])('%s', async (_name, reader, openAlerts) => {
    const read = await reader();
    const told = { course: 'worse', headline: HEADLINE, lastDataAt: expect.any(String), openAlerts };
    expect(await rowFor(read)).toMatchObject({ ...told, sprint: { week: 2 } });
    const detail = await detailFor(read);
    expect(detail).toMatchObject({ ...told, sprint: { goal: GOAL }, nextSprint: { goal: GOAL } });
    expect(detail.devices).toMatchObject([{ label: 'Her Watch' }]);
    // A program needs the scope of Consent for that.
    expect(detail.consent?.monitoring).toBe(openAlerts === null ? undefined : 'given');
    expect(metricsOf(detail.sprint)).toEqual(['steps', 'painIntensity']);
    expect(detail.sprint.metrics[1]).toMatchObject({ baseline: 7, target: 3, now: 8 });
  });

  it('what the patient agreed to: the patient, a program with its scope, a follower to whom notes are shown', async () => {
    const monitoring = async (read: Read) => (await detailFor(read)).consent?.monitoring;
    expect(await monitoring(asPerson(circle.patient))).toBe('given');
    const scopes = 'system/Patient.rs system/Consent.rs';
    expect(await monitoring(withToken(await tokenFor(app, circle.clinicId, scopes)))).toBe('given');
    expect(await monitoring(asPerson(circle.caregiver))).toBeUndefined();
    const grant = `/api/v1/patients/${circle.patientId}/followers/${circle.caregiver.personId}`;
    await circle.patient.agent
      .put(grant)
      .send({ categories: ['trends', 'notes'], until: null })
      .expect(200);
    expect(await monitoring(asPerson(circle.caregiver))).toBe('given');
    await circle.patient.agent
      .put(grant)
      .send({ categories: ['trends', 'visits'], until: null })
      .expect(200);
  });

  it('a patient’s app with all scopes reads what the patient reads', async () => {
    const scopes = 'launch/patient patient/Patient.r patient/Observation.r patient/Consent.r';
    const own = await detailFor(await throughApp(circle.patient, scopes));
    expect(own).toEqual(await detailFor(asPerson(circle.patient)));
    expect(metricsOf(own.sprint)).toEqual(['steps', 'painIntensity']);
  });

  it('a follower reads of goal, sprint and diary with the answers only: in the answer, not only on the page', async () => {
    const read = asPerson(circle.caregiver);
    await circle.patient.agent
      .post(`/api/v1/patients/${circle.patientId}/responses`)
      .send({
        id: randomUUID(),
        instrument: 'diary',
        authoredAt: new Date().toISOString(),
        answers: { pain: 6, interference: 4, sleep: 7, mood: 5 },
      })
      .expect(ok);
    const seen = async (...categories: string[]) => {
      await circle.patient.agent
        .put(`/api/v1/patients/${circle.patientId}/followers/${circle.caregiver.personId}`)
        .send({ categories, until: null })
        .expect(200);
      const series = (await read(`/api/v1/patients/${circle.patientId}/series`).expect(200)).body;
      const answers = [await detailFor(read), await rowFor(read), series];
      const labels = answers[0].devices.map(({ label }: { label: string }) => label).sort();
      return { labels, goal: JSON.stringify(answers).includes(GOAL), sprints: answers.map(({ sprint }) => sprint) };
    };
    expect(await seen('trends', 'visits', 'notes')).toEqual({
      labels: ['Her Watch'],
      goal: false,
      sprints: [null, null, null],
    });
    const all = await seen('trends', 'responses');
    expect(all).toMatchObject({ labels: ['Her Watch', 'diary'], goal: true });
    // A list of people never has it: the page of each one asks.
    expect(all.sprints.map((sprint: object | null) => sprint !== null)).toEqual([true, false, true]);
    await seen('trends', 'visits');
  });
});
