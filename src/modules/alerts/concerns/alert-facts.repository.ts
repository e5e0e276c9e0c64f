import { query } from '../../../platform/database/database.js';
import type { AlertState } from '../lifecycle/alert-lifecycle.js';
import type { Concern, ConcernDomain, Producer } from './concern.js';
import type { Evidence } from './evidence.schema.js';

/** What judging a concern must know of an alert. */
export interface AlertFacts {
  readonly id: string;
  readonly concernKey: string;
  readonly kind: Concern['kind'];
  readonly domain: ConcernDomain;
  readonly producer: Producer;
  readonly severity: number;
  readonly state: AlertState;
  readonly ownerId: string | null;
  readonly evidence: Evidence;
  /** The concern went away after the alert was resolved. */
  readonly cleared: boolean;
  /** Its producer does not report it any more, since then. */
  readonly absentSince: Date | null;
}

const COLUMNS = `a.id, a.concern_key AS "concernKey", a.kind, a.domain, a.producer, a.severity, a.state, a.owner_id AS "ownerId", a.evidence, a.cleared, a.absent_since AS "absentSince"`;

/** One at a time judges the concerns of a patient, or of the clinic: two that find the same one at once make one alert of it. */
export async function lockConcerns(patientId: string | null): Promise<void> {
  await query(
    `SELECT pg_advisory_xact_lock(hashtextextended('alerts ' || coalesce($1::text, current_setting('app.clinic')), 0))`,
    [patientId],
  );
}

/**
 * Of each concern one alert: the open one, else the last; locked until the transaction ends. After a merge the open one may
 * be older than one that somebody has dealt with.
 */
export function findAlertFacts(patientId: string | null): Promise<AlertFacts[]> {
  return query<AlertFacts>(
    `SELECT ${COLUMNS} FROM alert a
     WHERE a.patient_id IS NOT DISTINCT FROM $1::uuid AND (a.state <> 'resolved' OR NOT EXISTS (
       SELECT 1 FROM alert o WHERE o.patient_id IS NOT DISTINCT FROM a.patient_id AND o.concern_key = a.concern_key AND o.id <> a.id
         AND (o.state <> 'resolved' OR (o.raised_at, o.id) > (a.raised_at, a.id))))
     ORDER BY a.id FOR UPDATE`,
    [patientId],
  );
}

/** Alerts about the clinic whose concern is so. */
export function findClinicWide(): Promise<AlertFacts[]> {
  return query<AlertFacts>(
    `SELECT ${COLUMNS} FROM alert a WHERE a.patient_id IS NULL AND (a.state <> 'resolved' OR (NOT a.cleared AND NOT EXISTS (
       SELECT 1 FROM alert later WHERE later.patient_id IS NULL AND later.concern_key = a.concern_key AND later.raised_at > a.raised_at)))`,
  );
}
