import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { TestApp } from '../../support/app.js';
import { alertOf, type CareCircle, visitOf } from '../../support/care.js';
import { postObservations } from '../../support/fhir.js';
import { clinicDay, ok, type Person } from '../../support/people.js';
import type { Label, ProtectedNote, Target } from './who.js';

/** Who stands around a patient, with a second clinician on the care team. */
export interface Circle extends CareCircle {
  readonly second: Person;
}

/** One of everything a patient can have, so that each road has something to show. */
export async function furnish(
  app: TestApp,
  circle: Circle,
  what: Pick<Target, 'name' | 'story' | 'familyName' | 'agreedTo'>,
): Promise<Target> {
  const { clinicId, patientId, patient } = circle;
  const device = `Watch of ${what.familyName}`;
  const medication = `Drops of ${what.familyName}`;
  const [start, end] = [`${clinicDay(-2)}T10:00:00Z`, `${clinicDay(-2)}T11:00:00Z`];
  await postObservations(app, circle.token, patientId, [{ metric: 'steps', value: 100, start, end, device }]);
  const found = await request(app.url)
    .get(`/fhir/Observation?patient=${patientId}`)
    .set('authorization', `Bearer ${circle.token}`)
    .expect(200);
  const responseId = randomUUID();
  const peg = {
    instrument: 'peg',
    authoredAt: new Date().toISOString(),
    answers: { pain: 5, enjoyment: 4, activity: 3 },
  };
  await patient.agent
    .post(`/api/v1/patients/${patientId}/responses`)
    .send({ id: responseId, ...peg })
    .expect(ok);
  await ask(circle, `That was not ${what.familyName}.`);
  await holdBack(app, circle);
  return {
    ...what,
    clinicId,
    patientId,
    livingId: null,
    device,
    observationId: found.body.entry[0].resource.id,
    responseId,
    alertId: await alertOf(app, circle),
    notes: {
      psychology: await protectedNote(circle, circle.treating, 'psychology', what.familyName),
      'substance-use': await protectedNote(circle, circle.second, 'substance-use', what.familyName),
    },
    visitId: await visitOf(circle, 'in-progress'),
    doseId: await doseOf(circle, circle.treating, { medication }),
    medication,
  };
}

async function doseOf({ patientId }: Circle, by: Person, change: object): Promise<string> {
  const id = randomUUID();
  await by.agent
    .post(`/api/v1/patients/${patientId}/treatments`)
    .send({ id, kind: 'dose', dose: '1', on: clinicDay(-2), ...change })
    .expect(ok);
  return id;
}

const ask = ({ patient, patientId }: Circle, says: string, about?: string) =>
  patient.agent
    .post(`/api/v1/patients/${patientId}/corrections`)
    .send({ id: randomUUID(), says, ...(about ? { about } : {}) })
    .expect(ok);

/** Something that was found and not raised, of a producer that nobody here speaks for. */
const holdBack = (app: TestApp, { clinicId, patientId }: Circle) =>
  app.database.asOwner(
    `INSERT INTO alert_suppression (clinic_id, patient_id, concern_key, producer, kind, domain, severity, sentence, reason)
     VALUES ($1, $2, 'data:none', 'integration', 'missing-data', 'data', 1, $3, 'rule-off')`,
    [
      clinicId,
      patientId,
      JSON.stringify({ key: 'trend.insufficient', facts: { metric: 'steps', days: 3, reason: 'notSynced' } }),
    ],
  );

/** Of a visit that is over: its first version was a draft. The patient asked for a correction of it. */
async function protectedNote(circle: Circle, author: Person, label: Label, familyName: string): Promise<ProtectedNote> {
  const visitId = await visitOf(circle, 'in-progress');
  const secret = `Arcanum ${label} ${familyName}`;
  const remark = `Not so, of ${secret}`;
  await author.agent
    .put(`/api/v1/visits/${visitId}/note`)
    .send({ patientWords: '', seen: secret, agreed: '', label, version: 0 })
    .expect(ok);
  await circle.treating.agent.post(`/api/v1/visits/${visitId}/end`).send({}).expect(ok);
  await ask(circle, remark, `DocumentReference/${visitId}`);
  const { body } = await author.agent.get(`/api/v1/visits/${visitId}/note`).expect(ok);
  const medication = `Arcane drops ${label} ${familyName}`;
  const doseId = await doseOf(circle, author, { medication, label });
  return { visitId, authorId: author.personId, secret, savedAt: body.savedAt, remark, doseId, medication };
}
