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

/** The newest alert of each concern of a patient. One that has gone away says nothing of its coming back. */
export function findKnownConcerns(patientId: string): Promise<KnownConcern[]> {
  return query<KnownConcern>(
    `SELECT DISTINCT ON (a.kind, a.concern_key) a.kind, a.domain, a.evidence ->> 'metric' AS metric,
       ARRAY(SELECT m ->> 'metric' FROM jsonb_array_elements(CASE jsonb_typeof(a.evidence -> 'alsoMoved') WHEN 'array' THEN a.evidence -> 'alsoMoved' ELSE '[]' END) m) AS "alsoMoved",
       a.patient_sentence IS NOT NULL AND ${SHOWN} AS "isShown"
     FROM alert a
     WHERE a.patient_id = $1 AND (a.state <> 'resolved' OR NOT a.cleared)
     ORDER BY a.kind, a.concern_key, a.raised_at DESC`,
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
