import { findRotaNow } from '../../clinics/index.js';
import { query } from '../../../platform/database/database.js';
import type { Chain } from '../plan/chain.repository.js';
import type { Circle, Colleague } from './route-step.js';

/** Whom the clinic has at this moment for an alert. What is about the clinic is its coordinators' work. */
export async function findCircle(alert: Chain): Promise<Circle> {
  const [{ now }] = (await query<{ now: Date }>('SELECT now() AS now')) as [{ now: Date }];
  // Whoever may be handed the alert is called as its owner; the step of the care team calls its members.
  const staff = await query<Colleague & { role: string; isOnTeam: boolean; isHereNow: boolean }>(
    `SELECT * FROM (
       SELECT m.person_id AS "personId", m.profession, m.role,
         EXISTS (SELECT 1 FROM care_team_member t WHERE t.patient_id = $1::uuid AND t.person_id = m.person_id) AS "isOnTeam",
         EXISTS (SELECT 1 FROM care_team_now t WHERE t.patient_id = $1::uuid AND t.person_id = m.person_id) AS "isHereNow"
       FROM membership m WHERE m.active AND m.role IN ('clinician','coordinator')) s
     WHERE s.role = 'coordinator' OR s."isHereNow" ORDER BY s."personId"`,
    [alert.patientId],
  );
  const coordinators = staff.filter(({ role }) => role === 'coordinator');
  const careTeam = alert.patientId === null ? coordinators : staff.filter(({ isOnTeam }) => isOnTeam);
  const isHere = (id: string | null) => (staff.some(({ personId }) => personId === id) ? id : null);
  return {
    ownerId: isHere(alert.ownerId),
    contactId: isHere(alert.contactId),
    discipline: alert.discipline,
    careTeam,
    lookingAfter: alert.patientId === null ? coordinators : staff.filter(({ isHereNow }) => isHereNow),
    coordinators,
    ...(await findRotaNow(now.getTime(), alert.discipline)),
  };
}
