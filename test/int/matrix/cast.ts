import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { Role } from '../../../src/platform/auth/caller.js';
import type { TestApp } from '../../support/app.js';
import { agree } from '../../support/agree.js';
import { alertOf, type CareCircle, gatherCareCircle, visitOf } from '../../support/care.js';
import { postObservations } from '../../support/fhir.js';
import { createClinic, inviteAndAccept, ok, type Person, tokenFor } from '../../support/people.js';
import { connect, registerApp } from '../../support/smart-app.js';
import type { Target, Who } from './who.js';

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Two clinics, two patients in each, and everybody who may stand around them, with sessions, apps and tokens. */
export async function gatherCast(app: TestApp): Promise<{ whos: Who[]; targets: Target[] }> {
  const whos: Who[] = [nobody(app)];
  const targets: Target[] = [];
  for (const slug of ['north', 'south']) {
    const circle = await gatherCareCircle(app, await createClinic(app, slug), `Zephyrine${slug}`, `Querida${slug}`);
    // The neighbour has agreed to neither.
    await agree(app, circle.patientId, 'research');
    const auditor = await inviteAndAccept(app, circle.admin, { role: 'auditor' });
    targets.push(await furnish(app, circle, `${slug}: the patient`, `Zephyrine${slug}`, ['research']));
    const beside = { ...circle, patientId: circle.neighbour.patientId!, patient: circle.neighbour };
    targets.push(await furnish(app, beside, `${slug}: the neighbour`, `Querida${slug}`, []));
    whos.push(
      ...people(circle, auditor, slug),
      ...(await apps(app, circle, slug)),
      ...(await systems(app, circle, slug)),
    );
  }
  return { whos, targets };
}

const bearer =
  (app: TestApp, token: string): Who['send'] =>
  (method, path) =>
    request(app.url)[method](path).set('authorization', `Bearer ${token}`);

const nobody = (app: TestApp): Who => ({
  name: 'nobody',
  kind: 'nobody',
  clinicId: null,
  role: null,
  patientId: null,
  teamOf: [],
  granted: [],
  scopes: '',
  inPatient: null,
  sharesFor: null,
  send: (method, path) => request(app.url)[method](path).set('origin', app.url),
  agent: null,
});

function people(circle: CareCircle, auditor: Person, slug: string): Who[] {
  const everyone = {
    treating: circle.treating,
    colleague: circle.colleague,
    coordinator: circle.coordinator,
    admin: circle.admin,
    auditor,
    patient: circle.patient,
    neighbour: circle.neighbour,
    caregiver: circle.caregiver,
  };
  return Object.entries(everyone).map(([name, person]) => ({
    ...asPerson(circle, person),
    name: `${slug}: ${name}`,
    kind: 'person',
    send: (method, path) => person.agent[method](path),
    agent: person.agent,
  }));
}

function asPerson(circle: CareCircle, person: Person): Omit<Who, 'name' | 'kind' | 'send' | 'agent'> {
  return {
    clinicId: circle.clinicId,
    role: person.role as Role,
    patientId: person.role === 'caregiver' ? circle.patientId : person.patientId,
    teamOf: person === circle.treating ? [circle.patientId, circle.neighbour.patientId!] : [],
    // As an invitation of a caregiver grants it.
    granted: person.role === 'caregiver' ? ['trends', 'visits'] : [],
    scopes: '',
    inPatient: null,
    sharesFor: null,
  };
}

async function apps(app: TestApp, circle: CareCircle, slug: string): Promise<Who[]> {
  const smart = await registerApp(circle.admin, {
    kind: 'confidential',
    scopes: 'launch/patient patient/*.cruds user/*.cruds user/Patient.rs',
  });
  const her = circle.patientId;
  const asked: [string, Person, string, string?][] = [
    ['treating, all scopes', circle.treating, 'user/*.cruds'],
    ['treating, patients only', circle.treating, 'user/Patient.rs'],
    ['colleague, all scopes', circle.colleague, 'user/*.cruds'],
    ['coordinator, about the patient', circle.coordinator, 'launch/patient patient/*.cruds', her],
    ['patient, own data', circle.patient, 'launch/patient patient/*.cruds', her],
    ['caregiver, all scopes', circle.caregiver, 'user/*.cruds'],
  ];
  const whos: Who[] = [];
  for (const [name, person, scopes, about] of asked) {
    const { access_token: token } = await connect(app, smart, person, scopes, about);
    whos.push({
      ...asPerson(circle, person),
      name: `${slug}, an app of ${name}`,
      kind: 'app',
      scopes,
      inPatient: about ?? null,
      send: bearer(app, token),
      agent: null,
    });
  }
  return whos;
}

async function systems(app: TestApp, circle: CareCircle, slug: string): Promise<Who[]> {
  const whos: Who[] = [];
  const asked = [
    ['system/*.cruds', null],
    ['system/Observation.rs', null],
    ['system/Patient.r', null],
    ['system/*.cruds', 'research'],
  ] as const;
  for (const [scopes, sharesFor] of asked) {
    whos.push({
      ...nobody(app),
      name: `${slug}, ${scopes}${sharesFor ? ` for ${sharesFor}` : ''}`,
      kind: 'system',
      clinicId: circle.clinicId,
      role: 'system',
      scopes,
      sharesFor,
      send: bearer(app, await tokenFor(app, circle.clinicId, scopes, sharesFor)),
    });
  }
  return whos;
}

/** One of everything a patient can have, so that each road has something to show. */
async function furnish(
  app: TestApp,
  circle: CareCircle,
  name: string,
  familyName: string,
  agreedTo: Target['agreedTo'],
): Promise<Target> {
  const { clinicId, patientId } = circle;
  const device = `Watch of ${familyName}`;
  const [start, end] = [`${day(-2)}T10:00:00Z`, `${day(-2)}T11:00:00Z`];
  await postObservations(app, circle.token, patientId, [{ metric: 'steps', value: 100, start, end, device }]);
  const found = await bearer(app, circle.token)('get', `/fhir/Observation?patient=${patientId}`).expect(200);
  const responseId = randomUUID();
  const peg = {
    instrument: 'peg',
    authoredAt: new Date().toISOString(),
    answers: { pain: 5, enjoyment: 4, activity: 3 },
  };
  await circle.patient.agent
    .post(`/api/v1/patients/${patientId}/responses`)
    .send({ id: responseId, ...peg })
    .expect(ok);
  const correction = { id: randomUUID(), says: `That was not ${familyName}.` };
  await circle.patient.agent.post(`/api/v1/patients/${patientId}/corrections`).send(correction).expect(ok);
  return {
    name,
    clinicId,
    patientId,
    familyName,
    agreedTo,
    device,
    observationId: found.body.entry[0].resource.id,
    responseId,
    alertId: await alertOf(app, circle),
    visitId: await visitOf(circle, 'in-progress'),
  };
}
