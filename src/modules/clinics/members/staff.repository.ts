import { currentClinic, query } from '../../../platform/database/database.js';
import type { Member } from './decide-member-change.js';

/** The membership and how many other active admins there are. Locks all admins: two cannot end each other at once. */
export async function lockMember(personId: string): Promise<{ member: Member; otherAdmins: number } | undefined> {
  const rows = await query<Member & { personId: string }>(
    `SELECT person_id AS "personId", role, profession, active FROM membership
     WHERE person_id = $1 OR (role = 'admin' AND active) ORDER BY person_id FOR UPDATE`,
    [personId],
  );
  const found = rows.find((row) => row.personId === personId);
  if (!found) return undefined;
  const { role, profession, active } = found;
  return { member: { role, profession, active }, otherAdmins: rows.length - 1 };
}

export async function updateMember(personId: string, { role, profession, active }: Member): Promise<void> {
  await query('UPDATE membership SET role = $3, profession = $4, active = $5 WHERE clinic_id = $1 AND person_id = $2', [
    currentClinic(),
    personId,
    role,
    profession,
    active,
  ]);
}

export interface TeamMemberRow {
  readonly id: string;
  readonly name: string;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly profession: string | null;
}

/** A row per member, and one for a team of nobody. Whoever has left the clinic is left out. */
export function findTeams(): Promise<TeamMemberRow[]> {
  return query<TeamMemberRow>(
    `SELECT t.id, t.name, p.id AS "personId", p.name AS "personName", m.profession
     FROM team t LEFT JOIN (team_member tm JOIN membership m ON m.person_id = tm.person_id AND m.active JOIN person p ON p.id = tm.person_id)
       ON tm.team_id = t.id
     WHERE t.ended_at IS NULL ORDER BY t.name, t.id, p.name`,
  );
}

/** Before it is written: its name and members, null when it is new, false when it has ended. */
export async function lockTeam(id: string): Promise<{ name: string; memberIds: string[] } | null | false> {
  const [team] = await query<{ name: string; ended: boolean }>(
    'SELECT name, ended_at IS NOT NULL AS ended FROM team WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!team) return null;
  if (team.ended) return false;
  const members = await query<{ id: string }>(
    'SELECT person_id AS id FROM team_member WHERE team_id = $1 ORDER BY person_id',
    [id],
  );
  return { name: team.name, memberIds: members.map((row) => row.id) };
}

export async function saveTeam(id: string, name: string, memberIds: readonly string[]): Promise<void> {
  await query(
    'INSERT INTO team (clinic_id, id, name) VALUES ($1, $2, $3) ON CONFLICT (clinic_id, id) DO UPDATE SET name = excluded.name',
    [currentClinic(), id, name],
  );
  await query('DELETE FROM team_member WHERE team_id = $1 AND NOT person_id = ANY($2::uuid[])', [id, memberIds]);
  await query(
    'INSERT INTO team_member (clinic_id, team_id, person_id) SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING',
    [currentClinic(), id, memberIds],
  );
}

export async function endTeam(id: string): Promise<boolean> {
  const rows = await query('UPDATE team SET ended_at = now() WHERE id = $1 AND ended_at IS NULL RETURNING id', [id]);
  return rows.length === 1;
}

/** Of these people those who work with patients here today. */
export async function findCarePeople(personIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    `SELECT person_id FROM membership WHERE person_id = ANY($1) AND active AND role IN ('clinician', 'coordinator')`,
    [personIds],
  );
  return rows.map((row) => row.person_id);
}
