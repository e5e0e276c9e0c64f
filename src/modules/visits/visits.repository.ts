import { randomUUID } from 'node:crypto';
import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter } from '../../platform/auth/compartment.js';
import { sensitivityFilter } from '../../platform/auth/sensitivity.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { Overlap } from './decide-booking.js';
import type { VisitState } from './visit-lifecycle.js';
import type { Visit } from './visit.js';
import type { NewVisit, VisitQuery } from './visits.schema.js';

const LONGEST_LIST = 500;

/** The note of a visit is the DocumentReference with the visit's own id; one that the caller may not read is not there. */
const select = (labels: string) => `
  SELECT v.id, v.version, v.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName",
    p.person_id AS "patientPersonId", v.clinician_id AS "clinicianId", c.name AS "clinicianName", v.modality,
    v.starts_at AS "startsAt", v.minutes, v.state, v.waiting_since AS "waitingSince", v.admitted_at AS "admittedAt",
    v.ended_at AS "endedAt", v.alert_id AS "alertId", n.last_updated AS "noteSavedAt",
    h.emergency_number AS "emergencyNumber", v.clinic_id || '.' || v.room AS room
  FROM visit v
  JOIN patient p ON p.clinic_id = v.clinic_id AND p.id = v.patient_id
  JOIN person c ON c.id = v.clinician_id
  LEFT JOIN clinic_channel h ON h.clinic_id = v.clinic_id
  LEFT JOIN record n ON n.clinic_id = v.clinic_id AND n.type = 'DocumentReference' AND n.id = v.id AND n.current AND ${labels}`;

export async function findVisit(caller: Caller, id: string): Promise<Visit | undefined> {
  const labels = sensitivityFilter(caller, 'n', 2);
  const [row] = await query<Visit>(`${select(labels.sql)} WHERE v.id = $1`, [id, ...labels.parameters]);
  return row;
}

/** Visits of a patient that are not over, locked until we commit; always in the same order, so that two never wait for each other. */
export async function lockOpenVisits(patientId: string): Promise<Visit[]> {
  await query(
    `SELECT 1 FROM visit WHERE patient_id = $1 AND state IN ('booked', 'waiting', 'in-progress') ORDER BY id FOR UPDATE`,
    [patientId],
  );
  // Nobody is shown these: whether there is a note tells nothing.
  return query<Visit>(
    `${select('true')} WHERE v.patient_id = $1 AND v.state IN ('booked', 'waiting', 'in-progress') ORDER BY v.id`,
    [patientId],
  );
}

/** Keeps others from changing this visit until we commit. */
export async function lockVisit(id: string): Promise<void> {
  await query('SELECT 1 FROM visit WHERE id = $1 FOR UPDATE', [id]);
}

export function findVisits(caller: Caller, wanted: VisitQuery): Promise<Visit[]> {
  const filter = patientFilter(caller, 'v.patient_id', 6);
  const labels = sensitivityFilter(caller, 'n', 6 + filter.parameters.length);
  return query<Visit>(
    `${select(labels.sql)}
     WHERE ($1::timestamptz IS NULL OR v.starts_at >= $1) AND ($2::timestamptz IS NULL OR v.starts_at < $2)
       AND ($3::uuid IS NULL OR v.patient_id = $3) AND ($4::text IS NULL OR v.state = $4) AND ${filter.sql}
     ORDER BY v.starts_at, v.id LIMIT $5`,
    [
      wanted.from ?? null,
      wanted.to ?? null,
      wanted.patientId ?? null,
      wanted.state ?? null,
      LONGEST_LIST,
      ...filter.parameters,
      ...labels.parameters,
    ],
  );
}

/** One booking of the clinic at a time, until we commit: of two at one moment the later sees the earlier, on any node. */
export async function lockBookings(): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731089, hashtext($1))', [currentClinic()]);
}

