import { currentClinic, query } from '../../platform/database/database.js';
import { type ClosedAlert, closeDoubledAlerts, reopenAlerts } from './merged-alerts.js';
import { joinGrants, type MovedGrant, partGrants } from './merged-grants.js';
import { copyHoldsSince, findOwnHolds } from './merged-holds.js';
import { MOVED, type MovedTable } from './merged-tables.js';

/** What a merge has taken over, so that it can be given back. */
export interface Moved {
  readonly rows: Readonly<Partial<Record<MovedTable, readonly (string | number)[]>>>;
  /** Names of the moved devices before. */
  readonly devices: Readonly<Record<string, string>>;
  /** Open alerts that said what an alert of the other record says already, with the state they were in. */
  readonly closedAlerts: readonly ClosedAlert[];
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
  readonly careTeam: readonly string[];
  readonly grants: readonly MovedGrant[];
  /** Legal holds that the survivor had itself. */
  readonly ownHolds: readonly string[];
  /** Answers that the merge wrote, because the other record's were stricter. */
  readonly answers: readonly string[];
  readonly personId: string | null;
  /** Records that had been merged into this one before. */
  readonly earlier: readonly string[];
}

export interface MergeRow {
  readonly id: string;
  readonly survivorId: string;
  readonly survivorName: string;
  readonly survivorBirthDate: string | null;
  readonly duplicateId: string;
  readonly duplicateName: string;
  readonly duplicateBirthDate: string | null;
  readonly state: 'proposed' | 'done' | 'refused' | 'undone';
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly undoneAt: Date | null;
  readonly moved: Moved | null;
}

const SELECT = `SELECT g.id, g.survivor_id AS "survivorId", s.given_name || ' ' || s.family_name AS "survivorName", s.birth_date::text AS "survivorBirthDate",
  g.duplicate_id AS "duplicateId", d.given_name || ' ' || d.family_name AS "duplicateName", d.birth_date::text AS "duplicateBirthDate",
  g.state, g.reason, g.proposed_by AS "proposedBy", p.name AS "proposedByName", g.proposed_at AS "proposedAt",
  a.name AS "decidedByName", g.decided_at AS "decidedAt", g.undone_at AS "undoneAt", g.moved
  FROM patient_merge g JOIN patient s ON s.id = g.survivor_id JOIN patient d ON d.id = g.duplicate_id
  JOIN person p ON p.id = g.proposed_by LEFT JOIN person a ON a.id = g.decided_by`;
const MOST_ROWS = 200;

/** Those that wait first, then the newest. */
export const findMerges = () =>
  query<MergeRow>(`${SELECT} ORDER BY (g.state = 'proposed') DESC, g.proposed_at DESC, g.id LIMIT ${MOST_ROWS}`);

export async function lockMerge(id: string): Promise<MergeRow | undefined> {
  const [row] = await query<MergeRow>(`${SELECT} WHERE g.id = $1 FOR UPDATE OF g`, [id]);
  return row;
}

/** False when the duplicate is in another merge that is open or done. */
export async function insertMerge(merge: {
  id: string;
  survivorId: string;
  duplicateId: string;
  reason: string;
  by: string;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO patient_merge (clinic_id, id, survivor_id, duplicate_id, reason, proposed_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), merge.id, merge.survivorId, merge.duplicateId, merge.reason, merge.by],
  );
  return rows.length === 1;
}

export async function decideMerge(
  id: string,
  state: 'done' | 'refused',
  by: string,
  moved: Moved | null,
): Promise<void> {
  await query(
    'UPDATE patient_merge SET state = $2, decided_by = $3, decided_at = clock_timestamp(), moved = $4 WHERE id = $1',
    [id, state, by, moved && JSON.stringify(moved)],
  );
}

export async function markUndone(id: string, by: string): Promise<void> {
  await query(`UPDATE patient_merge SET state = 'undone', undone_by = $2, undone_at = now() WHERE id = $1`, [id, by]);
}

export interface LockedPatient {
  readonly id: string;
  readonly personId: string | null;
  readonly mergedInto: string | null;
  readonly isBeingErased: boolean;
}

