import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { inviteAndAccept, ok, type Person } from '../../support/people.js';
import type { SmartApp } from '../../support/smart-app.js';
import type { Circle } from './furnish.js';
import type { Who } from './who.js';
import { anApp, aPerson } from './whos.js';

/** Those who reach a patient for a while, and those whose while is over: stand-ins, and who has broken a glass. */
export async function castForAWhile(app: TestApp, circle: Circle, smart: SmartApp): Promise<Who[]> {
  const { clinicId, patientId, neighbour } = circle;
  const both = [patientId, neighbour.patientId!];
  const newcomer = () => inviteAndAccept(app, circle.admin, { role: 'clinician' });

  const earlier = await newcomer();
  const over = await goAway(circle, earlier);
  await putOneselfOnTheTeam(circle, earlier);
  await circle.treating.agent.post(`/api/v1/absences/${over}/end`).send({}).expect(ok);
  const standIn = await newcomer();
  await goAway(circle, standIn);

  const [emergency, cover, done, late] = [await newcomer(), await newcomer(), await newcomer(), await newcomer()];
  const opened = { glasses: [{ patientId, kind: 'emergency' as const }] };
  await breakGlass(emergency, patientId, 'emergency');
  await breakGlass(cover, patientId, 'cover');
  const glassId = await breakGlass(done, patientId, 'emergency');
  await done.agent.get(`/api/v1/patients/${patientId}`).expect(200);
  await done.agent.post(`/api/v1/break-glass/${glassId}/end`).send({}).expect(ok);
  await breakGlass(late, patientId, 'emergency');
  await late.agent.get(`/api/v1/patients/${patientId}`).expect(200);
  await runOut(app, late);

  const underGlass = aPerson('north: under a broken glass, an emergency', clinicId, emergency, opened);
  return [
    aPerson('north: stand-in of treating', clinicId, standIn, { teamOf: both }),
    aPerson('north: stand-in, after the absence', clinicId, earlier),
    underGlass,
    aPerson('north: under a broken glass, covering', clinicId, cover, { glasses: [{ patientId, kind: 'cover' }] }),
    aPerson('north: after a broken glass was ended', clinicId, done),
    aPerson('north: after a broken glass has run out', clinicId, late),
    await anApp(app, smart, 'north, an app of one under a broken glass', [underGlass, emergency], 'user/*.cruds'),
  ];
}

/** @returns the id of the absence of `treating` */
async function goAway({ treating }: Circle, standIn: Person): Promise<string> {
  const id = randomUUID();
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  await treating.agent
    .post('/api/v1/absences')
    .send({ id, personId: treating.personId, standInId: standIn.personId, fromAt: at(0), untilAt: at(24) })
    .expect(ok);
  return id;
}

/** What a stand-in must not manage; whoever did would be seen to read on. */
const putOneselfOnTheTeam = ({ patientId, treating, second }: Circle, standIn: Person) =>
  standIn.agent
    .put(`/api/v1/patients/${patientId}/care-team`)
    .send({ personIds: [treating, second, standIn].map(({ personId }) => personId), contactPersonId: null });

export async function breakGlass(by: Person, patientId: string, kind: 'emergency' | 'cover'): Promise<string> {
  const id = randomUUID();
  const reason = 'Found unconscious, the partner asks what she takes';
  await by.agent.post(`/api/v1/patients/${patientId}/break-glass`).send({ id, kind, reason }).expect(ok);
  return id;
}

/** An hour passes, by the database's clock. */
const runOut = (app: TestApp, { personId }: Person) =>
  app.database.asOwner(
    `UPDATE break_glass SET opened_at = opened_at - interval '1 hour', ends_at = ends_at - interval '1 hour' WHERE person_id = $1`,
    [personId],
  );
