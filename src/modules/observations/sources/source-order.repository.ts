import type { MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import type { SourceOrder } from '../daily/source-order.js';

/** Whose word counts first, for the metrics where somebody has chosen. */
export async function findOrder(patientId: string): Promise<SourceOrder> {
  const rows = await query<{ metric: MetricId; sourceIds: number[] }>(
    `SELECT metric, source_ids AS "sourceIds" FROM source_priority WHERE clinic_id = $1 AND patient_id = $2`,
    [currentClinic(), patientId],
  );
  return new Map(rows.map((row) => [row.metric, row.sourceIds]));
}

/** @returns whether the order is another one now */
export async function saveOrder(order: {
  patientId: string;
  metric: MetricId;
  sourceIds: readonly number[];
  by: string;
}): Promise<boolean> {
  const { patientId, metric, sourceIds, by } = order;
  if (sourceIds.length === 0) {
    const gone = await query(
      `DELETE FROM source_priority WHERE clinic_id = $1 AND patient_id = $2 AND metric = $3 RETURNING metric`,
      [currentClinic(), patientId, metric],
    );
    return gone.length > 0;
  }
  const changed = await query(
    `INSERT INTO source_priority AS old (clinic_id, patient_id, metric, source_ids, set_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (clinic_id, patient_id, metric) DO UPDATE SET source_ids = excluded.source_ids, set_by = excluded.set_by, set_at = now()
       WHERE old.source_ids <> excluded.source_ids RETURNING metric`,
    [currentClinic(), patientId, metric, sourceIds, by],
  );
  return changed.length > 0;
}

/** Days this far back tell which sources speak of a metric. */
const LOOK_BACK = `interval '400 days'`;

/** Which sources have spoken of these metrics lately? */
export function findSpeakers(
  patientId: string,
  metrics: readonly MetricId[],
): Promise<{ metric: MetricId; sourceId: number }[]> {
  return query(
    `SELECT DISTINCT d.metric, (s ->> 'sourceId')::int AS "sourceId" FROM daily_value d CROSS JOIN LATERAL jsonb_array_elements(d.sources) s
     WHERE d.clinic_id = $1 AND d.patient_id = $2 AND d.metric = ANY($3) AND d.day > current_date - ${LOOK_BACK} ORDER BY 1, 2`,
    [currentClinic(), patientId, metrics],
  );
}
