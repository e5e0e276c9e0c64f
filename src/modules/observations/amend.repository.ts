import { isMetricId } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { takeDevice } from './device-text.js';
import type { NewObservation, ObservationRow, SourceKind } from './observation.js';
import { type Restatement, restate } from './restate.js';

/** A stored reading restated, ready to be stored as its next version. */
export async function amendedObservation(row: ObservationRow, change: Restatement): Promise<NewObservation> {
  const [origin] = await query<{
    system: string;
    code: string;
    metric: string | null;
    sourceSystem: string;
    device: string;
    kind: SourceKind;
    variant: string;
    isUntimed: boolean;
  }>(
    `SELECT c.system, c.code, c.metric, s.system AS "sourceSystem", s.device, s.kind, w.variant, w.at IS NOT NULL AS "isUntimed"
     FROM observation o JOIN series w ON w.clinic_id = o.clinic_id AND w.id = o.series_id JOIN concept c ON c.clinic_id = o.clinic_id AND c.id = o.concept_id
     JOIN source s ON s.clinic_id = o.clinic_id AND s.id = o.source_id
     WHERE o.clinic_id = $1 AND o.patient_id = $2 AND o.start_at = to_timestamp($3::float8 / 1000)
       AND o.end_at = to_timestamp($4::float8 / 1000) AND o.id = $5`,
    [currentClinic(), row.patientId, row.startMs, row.endMs, row.id],
  );
  const { system, code, metric, sourceSystem, device, kind, variant, isUntimed } = origin!;
  const { patientId, startMs, endMs, valueText, originalText, status, issuedMs, identifier, skeleton } = row;
  const reading = {
    patientId,
    concept: { system, code, metric: metric !== null && isMetricId(metric) ? metric : null },
    source: { system: sourceSystem, device, kind },
    variant,
    isUntimed,
    ...{ startMs, endMs, valueText, originalText, status, issuedMs, identifier, skeleton },
    ...takeDevice(row, row.device),
  };
  return restate(reading, change);
}
