import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../support/care.js';
import { answerConsent } from '../support/consents.js';
import { toObservation } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, tokenFor } from '../support/people.js';
import {
  askWithAssertion,
  assertionClaims,
  authorizeUrl,
  connect,
  fhir,
  newKeyPair,
  newVerifier,
  refresh,
  registerApp,
  type SmartApp,
  startRequest,
} from '../support/smart-app.js';

/** Apps beside consents, protected notes and the glass: through an app nobody gets what they would not get themselves. */
let at: TestApp;
let circle: CareCircle;
let app: SmartApp;
/** On the care team, and not the one who wrote. */
let second: Person;
let visitId: string;
const SENSITIVE = 'stepwell/sensitive.r';

beforeAll(async () => {
  at = await createTestApp();
  const clinic = await createClinic(at, 'apps-agree');
  circle = await gatherCareCircle(at, clinic, 'Guarded');
  second = await inviteAndAccept(at, clinic.admin, { role: 'clinician', profession: 'psychologist' });
  await at.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
    clinic.id,
    circle.patientId,
    second.personId,
  ]);
  app = await registerApp(clinic.admin, {
    kind: 'confidential',
    scopes: `openid launch/patient offline_access patient/*.crs user/*.crs ${SENSITIVE}`,
  });
  visitId = await visitOf(circle, 'in-progress');
  await circle.treating.agent
    .put(`/api/v1/visits/${visitId}/note`)
    .send({ patientWords: '', seen: 'drinks alone', agreed: '', label: 'substance-use', version: 0 })
    .expect(200);
  await circle.treating.agent.post(`/api/v1/visits/${visitId}/end`).send({}).expect(200);
}, 120_000);
afterAll(() => at?.close());

const statusOf = async (token: string, path: string) => (await fhir(at, token, path)).status;
const entriesOf = async (token: string, path: string) =>
  ((await fhir(at, token, path).expect(200)).body.entry ?? []).length;
const reading = () =>
  toObservation(circle.patientId, { metric: 'painIntensity', value: 4, start: new Date().toISOString() });
const post = (token: string) =>
  request(at.url)
    .post('/fhir/Observation')
    .set('authorization', `Bearer ${token}`)
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify(reading()));

