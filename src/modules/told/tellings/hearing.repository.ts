import type { MetricId } from '../../../metrics/index.js';
import { delegationLive } from '../../../platform/auth/consent-condition.js';
import { query } from '../../../platform/database/database.js';
import type { Kind } from '../../alerts/index.js';

/** SQL: what somebody may hear of a patient as of now; of `p` the patient, `w` the person, `m` their membership here. */
export const RIGHTS = `coalesce(m.active, false) AS "hasAccount",
  (SELECT d.categories FROM delegation d WHERE d.patient_id = p.id AND d.person_id = w.person_id AND ${delegationLive('d')}) AS granted`;

/** SQL: what the sentence of `a` is about. */
export const METRIC = `a.patient_sentence -> 'facts' ->> 'metric' AS metric`;

export interface Hearing {
  readonly kind: Kind;
  readonly metric: MetricId | null;
  readonly voice: 'patient' | 'caregiver';
  readonly hasAccount: boolean;
  readonly granted: string[] | null;
}

/** As whom this person hears of an alert, and with which rights. */
export async function findHearing(alertId: string, personId: string): Promise<Hearing | undefined> {
  const [row] = await query<Hearing>(
    `SELECT a.kind, ${METRIC}, CASE p.person_id WHEN w.person_id THEN 'patient' ELSE 'caregiver' END AS voice, ${RIGHTS}
     FROM alert a JOIN patient p ON p.id = a.patient_id CROSS JOIN (SELECT $2::uuid AS person_id) w
     LEFT JOIN membership m ON m.person_id = w.person_id WHERE a.id = $1`,
    [alertId, personId],
  );
  return row;
}
