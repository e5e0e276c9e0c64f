import { findRotaNow } from '../../clinics/index.js';
import { query } from '../../../platform/database/database.js';
import type { Chain } from '../plan/chain.repository.js';
import type { Circle, Colleague } from './route-step.js';

/** Whom the clinic has at this moment for an alert. What is about the clinic is its coordinators' work. */
export async function findCircle(alert: Chain): Promise<Circle> {
  const [{ now }] = (await query<{ now: Date }>('SELECT now() AS now')) as [{ now: Date }];
  const staff = await query<Colleague & { role: string; isOnTeam: boolean }>(
    `SELECT m.person_id AS "personId", m.profession, m.role, t.person_id IS NOT NULL AS "isOnTeam"
     FROM membership m LEFT JOIN care_team_member t ON t.person_id = m.person_id AND t.patient_id = $1::uuid
     WHERE m.active AND m.role IN ('clinician','coordinator') AND (m.role = 'coordinator' OR t.person_id IS NOT NULL)
     ORDER BY m.person_id`,
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
    coordinators,
    ...(await findRotaNow(now.getTime(), alert.discipline)),
  };
}
