import { currentClinic, query } from '../../../platform/database/database.js';
import type { CareTeam } from './decide-care-team.js';

export interface CareTeamRow {
  readonly personId: string;
  readonly name: string;
  readonly profession: string | null;
  readonly isContact: boolean;
  readonly isActive: boolean;
  readonly standInId: string | null;
  readonly standInName: string | null;
  readonly awayUntil: Date | null;
}

/** The care team, and for those who are away today who stands in. */
export function findCareTeam(patientId: string): Promise<CareTeamRow[]> {
  return query<CareTeamRow>(
    `SELECT t.person_id AS "personId", p.name, m.profession, t.person_id = pt.contact_person_id AS "isContact", m.active AS "isActive",
       a.stand_in_id AS "standInId", s.name AS "standInName", a.until_at AS "awayUntil"
     FROM care_team_member t JOIN person p ON p.id = t.person_id JOIN membership m ON m.person_id = t.person_id
     JOIN patient pt ON pt.id = t.patient_id
     LEFT JOIN absence a ON a.person_id = t.person_id AND a.from_at <= now() AND a.until_at > now()
     LEFT JOIN person s ON s.id = a.stand_in_id
     WHERE t.patient_id = $1 ORDER BY p.name, p.id`,
    [patientId],
  );
}

export async function lockCareTeam(patientId: string): Promise<CareTeam> {
  const [patient] = await query<{ contact: string | null }>(
    'SELECT contact_person_id AS contact FROM patient WHERE id = $1 FOR UPDATE',
    [patientId],
  );
  const rows = await query<{ id: string }>(
    'SELECT person_id AS id FROM care_team_member WHERE patient_id = $1 ORDER BY person_id',
    [patientId],
  );
  return { personIds: rows.map(({ id }) => id), contactPersonId: patient?.contact ?? null };
}

export async function replaceCareTeam(patientId: string, { personIds, contactPersonId }: CareTeam): Promise<void> {
  await query('DELETE FROM care_team_member WHERE patient_id = $1 AND NOT person_id = ANY($2::uuid[])', [
    patientId,
    personIds,
  ]);
  await addToCareTeam(patientId, personIds);
  await query('UPDATE patient SET contact_person_id = $2 WHERE id = $1', [patientId, contactPersonId]);
}

export async function addToCareTeam(patientId: string, personIds: readonly string[]): Promise<void> {
  await query(
    `INSERT INTO care_team_member (clinic_id, patient_id, person_id) SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`,
    [currentClinic(), patientId, personIds],
  );
}
