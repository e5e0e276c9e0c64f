import type { Role } from '../auth/caller.js';
import { CATEGORY_OF, decideReach, type ResourceType } from '../auth/policy.js';
import { delegationLive } from '../auth/consent-condition.js';
import { query } from '../database/database.js';
import type { DeliveryKind } from './deliveries.js';

/** More than this and the page fetches its lists anew, which is cheaper for both. */
export const MOST_BEHIND = 1_000;

export interface DeliveryRow {
  readonly personId: string;
  readonly cursor: number;
  readonly kind: DeliveryKind;
  readonly id: string;
  readonly at: Date;
  /** May this person see that patient's object today? What was written may have been allowed then. */
  readonly allowed: boolean;
}

const TYPES: Record<DeliveryKind, ResourceType> = {
  alert: 'Alert',
  visit: 'Visit',
  trend: 'Trend',
  patient: 'Patient',
};
const ROLES: readonly Role[] = ['clinician', 'coordinator', 'admin', 'auditor', 'patient', 'caregiver'];
/** The policy as a table to join with, so that it is written in one place only. */
const MAY = ROLES.flatMap((role) =>
  (Object.keys(TYPES) as DeliveryKind[]).map((kind) => ({
    role,
    kind,
    reach: decideReach(role, TYPES[kind], 'read', ''),
    category: CATEGORY_OF[TYPES[kind]] ?? null,
  })),
).filter((row) => row.reach !== undefined);

/**
 * For each person what lies after its cursor, oldest first, at most one more than `MOST_BEHIND`. News of a record that was
 * merged are for those who may see the one that lives on.
 */
export async function findDeliveriesBehind(
  positions: readonly { readonly personId: string; readonly after: number }[],
): Promise<DeliveryRow[]> {
  const rows = await query<Omit<DeliveryRow, 'cursor'> & { cursor: string }>(
    `SELECT d.person_id AS "personId", d.cursor, d.kind, d.object_id AS id, d.at,
       coalesce(CASE may.reach
         WHEN 'clinic' THEN true
         WHEN 'team' THEN EXISTS (SELECT 1 FROM care_team_now t WHERE t.patient_id = kept.id AND t.person_id = d.person_id)
         WHEN 'own' THEN EXISTS (SELECT 1 FROM patient p WHERE p.id = kept.id AND p.person_id = d.person_id)
         WHEN 'delegated' THEN EXISTS (SELECT 1 FROM delegation g WHERE g.patient_id = kept.id AND g.person_id = d.person_id
           AND may.category = ANY(g.categories) AND ${delegationLive('g')})
       END, false) AS allowed
     FROM unnest($1::uuid[], $2::bigint[]) AS f(person_id, after)
     CROSS JOIN LATERAL (
       SELECT * FROM delivery WHERE person_id = f.person_id AND cursor > f.after ORDER BY cursor LIMIT $3) d
     LEFT JOIN LATERAL (SELECT coalesce(p.merged_into, p.id) AS id FROM patient p WHERE p.clinic_id = d.clinic_id AND p.id = d.patient_id) kept ON true
     LEFT JOIN membership m ON m.person_id = d.person_id AND m.active
     LEFT JOIN unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS may(role, kind, reach, category) ON may.role = m.role AND may.kind = d.kind
     ORDER BY d.person_id, d.cursor`,
    [
      positions.map((p) => p.personId),
      positions.map((p) => p.after),
      MOST_BEHIND + 1,
      MAY.map((row) => row.role),
      MAY.map((row) => row.kind),
      MAY.map((row) => row.reach),
      MAY.map((row) => row.category),
    ],
  );
  return rows.map((row) => ({ ...row, cursor: Number(row.cursor) }));
}

/** The cursor of the person's newest delivery; 0 before the first. */
export async function findLastCursor(personId: string): Promise<number> {
  const [row] = await query<{ last: string }>('SELECT last FROM delivery_cursor WHERE person_id = $1', [personId]);
  return Number(row?.last ?? 0);
}

/** Notes that what lies above `after`, up to and including `upto`, has reached a page of that person. */
export async function markAcknowledged(
  positions: readonly { readonly personId: string; readonly after: number; readonly upto: number }[],
): Promise<void> {
  await query(
    `UPDATE delivery d SET acked_at = clock_timestamp()
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS f(person_id, after, upto)
     WHERE d.person_id = f.person_id AND d.cursor > f.after AND d.cursor <= f.upto AND d.acked_at IS NULL`,
    [positions.map((p) => p.personId), positions.map((p) => p.after), positions.map((p) => p.upto)],
  );
}
