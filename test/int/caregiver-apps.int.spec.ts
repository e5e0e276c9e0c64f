import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { answerConsent } from '../support/consents.js';
import { postObservations } from '../support/fhir.js';
import { createClinic, ok } from '../support/people.js';
import { connect, fhir, registerApp, type SmartApp } from '../support/smart-app.js';

/** An app of a caregiver that is about one patient: as far as was granted, by category, and to nobody else. */
let at: TestApp;
let circle: CareCircle;
let app: SmartApp;

beforeAll(async () => {
  at = await createTestApp();
  const clinic = await createClinic(at, 'apps-granted');
  circle = await gatherCareCircle(at, clinic, 'Followed');
  app = await registerApp(clinic.admin, { kind: 'confidential', scopes: 'launch/patient patient/*.crs' });
}, 120_000);
afterAll(() => at?.close());

const statusOf = async (token: string, path: string) => (await fhir(at, token, path)).status;
const entriesOf = async (token: string, path: string) =>
  ((await fhir(at, token, path).expect(200)).body.entry ?? []).length;

describe('what an app of a caregiver reads about the patient', () => {
  const responseId = randomUUID();
  /** As the patient's page of devices and answers, over FHIR and over our own routes. */
  const looks = async (token: string) => {
    const { patientId } = circle;
    const own = request(at.url).get(`/api/v1/patients/${patientId}/series`).set('authorization', `Bearer ${token}`);
    const found = (await fhir(at, token, `/Observation?patient=${patientId}&_count=200`)).body.entry as {
      resource: { code: { coding: { code: string }[] } };
    }[];
    const codes = new Set(found.map(({ resource }) => resource.code.coding[0]!.code));
    const panels = new Set(((await own.expect(200)).body.panels as { metric: string }[]).map(({ metric }) => metric));
    return {
      pain: [codes.has('72514-3'), panels.has('painIntensity')],
      steps: [codes.has('55423-8'), panels.has('steps')],
      answers: await statusOf(token, `/QuestionnaireResponse/${responseId}`),
      note: await statusOf(token, `/MedicationStatement?patient=${patientId}`),
      consents: await statusOf(token, `/Consent?patient=${patientId}`),
    };
  };
  const about = () => connect(at, app, circle.caregiver, 'launch/patient patient/*.rs', circle.patientId);

  beforeAll(async () => {
    const { patient, patientId } = circle;
    await answerConsent(patient, patientId, 'share-caregiver', 'given');
    const start = new Date().toISOString();
    await postObservations(at, circle.token, patientId, [
      { metric: 'painIntensity', value: 6, start },
      { metric: 'steps', value: 100, start: new Date(Date.now() - 60_000).toISOString(), end: start },
    ]);
    await patient.agent
      .post(`/api/v1/patients/${patientId}/responses`)
      .send({ id: responseId, instrument: 'peg', authoredAt: start, answers: { pain: 5, enjoyment: 4, activity: 3 } })
      .expect(ok);
  });
  const grant = (...categories: string[]) =>
    circle.patient.agent
      .put(`/api/v1/patients/${circle.patientId}/followers/${circle.caregiver.personId}`)
      .send({ categories, until: null })
      .expect(ok);

  it.each([
    [['trends'], { pain: [false, false], answers: 403, note: 403, consents: 403 }],
    [['trends', 'responses'], { pain: [true, true], answers: 200, note: 403, consents: 403 }],
    [['trends', 'notes'], { pain: [false, false], answers: 403, note: 200, consents: 200 }],
    [['trends', 'visits', 'responses', 'notes'], { pain: [true, true], answers: 200, note: 200, consents: 200 }],
  ])('of %j is no more than the caregiver was granted', async (categories, seen) => {
    await grant(...categories);
    expect(await looks((await about()).access_token)).toEqual({ steps: [true, true], ...seen });
  });

  it('narrows at once, and never reaches another patient who shares everything', async () => {
    const { neighbour, caregiver, clinicId } = circle;
    await grant('trends', 'responses', 'notes');
    const { access_token: token } = await about();
    await grant('trends');
    expect(await looks(token)).toMatchObject({ pain: [false, false], answers: 403, note: 403 });

    const besideId = neighbour.patientId!;
    await answerConsent(neighbour, besideId, 'share-caregiver', 'given');
    await at.database.asOwner(
      `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, agreed_how, agreed_by, agreed_at)
       VALUES ($1, $2, $3, '{trends,visits,responses,notes}', 'in-app', 'test', now())`,
      [clinicId, besideId, caregiver.personId],
    );
    await caregiver.agent.get(`/api/v1/patients/${besideId}`).expect(200);
    expect(await statusOf(token, `/Patient/${besideId}`)).toBe(404);
    expect(await entriesOf(token, '/Patient')).toBe(1);
    expect(await entriesOf(token, `/Observation?patient=${besideId}`)).toBe(0);
  });
});