/** The first visit of the patient, and of the clinician, that is not over and meets this time. */
export function findOverlaps(visit: {
  readonly patientId: string;
  readonly clinicianId: string;
  readonly startsAt: string;
  readonly minutes: number;
}): Promise<Overlap[]> {
  // No visit is longer than 240 minutes: the index on starts_at finds the few.
  return query<Overlap>(
    `SELECT who, min(v.starts_at) AS "startsAt"
     FROM visit v CROSS JOIN LATERAL (VALUES ('clinician', v.clinician_id = $2), ('patient', v.patient_id = $1)) AS busy (who, is_busy)
     WHERE v.state IN ('booked', 'waiting', 'in-progress') AND is_busy
       AND v.starts_at > $3::timestamptz - interval '240 minutes' AND v.starts_at < $3::timestamptz + make_interval(mins => $4)
       AND v.starts_at + make_interval(mins => v.minutes) > $3::timestamptz
     GROUP BY who ORDER BY who`,
    [visit.patientId, visit.clinicianId, visit.startsAt, visit.minutes],
  );
}

/** How many of the patient's visits that are not over begin between these instants. */
export async function countOpenVisits(patientId: string, fromMs: number, toMs: number): Promise<number> {
  const [row] = await query<{ n: number }>(
    `SELECT count(*)::int AS n FROM visit WHERE patient_id = $1 AND state IN ('booked', 'waiting', 'in-progress')
       AND starts_at >= $2 AND starts_at < $3`,
    [patientId, new Date(fromMs), new Date(toMs)],
  );
  return row!.n;
}

/** False when the id is taken. */
export async function insertVisit(
  visit: Omit<NewVisit, 'clinicianId'> & { readonly clinicianId: string },
  createdBy: string,
): Promise<boolean> {
  const rows = await query(
    `INSERT INTO visit (clinic_id, id, patient_id, clinician_id, modality, starts_at, minutes, state, room, alert_id, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'booked', $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
    [
      currentClinic(),
      visit.id,
      visit.patientId,
      visit.clinicianId,
      visit.modality,
      visit.startsAt,
      visit.minutes,
      randomUUID(),
      visit.alertId ?? null,
      createdBy,
    ],
  );
  return rows.length === 1;
}

/** Moves the visit; the clock of a state is set when it is entered for the first time. */
export async function moveVisit(id: string, to: VisitState): Promise<void> {
  await query(
    `UPDATE visit SET state = $2, version = version + 1,
       waiting_since = CASE WHEN $2 = 'waiting' THEN now() ELSE waiting_since END,
       admitted_at = CASE WHEN $2 = 'in-progress' THEN now() ELSE admitted_at END,
       ended_at = CASE WHEN $2 = 'ended' THEN now() ELSE ended_at END
     WHERE id = $1`,
    [id, to],
  );
}

/** One more line in the visit's story; a message of the media server that came before (same external id) is passed over. */
export async function insertVisitEvent(event: {
  visitId: string;
  kind: string;
  personId?: string | null;
  detail?: string | null;
  externalId?: string | null;
}): Promise<void> {
  await query(
    `INSERT INTO visit_event (clinic_id, visit_id, kind, person_id, detail, external_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [
      currentClinic(),
      event.visitId,
      event.kind,
      event.personId ?? null,
      event.detail ?? null,
      event.externalId ?? null,
    ],
  );
}

export async function findAdmitters(visitId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `SELECT DISTINCT person_id AS id FROM visit_event WHERE visit_id = $1 AND kind = 'admitted' AND person_id IS NOT NULL`,
    [visitId],
  );
  return rows.map((row) => row.id);
}

/** The version that ending the visit gave its note, if it did. */
export async function findFinalisedVersion(visitId: string): Promise<number | undefined> {
  const [row] = await query<{ detail: string }>(
    `SELECT detail FROM visit_event WHERE visit_id = $1 AND kind = 'note-finalised' ORDER BY id DESC LIMIT 1`,
    [visitId],
  );
  return row && Number(row.detail);
}

export async function findVisitByRoom(room: string): Promise<string | undefined> {
  const [row] = await query<{ id: string }>('SELECT id FROM visit WHERE room = $1', [room]);
  return row?.id;
}

export async function isAlertOf(alertId: string, patientId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM alert WHERE id = $1 AND patient_id = $2', [alertId, patientId]);
  return rows.length === 1;
}
