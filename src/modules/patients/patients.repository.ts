import type { ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter, UUID } from '../../platform/auth/compartment.js';
import { consentGiven } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { Statement, Transaction } from '../../platform/database/statement.js';

export interface PatientRow {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly email: string | null;
}

export async function insertPatient(patient: PatientRow & { contactPersonId: string | null }): Promise<boolean> {
  const rows = await query(
    `INSERT INTO patient (clinic_id, id, given_name, family_name, birth_date, gender, email, contact_person_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (clinic_id, id) DO NOTHING RETURNING id`,
    [
      currentClinic(),
      patient.id,
      patient.givenName,
      patient.familyName,
      patient.birthDate,
      patient.gender,
      patient.email,
      patient.contactPersonId,
    ],
  );
  return rows.length === 1;
}

/** From the beginning of time, so that history that arrives later has a zone too. */
export async function setFirstTimeZone(patientId: string, zone: string): Promise<void> {
  await query(`INSERT INTO patient_time_zone (clinic_id, patient_id, since, zone) VALUES ($1, $2, '-infinity', $3)`, [
    currentClinic(),
    patientId,
    zone,
  ]);
}

/** From this moment on. @returns whether that is news: the zone that holds there already needs no row */
export async function setTimeZone(patientId: string, sinceMs: number, zone: string): Promise<boolean> {
  const changed = await query(
    `INSERT INTO patient_time_zone AS old (clinic_id, patient_id, since, zone)
     SELECT $1, $2, $3, $4 WHERE $4 IS DISTINCT FROM (
       SELECT z.zone FROM patient_time_zone z WHERE z.clinic_id = $1 AND z.patient_id = $2 AND z.since <= $3 ORDER BY z.since DESC LIMIT 1)
     ON CONFLICT (clinic_id, patient_id, since) DO UPDATE SET zone = excluded.zone RETURNING since`,
    [currentClinic(), patientId, new Date(sinceMs).toISOString(), zone],
  );
  return changed.length > 0;
}

export async function insertIdentifiers(
  patientId: string,
  identifiers: readonly { system: string; value: string }[],
): Promise<void> {
  for (const { system, value } of identifiers)
    await query(
      'INSERT INTO patient_identifier (clinic_id, patient_id, system, value) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [currentClinic(), patientId, system, value],
    );
}

export async function findPatientsByIdentifier(system: string | null, value: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    'SELECT DISTINCT patient_id AS id FROM patient_identifier WHERE value = $1 AND ($2::text IS NULL OR system = $2)',
    [value, system],
  );
  return rows.map((row) => row.id);
}

export async function addToCareTeam(patientId: string, personIds: readonly string[]): Promise<void> {
  await query(
    `INSERT INTO care_team_member (clinic_id, patient_id, person_id) SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`,
    [currentClinic(), patientId, personIds],
  );
}

/** Which of these people work with patients in this clinic? */
export async function findCarePeople(personIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    `SELECT person_id FROM membership WHERE person_id = ANY($1) AND active AND role IN ('clinician', 'coordinator')`,
    [personIds],
  );
  return rows.map((row) => row.person_id);
}

export interface Monitored {
  readonly zones: ZoneHistory;
  /** Consent to monitoring is given now. */
  readonly consented: boolean;
}

interface MonitoredRow {
  readonly id: string;
  readonly zones: { since: number | null; zone: string }[];
  readonly consented: boolean | null;
}
const MONITORED = `SELECT p.id,
    (SELECT jsonb_agg(jsonb_build_object('zone', z.zone, 'since', CASE WHEN z.since = '-infinity' THEN NULL ELSE extract(epoch FROM z.since) * 1000 END) ORDER BY z.since)
     FROM patient_time_zone z WHERE z.patient_id = p.id) AS zones,
    ${consentGiven('p.id', 'monitoring')} AS consented
  FROM patient p WHERE p.id = ANY($1::uuid[])`;
const MONITORED_NOW: Statement = { name: 'monitored-now', text: MONITORED };

/** Of these patients, those that exist within the caller's reach: where they have lived, and whether they may be monitored. */
export async function findMonitored(caller: Caller, patientIds: readonly string[]): Promise<Map<string, Monitored>> {
  const filter = patientFilter(caller, 'p.id', 2);
  const rows = await query<MonitoredRow>(`${MONITORED} AND ${filter.sql}`, [
    patientIds.filter((id) => UUID.test(id)),
    ...filter.parameters,
  ]);
  return toMonitored(rows);
}

/** Of these patients those of the clinic that a transaction has entered, as it sees them now. */
export async function findMonitoredNow(
  tx: Transaction,
  patientIds: readonly string[],
): Promise<Map<string, Monitored>> {
  return toMonitored((await tx.send<MonitoredRow>(MONITORED_NOW, [`{${patientIds.join(',')}}`])).rows);
}

const toMonitored = (rows: readonly MonitoredRow[]) =>
  new Map(rows.map((row) => [row.id, { zones: toZoneHistory(row.zones), consented: row.consented === true }]));

const toZoneHistory = (rows: readonly { since: number | null; zone: string }[]): ZoneHistory =>
  rows.map((row) => ({ sinceMs: row.since ?? Number.NEGATIVE_INFINITY, zone: row.zone }));

/** When was this patient registered here? */
export async function findMonitoredSince(patientId: string): Promise<number> {
  const [row] = await query<{ at: Date }>('SELECT created_at AS at FROM patient WHERE id = $1', [patientId]);
  return row?.at.getTime() ?? Number.NEGATIVE_INFINITY;
}

/** Has the patient judged anew at once, though no reading has changed. */
export async function askForJudgement(patientId: string): Promise<void> {
  await query('INSERT INTO due_day (clinic_id, patient_id, day, judge) VALUES ($1, $2, current_date, true)', [
    currentClinic(),
    patientId,
  ]);
}

/** Where has this patient lived? For workers, which have no caller. */
export async function findZones(patientId: string): Promise<ZoneHistory> {
  const rows = await query<{ since: number | null; zone: string }>(
    `SELECT CASE WHEN since = '-infinity' THEN NULL ELSE extract(epoch FROM since)::float8 * 1000 END AS since, zone
     FROM patient_time_zone WHERE patient_id = $1 ORDER BY patient_time_zone.since`,
    [patientId],
  );
  return toZoneHistory(rows);
}

export function findCareTeam(patientId: string) {
  return query<{ personId: string; name: string; profession: string | null; isContact: boolean }>(
    `SELECT t.person_id AS "personId", p.name, m.profession, t.person_id = pt.contact_person_id AS "isContact"
     FROM care_team_member t JOIN person p ON p.id = t.person_id JOIN membership m ON m.person_id = t.person_id
     JOIN patient pt ON pt.id = t.patient_id WHERE t.patient_id = $1 ORDER BY p.name`,
    [patientId],
  );
}