/** Both records, always in the same order: two merges never wait for each other in a circle. */
export async function lockPatients(ids: readonly string[]): Promise<Map<string, LockedPatient>> {
  await query('SELECT 1 FROM patient WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
  // Asked anew: what somebody had under way about them is through now.
  const rows = await query<LockedPatient>(
    `SELECT id, person_id AS "personId", merged_into AS "mergedInto",
       EXISTS (SELECT 1 FROM erasure e WHERE e.patient_id = p.id AND e.state <> 'cancelled') AS "isBeingErased"
     FROM patient p WHERE id = ANY($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Takes all that belongs to the duplicate over to the survivor. */
export async function moveAll(from: string, to: string, by: string): Promise<Omit<Moved, 'answers'>> {
  const closedAlerts = await closeDoubledAlerts(from, to, by);
  const ownHolds = await findOwnHolds(to);
  const devices = await renameDevices(from, to);
  const rows: Partial<Record<MovedTable, (string | number)[]>> = {};
  for (const [table, key] of Object.entries(MOVED) as [MovedTable, string][])
    rows[table] = await moveRows(table, key, from, to);
  return {
    rows,
    devices,
    closedAlerts,
    identifiers: await moveIdentifiers(from, to),
    careTeam: await addCareTeam(from, to),
    grants: await joinGrants(from, to),
    ownHolds,
    personId: await movePerson(from, to),
    earlier: await moveEarlier(from, to),
  };
}

/** Gives back what was taken over. What has come since stays with the survivor. */
export async function moveBack(moved: Moved, from: string, to: string, by: string): Promise<void> {
  for (const [table, ids] of Object.entries(moved.rows) as [MovedTable, (string | number)[]][])
    await query(`UPDATE ${table} SET patient_id = $1 WHERE patient_id = $2 AND ${MOVED[table]}::text = ANY($3)`, [
      to,
      from,
      ids.map(String),
    ]);
  // The shortest first: the name that a longer one still has is taken by nobody.
  for (const [id, device] of Object.entries(moved.devices).sort(([, a], [, b]) => a.length - b.length))
    await query('UPDATE source SET device = $2 WHERE id = $1', [Number(id), device]);
  await copyHoldsSince(from, to, [...moved.ownHolds, ...(moved.rows.legal_hold ?? []).map(String)]);
  await reopenAlerts(moved.closedAlerts, by);
  for (const { system, value } of moved.identifiers) await moveIdentifier(system, value, from, to);
  await query('DELETE FROM care_team_member WHERE patient_id = $1 AND person_id = ANY($2)', [from, moved.careTeam]);
  await partGrants(moved.grants, from, to);
  if (moved.personId) await givePersonBack(moved.personId, from, to);
  await query('UPDATE patient SET merged_into = $1 WHERE id = ANY($2)', [to, moved.earlier]);
}

export async function setMergedInto(patientId: string, survivorId: string | null): Promise<void> {
  await query('UPDATE patient SET merged_into = $2 WHERE id = $1', [patientId, survivorId]);
}

async function moveRows(table: MovedTable, key: string, from: string, to: string): Promise<(string | number)[]> {
  // The FHIR Patient is the record itself: it stays, and says who has replaced it.
  const except = table === 'record' ? `AND type <> 'Patient'` : '';
  const rows = await query<{ key: string | number }>(
    `UPDATE ${table} SET patient_id = $2 WHERE patient_id = $1 ${except} RETURNING ${key} AS key`,
    [from, to],
  );
  return [...new Set(rows.map((row) => row.key))];
}

/**
 * A moved device gets a name of its own. Sources are found by their names, and remembered by every node: under its old
 * name it would be taken for the survivor's device, and would keep that one's readings when the merge is undone.
 */
async function renameDevices(from: string, to: string): Promise<Record<string, string>> {
  const [merges] = await query<{ n: number }>(
    `SELECT count(*)::int AS n FROM patient_merge WHERE survivor_id = $1 AND state IN ('done', 'undone')`,
    [to],
  );
  const rows = await query<{ id: number; device: string }>(
    'SELECT id, device FROM source WHERE patient_id = $1 ORDER BY id FOR UPDATE',
    [from],
  );
  // The longest first: what came by an earlier merge may have the name that another one gets now.
  for (const { id, device } of rows.sort((a, b) => b.device.length - a.device.length))
    await query('UPDATE source SET device = $2 WHERE id = $1', [id, `${device} · record ${merges!.n + 2}`.trim()]);
  return Object.fromEntries(rows.map(({ id, device }) => [id, device]));
}

async function moveIdentifiers(from: string, to: string) {
  const rows = await query<{ system: string; value: string }>(
    'SELECT system, value FROM patient_identifier WHERE patient_id = $1',
    [from],
  );
  for (const { system, value } of rows) await moveIdentifier(system, value, from, to);
  return rows;
}

async function moveIdentifier(system: string, value: string, from: string, to: string): Promise<void> {
  await query('DELETE FROM patient_identifier WHERE patient_id = $1 AND system = $2 AND value = $3', [
    from,
    system,
    value,
  ]);
  await query(
    'INSERT INTO patient_identifier (clinic_id, patient_id, system, value) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [currentClinic(), to, system, value],
  );
}

/** Whoever looks after the one record looks after the other. @returns those who did not before */
async function addCareTeam(from: string, to: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `INSERT INTO care_team_member (clinic_id, patient_id, person_id) SELECT clinic_id, $2, person_id FROM care_team_member
     WHERE patient_id = $1 ON CONFLICT DO NOTHING RETURNING person_id AS id`,
    [from, to],
  );
  return rows.map(({ id }) => id);
}

/** The person's account goes on with the surviving record. */
async function movePerson(from: string, to: string): Promise<string | null> {
  const [row] = await query<{ id: string | null }>('SELECT person_id AS id FROM patient WHERE id = $1', [from]);
  if (!row?.id) return null;
  await query('UPDATE patient SET person_id = NULL WHERE id = $1', [from]);
  await query('UPDATE patient SET person_id = $2 WHERE id = $1', [to, row.id]);
  return row.id;
}

/** Unless the account has been parted from the survivor since. */
async function givePersonBack(personId: string, from: string, to: string): Promise<void> {
  const given = await query('UPDATE patient SET person_id = NULL WHERE id = $1 AND person_id = $2 RETURNING id', [
    from,
    personId,
  ]);
  if (given.length > 0) await query('UPDATE patient SET person_id = $2 WHERE id = $1', [to, personId]);
}

async function moveEarlier(from: string, to: string): Promise<string[]> {
  const rows = await query<{ id: string }>('UPDATE patient SET merged_into = $2 WHERE merged_into = $1 RETURNING id', [
    from,
    to,
  ]);
  return rows.map(({ id }) => id);
}

/**
 * Does the duplicate have readings of a month that retention has closed for the survivor, and has not emptied for the
 * duplicate? They would lie behind a number that no longer changes, and nothing would ever remove them.
 */
export async function hasReadingsOfClosedMonths(survivorId: string, duplicateId: string): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM closed_period p
       JOIN concept c ON c.clinic_id = p.clinic_id AND c.metric = p.metric
       JOIN series s ON s.clinic_id = p.clinic_id AND s.patient_id = $3 AND s.concept_id = c.id
       JOIN observation_row o ON o.clinic_id = p.clinic_id AND o.series_id = s.id
         AND o.start_at >= p.from_at AND o.start_at < p.to_at AND o.end_at <= p.to_at AND o.end_at - o.start_at <= interval '1 hour'
       WHERE p.clinic_id = $1 AND p.patient_id = $2 AND NOT EXISTS (SELECT 1 FROM closed_period d WHERE d.clinic_id = $1
         AND d.patient_id = $3 AND d.metric = p.metric AND d.from_day = p.from_day AND d.removed_at IS NOT NULL)) AS found`,
    [currentClinic(), survivorId, duplicateId],
  );
  return row!.found;
}

/** Has retention look at all months of these patients again. */
export async function lookAgainAtOldMonths(patientIds: readonly string[]): Promise<void> {
  await query(
    `UPDATE retention_progress SET through_day = '-infinity' WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[])`,
    [currentClinic(), patientIds],
  );
}
