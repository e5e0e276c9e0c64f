import { randomUUID } from 'node:crypto';
import type { TestApp } from './app.js';
import { inviteAndAccept, ok, type Person, registerPatient, tokenFor, type TestClinic } from './people.js';

/** Everybody who may stand around one patient of one clinic. */
export interface CareCircle {
  readonly clinicId: string;
  readonly patientId: string;
  /** On the patient's care team. */
  readonly treating: Person;
  /** A clinician of the clinic who does not treat this patient. */
  readonly colleague: Person;
  readonly coordinator: Person;
  readonly admin: Person;
  readonly patient: Person;
  /** Another patient of the clinic. */
  readonly neighbour: Person;
  readonly caregiver: Person;
  /** Token of an integration with all scopes. */
  readonly token: string;
}

/**
 * @param familyName - of the patient: a word to look for in answers that must not hold it
 * @param neighbourName - the same of the other patient
 */
export async function gatherCareCircle(
  app: TestApp,
  clinic: TestClinic,
  familyName: string,
  neighbourName = 'Neighbour',
): Promise<CareCircle> {
  const { admin } = clinic;
  const treating = await inviteAndAccept(app, admin, { role: 'clinician', profession: 'pain-physician' });
  const colleague = await inviteAndAccept(app, admin, { role: 'clinician', profession: 'psychologist' });
  const coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
  const careTeam = [treating.personId];
  const patientId = await registerPatient(coordinator, { familyName, careTeam });
  const patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId });
  const caregiver = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });
  const neighbourId = await registerPatient(coordinator, { familyName: neighbourName, careTeam });
  const neighbour = await inviteAndAccept(app, coordinator, { role: 'patient', patientId: neighbourId });
  const token = await tokenFor(app, clinic.id);
  return {
    clinicId: clinic.id,
    patientId,
    treating,
    colleague,
    coordinator,
    admin,
    patient,
    neighbour,
    caregiver,
    token,
  };
}

/** A patient has so many visits on one day and no more: those of a long spec go on to the next days. */
const VISITS_A_DAY = 10;
let booked = 0;

/** A visit of the circle's patient, as far along as asked. */
export async function visitOf(
  circle: CareCircle,
  until: 'booked' | 'waiting' | 'in-progress' = 'booked',
): Promise<string> {
  const id = randomUUID();
  const { treating, patient, patientId } = circle;
  const startsAt = new Date(Date.now() + 60_000 + Math.floor(booked++ / VISITS_A_DAY) * 86_400_000).toISOString();
  await treating.agent
    .post('/api/v1/visits')
    .send({ id, patientId, startsAt, minutes: 30, modality: 'video', evenIfOverlapping: true })
    .expect(ok);
  if (until !== 'booked') await patient.agent.post(`/api/v1/visits/${id}/arrive`).send({}).expect(ok);
  if (until === 'in-progress') await treating.agent.post(`/api/v1/visits/${id}/admit`).send({}).expect(ok);
  return id;
}

/** An open alert about the circle's patient, of a producer that nobody here speaks for: the trend worker leaves it alone. */
export async function alertOf(app: TestApp, circle: CareCircle): Promise<string> {
  const id = randomUUID();
  const sentence = { key: 'trend.insufficient', facts: { metric: 'steps', days: 3, reason: 'notSynced' } };
  await app.database.asOwner(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, confidence, sentence, patient_sentence, evidence)
     VALUES ($1, $2, $3, 'integration', 'missing-data', 'data', $4, 'data:' || $4, 1, 'week', 'open', current_date, 1, $5, $5, '{"type":"trend","metric":"steps","alsoMoved":[]}')`,
    [circle.clinicId, id, circle.patientId, `data-${id}`, JSON.stringify(sentence)],
  );
  return id;
}
