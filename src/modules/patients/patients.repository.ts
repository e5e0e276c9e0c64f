import type { ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter, UUID } from '../../platform/auth/compartment.js';
import { consentGiven } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { Statement, Transaction } from '../../platform/database/statement.js';
import type { Contact } from './contact/with-contact.js';
import type { Identity } from './identity/with-identity.js';

export interface PatientRow {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string | null;
}

export async function insertPatient(
  patient: PatientRow & { contactPersonId: string | null; transferId: string | null },
): Promise<boolean> {
  const rows = await query(
    `INSERT INTO patient (clinic_id, id, given_name, family_name, birth_date, gender, email, contact_person_id, phone, language, came_by_transfer)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (clinic_id, id) DO NOTHING RETURNING id`,
    [
      currentClinic(),
      patient.id,
      patient.givenName,
      patient.familyName,
      patient.birthDate,
      patient.gender,
      patient.email,
      patient.contactPersonId,
      patient.phone,
      patient.language,
      patient.transferId,
    ],
  );
  return rows.length === 1;
}

/** Is there a patient with this id whom this transfer did not bring? */
export async function isSomebodyElse(id: string, transferId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM patient WHERE id = $1 AND came_by_transfer IS DISTINCT FROM $2', [
    id,
    transferId,
  ]);
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

/** What was said of one moment is said of another, or of another zone. @returns whether that is news */
export async function correctTimeZone(
  patientId: string,
  wrongMs: number,
  { sinceMs, zone }: ZoneHistory[number],
): Promise<boolean> {
  const changed = await query(
    `UPDATE patient_time_zone SET since = $4, zone = $5
     WHERE clinic_id = $1 AND patient_id = $2 AND since = $3 AND (since, zone) IS DISTINCT FROM ($4::timestamptz, $5) RETURNING since`,
    [currentClinic(), patientId, new Date(wrongMs).toISOString(), new Date(sinceMs).toISOString(), zone],
  );
  return changed.length > 0;
}

/** The zone before it holds on. @returns whether there was one that began then */
export async function removeTimeZone(patientId: string, sinceMs: number): Promise<boolean> {
  const removed = await query(
    'DELETE FROM patient_time_zone WHERE clinic_id = $1 AND patient_id = $2 AND since = $3 RETURNING since',
    [currentClinic(), patientId, new Date(sinceMs).toISOString()],
  );
  return removed.length > 0;
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

export interface Monitored {
  /** Whose record it is today: another one's after a merge. */
  readonly patientId: string;
  readonly zones: ZoneHistory;
  /** Consent to monitoring is given now. */
  readonly consented: boolean;
}

interface MonitoredRow {
  readonly asked: string;
  readonly id: string;
  readonly zones: { since: number | null; zone: string }[];
  readonly consented: boolean | null;
}
/**
 * One look by key for each that is asked. As a plain join, a database that has not counted its rows yet (a clinic's first
 * minute with hundreds of patients) compares each patient with each.
 */
const MONITORED = `SELECT a.id AS asked, p.id,
    (SELECT jsonb_agg(jsonb_build_object('zone', z.zone, 'since', CASE WHEN z.since = '-infinity' THEN NULL ELSE extract(epoch FROM z.since) * 1000 END) ORDER BY z.since)
     FROM patient_time_zone z WHERE z.patient_id = p.id) AS zones,
    ${consentGiven('p.id', 'monitoring')} AS consented
  FROM unnest($1::uuid[]) AS asked (id),
    LATERAL (SELECT clinic_id, id, merged_into FROM patient WHERE clinic_id = current_setting('app.clinic')::uuid AND id = asked.id LIMIT 1) a,
    LATERAL (SELECT id FROM patient WHERE clinic_id = a.clinic_id AND id = coalesce(a.merged_into, a.id) LIMIT 1) p
  WHERE true`;
const MONITORED_NOW: Statement = { name: 'monitored-now', text: MONITORED };

/**
 * Of these patients, those that exist within the caller's reach: where they have lived, and whether they may be monitored.
 * A patient who was merged into another one is that one, so that a device that has not heard of it goes on sending.
 */
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
  new Map(
    rows.map(({ asked, id, zones, consented }) => [
      asked,
      { patientId: id, zones: toZoneHistory(zones), consented: consented === true },
    ]),
  );

const toZoneHistory = (rows: readonly { since: number | null; zone: string }[]): ZoneHistory =>
  rows.map((row) => ({ sinceMs: row.since ?? Number.NEGATIVE_INFINITY, zone: row.zone }));

/** When was this patient registered here? */
export async function findMonitoredSince(patientId: string): Promise<number> {
  const [row] = await query<{ at: Date }>('SELECT created_at AS at FROM patient WHERE id = $1', [patientId]);
  return row?.at.getTime() ?? Number.NEGATIVE_INFINITY;
}

/** `YYYY-MM-DD`; undefined where nobody has said. */
export async function findBirthDay(patientId: string): Promise<string | undefined> {
  const [row] = await query<{ day: string | null }>('SELECT birth_date::text AS day FROM patient WHERE id = $1', [
    patientId,
  ]);
  return row?.day ?? undefined;
}

/** Under which ids this person is known here: the record that is kept, and those that were merged into it. */
export async function findRecordIds(patientId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    'SELECT id FROM patient WHERE clinic_id = $1 AND merged_into = $2 ORDER BY id',
    [currentClinic(), patientId],
  );
  return [patientId, ...rows.map(({ id }) => id)];
}

export async function updateContact(patientId: string, { email, phone, language }: Contact): Promise<void> {
  await query('UPDATE patient SET email = $2, phone = $3, language = $4 WHERE id = $1', [
    patientId,
    email,
    phone,
    language,
  ]);
}

export async function updateIdentity(patientId: string, identity: Identity): Promise<void> {
  const { givenName, familyName, birthDate, gender } = identity;
  await query('UPDATE patient SET given_name = $2, family_name = $3, birth_date = $4, gender = $5 WHERE id = $1', [
    patientId,
    givenName,
    familyName,
    birthDate,
    gender,
  ]);
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
