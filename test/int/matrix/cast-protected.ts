import type { TestApp } from '../../support/app.js';
import { inviteAndAccept, type Person } from '../../support/people.js';
import type { SmartApp } from '../../support/smart-app.js';
import type { Circle } from './furnish.js';
import type { Target, Who } from './who.js';
import { anApp, aPerson, aSystem } from './whos.js';

const SENSITIVE = 'stepwell/sensitive.r';

/** Those to whom the label of a note makes a difference. */
export async function castProtected(app: TestApp, circle: Circle, smart: SmartApp): Promise<Who[]> {
  const { clinicId, patientId, treating, second } = circle;
  const both = [patientId, circle.neighbour.patientId!];
  const onTheTeam = await inviteAndAccept(app, circle.admin, { role: 'coordinator' });
  for (const id of both)
    await app.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
      clinicId,
      id,
      onTheTeam.personId,
    ]);
  const physician = aPerson('treating', clinicId, treating, { teamOf: both });
  const withScope = ['user/*.cruds', SENSITIVE].join(' ');
  return [
    aPerson('north: second of the care team', clinicId, second, { teamOf: both }),
    aPerson('north: coordinator on the care team', clinicId, onTheTeam, { memberOf: both }),
    await follower(app, circle, 'of notes and answers', ['notes', 'responses', 'visits']),
    await follower(app, circle, 'of the protected notes too', ['notes', 'sensitive']),
    await follower(app, circle, 'of what is protected, but not of notes', ['sensitive', 'visits']),
    await anApp(app, smart, 'north, an app of treating with the sensitive scope', [physician, treating], withScope),
    await aSystem(app, `north, system/*.cruds ${SENSITIVE}`, clinicId, `system/*.cruds ${SENSITIVE}`),
    await aSystem(app, `north, system/*.cruds ${SENSITIVE} for research`, clinicId, `system/*.cruds ${SENSITIVE}`, {
      sharesFor: 'research',
    }),
  ];
}

/** A caregiver of the patient, who sees what is granted: what the pages offer, and a category they do not offer yet. */
async function follower(app: TestApp, circle: Circle, name: string, categories: readonly string[]): Promise<Who> {
  const { clinicId, patientId } = circle;
  const person: Person = await inviteAndAccept(app, circle.coordinator, { role: 'caregiver', patientId });
  await app.database.asOwner('UPDATE delegation SET categories = $1 WHERE person_id = $2', [
    categories,
    person.personId,
  ]);
  return aPerson(`north: caregiver ${name}`, clinicId, person, { granted: { [patientId]: categories } });
}

/** Whoever else may read a protected note tries to take its label off: it would be seen by those who may not. */
export async function tryToUnprotect(whos: readonly Who[], targets: readonly Target[]): Promise<void> {
  for (const { notes } of targets)
    for (const { visitId, authorId } of Object.values(notes))
      for (const { agent, personId } of whos) {
        if (!agent || personId === authorId) continue;
        const { body, status } = await agent.get(`/api/v1/visits/${visitId}/note`);
        if (status !== 200) continue;
        const { patientWords, seen, agreed, version } = body;
        await agent.put(`/api/v1/visits/${visitId}/note`).send({ patientWords, seen, agreed, label: null, version });
      }
}
