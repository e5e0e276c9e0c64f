import type { MetricId } from '../../../metrics/index.js';
import { query } from '../../../platform/database/database.js';
import type { ConcernDomain, Kind } from '../../alerts/index.js';
import { SHOWN } from './notices.repository.js';

/** A concern that is so today, whoever has dealt with it, and whether the patient's page shows it by now. */
export interface KnownConcern {
  readonly kind: Kind;
  readonly domain: ConcernDomain;
  /** What its evidence is about; null: nothing measured. */
  readonly metric: MetricId | null;
  readonly alsoMoved: readonly MetricId[];
  readonly isShown: boolean;
}

/**
 * Of each concern of a patient the open alert, else the newest, if it is so. One that has gone away says nothing of its coming
 * back, whatever alerts before it say: somebody dealt with those, and nothing has told them since that it went.
 */
export function findKnownConcerns(patientId: string): Promise<KnownConcern[]> {
  return query<KnownConcern>(
    `SELECT a.kind, a.domain, a.evidence ->> 'metric' AS metric,
       ARRAY(SELECT m ->> 'metric' FROM jsonb_array_elements(CASE jsonb_typeof(a.evidence -> 'alsoMoved') WHEN 'array' THEN a.evidence -> 'alsoMoved' ELSE '[]' END) m) AS "alsoMoved",
       a.patient_sentence IS NOT NULL AND ${SHOWN} AS "isShown"
     FROM (SELECT DISTINCT ON (concern_key) * FROM alert WHERE patient_id = $1
       ORDER BY concern_key, state <> 'resolved' DESC, raised_at DESC, id DESC) a
     WHERE a.state <> 'resolved' OR NOT a.cleared
     ORDER BY a.kind, a.concern_key`,
    [patientId],
  );
}

/** Which alerts of a patient their page shows or has shown, whatever became of them. */
export async function findShownAlerts(patientId: string): Promise<Set<string>> {
  const rows = await query<{ id: string }>(
    `SELECT a.id FROM alert a WHERE a.patient_id = $1 AND a.patient_sentence IS NOT NULL AND ${SHOWN}`,
    [patientId],
  );
  return new Set(rows.map(({ id }) => id));
}
