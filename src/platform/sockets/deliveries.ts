import { delegationLive } from '../auth/consent-condition.js';
import { currentClinic, query } from '../database/database.js';

export const DELIVERY_CHANNEL = 'stepwell_delivery';
export type DeliveryKind = 'alert' | 'visit' | 'trend' | 'patient';

/** "Look at this object again", for each of these people. */
export interface NewDelivery {
  readonly kind: DeliveryKind;
  readonly objectId: string;
  /** Null: about the clinic. */
  readonly patientId: string | null;
  readonly personIds: readonly string[];
}

/**
 * Writes deliveries in the transaction that is open, and wakes the nodes when it commits.
 *
 * Each recipient has a cursor of its own. Its row stays locked until we commit, so cursors have no gaps and a higher
 * one never becomes visible before a lower one. Locks are taken in the order of person ids: hand all deliveries of a
 * transaction to one call, as its last step; two calls could wait for each other.
 */
export async function deliver(...deliveries: readonly NewDelivery[]): Promise<void> {
  const rows = deliveries.flatMap((d) => [...new Set(d.personIds)].map((personId) => ({ ...d, personId })));
  if (rows.length === 0) return;
  await query(
    `WITH bell AS (
       SELECT b.*, row_number() OVER (PARTITION BY person_id ORDER BY n) AS place
       FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[]) WITH ORDINALITY AS b(person_id, kind, object_id, patient_id, n)),
     tally AS (SELECT person_id, count(*) AS more FROM bell GROUP BY person_id),
     moved AS (
       INSERT INTO delivery_cursor (clinic_id, person_id, last)
       SELECT $1, person_id, more FROM tally ORDER BY person_id
       ON CONFLICT (clinic_id, person_id) DO UPDATE SET last = delivery_cursor.last + excluded.last
       RETURNING person_id, last)
     INSERT INTO delivery (clinic_id, person_id, cursor, kind, object_id, patient_id)
     SELECT $1, person_id, last - more + place, kind, object_id, patient_id
     FROM bell JOIN tally USING (person_id) JOIN moved USING (person_id)`,
    [
      currentClinic(),
      rows.map((r) => r.personId),
      rows.map((r) => r.kind),
      rows.map((r) => r.objectId),
      rows.map((r) => r.patientId),
    ],
  );
  await query('SELECT pg_notify($1, $2)', [DELIVERY_CHANNEL, currentClinic()]);
}

/**
 * Who looks after this patient today: active clinicians of the care team, and the clinic's active coordinators. Of what
 * is about the clinic (null): the coordinators.
 */
export async function findCareRecipients(patientId: string | null): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `SELECT m.person_id AS id FROM membership m
     WHERE m.active AND (m.role = 'coordinator' OR (m.role = 'clinician' AND EXISTS (
       SELECT 1 FROM care_team_now t WHERE t.patient_id = $1::uuid AND t.person_id = m.person_id)))`,
    [patientId],
  );
  return rows.map((row) => row.id);
}

/** The patient's own person and the caregivers whose grant is live today. */
export async function findPatientFollowers(patientId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `SELECT m.person_id AS id FROM membership m
     WHERE m.active AND (
       (m.role = 'patient' AND EXISTS (SELECT 1 FROM patient p WHERE p.id = $1 AND p.person_id = m.person_id))
       OR (m.role = 'caregiver' AND EXISTS (
         SELECT 1 FROM delegation d WHERE d.patient_id = $1 AND d.person_id = m.person_id AND ${delegationLive('d')})))`,
    [patientId],
  );
  return rows.map((row) => row.id);
}

/** Both: everybody who may have this patient open. */
export async function findCircle(patientId: string): Promise<string[]> {
  return [...(await findCareRecipients(patientId)), ...(await findPatientFollowers(patientId))];
}