describe('an app of a caregiver', () => {
  it('ends at the patient when the patient shares no more, at once and after a refresh', async () => {
    const { patientId, caregiver, patient } = circle;
    const about = await connect(at, app, caregiver, 'launch/patient patient/*.rs offline_access', patientId);
    const all = await connect(at, app, caregiver, 'user/*.rs');
    const looks = async (token: string) => [
      await statusOf(token, `/Patient/${patientId}`),
      await statusOf(token, `/Observation?patient=${patientId}`),
    ];
    const isOffered = async () => {
      const uid = await startRequest(caregiver, authorizeUrl(at, app, 'launch/patient patient/*.rs', newVerifier()));
      const { body } = await caregiver.agent.get(`/api/v1/app-requests/${uid}`).expect(200);
      return (body.patients as { id: string }[]).some(({ id }) => id === patientId);
    };
    expect([await looks(about.access_token), await looks(all.access_token)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect(await isOffered()).toBe(true);

    await answerConsent(patient, patientId, 'share-caregiver', 'withdrawn');

    expect(await looks(about.access_token)).toEqual([403, 403]);
    expect(await statusOf(all.access_token, `/Patient/${patientId}`)).toBe(404);
    expect(await entriesOf(all.access_token, `/Observation?patient=${patientId}`)).toBe(0);
    const { body } = await refresh(at, app, about.refresh_token!);
    expect(await looks(body.access_token as string)).toEqual([403, 403]);
    expect(await isOffered()).toBe(false);

    await answerConsent(patient, patientId, 'share-caregiver', 'given');
    expect(await looks(body.access_token as string)).toEqual([200, 200]);
  });
});

describe('an app of a patient', () => {
  it('stores nothing once monitoring is withdrawn', async () => {
    const { patient, patientId } = circle;
    const { access_token: token } = await connect(at, app, patient, 'launch/patient patient/*.crs', patientId);
    await post(token).expect(201);
    await answerConsent(patient, patientId, 'monitoring', 'withdrawn');
    await post(token).expect(403);
    expect(await entriesOf(token, `/Observation?patient=${patientId}`)).toBe(1);
    await answerConsent(patient, patientId, 'monitoring', 'given');
    await post(token).expect(201);
  });
});

describe('a backend service outside the treatment', () => {
  it('sees those who agree to what it is for, writes nothing, and stands in the patient’s list for as long', async () => {
    const { patient, patientId, admin } = circle;
    const pair = await newKeyPair('ES384');
    const service = await registerApp(admin, {
      kind: 'backend',
      scopes: `system/*.crs ${SENSITIVE}`,
      jwks: { keys: [pair.publicJwk] },
      sharesFor: 'research',
    });
    const { body } = await askWithAssertion(
      at,
      await pair.sign(assertionClaims(at, service)),
      `system/*.crs ${SENSITIVE}`,
    );
    const token = body.access_token as string;
    const sees = async () => [
      await statusOf(token, `/Patient/${patientId}`),
      await entriesOf(token, `/Observation?patient=${patientId}`),
      await entriesOf(token, '/Patient'),
      await statusOf(token, `/DocumentReference/${visitId}`),
    ];
    const mayLook = async () => {
      const { body: log } = await patient.agent.get(`/api/v1/patients/${patientId}/access-log`).expect(200);
      return (log.mayLook as { name: string }[]).some(({ name }) => name === 'App of kind backend');
    };
    expect([await sees(), await mayLook()]).toEqual([[404, 0, 0, 404], false]);
    await answerConsent(patient, patientId, 'research', 'given');
    // A protected note is not for research, whatever scope it has.
    expect([await sees(), await mayLook()]).toEqual([[200, 2, 1, 404], true]);
    await post(token).expect(403);
    await answerConsent(patient, patientId, 'research', 'withdrawn');
    expect([await sees(), await mayLook()]).toEqual([[404, 0, 0, 404], false]);
  });

  it('is the only kind that is for something else than the people in front of it', async () => {
    const { body } = await circle.admin.agent
      .post('/api/v1/apps')
      .send({
        id: randomUUID(),
        name: 'Page',
        kind: 'public',
        redirectUris: ['https://app.example/back'],
        scopes: ['user/*.rs'],
        sharesFor: 'research',
      })
      .expect(422);
    expect(body.errors).toMatchObject([{ path: 'sharesFor' }]);
  });
});

describe('a protected note, through an app', () => {
  const SCOPES = 'launch/patient patient/*.rs user/*.rs';
  const read = async (person: Person, scopes: string) => {
    const { access_token: token } = await connect(at, app, person, scopes, circle.patientId);
    return [
      await statusOf(token, `/DocumentReference/${visitId}`),
      await statusOf(token, `/DocumentReference/${visitId}/_history/1`),
    ];
  };

  it('needs the scope of its own, also by the patient and the writer', async () => {
    for (const person of [circle.patient, circle.treating]) expect((await read(person, SCOPES))[0]).toBe(404);
    for (const person of [circle.patient, circle.treating])
      expect((await read(person, `${SCOPES} ${SENSITIVE}`))[0]).toBe(200);
  });

  it('needs the patient’s consent besides where the person needs it, and ends with it', async () => {
    const { patient, patientId } = circle;
    const { access_token: token } = await connect(at, app, second, `${SCOPES} ${SENSITIVE}`, patientId);
    const path = `/DocumentReference/${visitId}`;
    expect(await statusOf(token, path)).toBe(404);
    await answerConsent(patient, patientId, 'sensitive-notes', 'given');
    expect(await statusOf(token, path)).toBe(200);
    await answerConsent(patient, patientId, 'sensitive-notes', 'withdrawn');
    expect(await statusOf(token, path)).toBe(404);
  });

  it('is spoken of where the person decides', async () => {
    const asked = async (scopes: string) => {
      const uid = await startRequest(circle.patient, authorizeUrl(at, app, scopes, newVerifier()));
      return (await circle.patient.agent.get(`/api/v1/app-requests/${uid}`).expect(200)).body;
    };
    expect(await asked(`user/*.rs ${SENSITIVE}`)).toMatchObject({ protectedNotes: true });
    expect(await asked('user/*.rs')).toMatchObject({ protectedNotes: false });
  });
});

describe('a broken glass', () => {
  beforeEach(() => at.database.asOwner('UPDATE break_glass SET ends_at = now() WHERE ends_at > now()'));

  it('opens nothing to an app', async () => {
    const { colleague, patientId } = circle;
    const { access_token: token } = await connect(at, app, colleague, `user/*.rs ${SENSITIVE}`);
    await colleague.agent
      .post(`/api/v1/patients/${patientId}/break-glass`)
      .send({ id: randomUUID(), kind: 'emergency', reason: 'Found unconscious in the waiting room' })
      .expect(201);
    await colleague.agent.get(`/fhir/Patient/${patientId}`).expect(200);
    expect(await statusOf(token, `/Patient/${patientId}`)).toBe(404);
    expect(await statusOf(token, `/DocumentReference/${visitId}`)).toBe(404);
    expect(await entriesOf(token, `/Observation?patient=${patientId}`)).toBe(0);
  });
});

describe('an integration by a token of the command line', () => {
  it('reads consents by FHIR where its scope says so', async () => {
    const token = await tokenFor(at, circle.clinicId, 'system/Consent.rs');
    expect(await entriesOf(token, `/Consent?patient=${circle.patientId}`)).toBeGreaterThan(0);
    await fhir(at, token, `/Patient/${circle.patientId}`).expect(403);
  });
});
