import { isMetricId } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { takeDevice } from './device-text.js';
import type { NewObservation, ObservationRow, SourceKind } from './observation.js';
import { placeOf } from './observations.repository.js';
import { type Restatement, restate } from './restate.js';

/** `by`: the id of whoever decided it. */
type Amendment = Omit<Restatement, 'by'> & { readonly by?: string | null };

/** A stored reading restated, ready to be stored as its next version. */
export const amendedObservation = async (row: ObservationRow, change: Amendment): Promise<NewObservation> =>
  amendReading(await findReading(row), change);

/** The same of a reading that has been found: its source was not heard of by this. */
export const amendReading = async (reading: NewObservation, change: Amendment): Promise<NewObservation> => ({
  ...restate(reading, { ...change, by: await findName(change.by ?? null) }),
  isNoContact: true,
});

/** Nobody else gives it another version until the transaction ends. */
export async function lockReading(id: string): Promise<void> {
  const place = placeOf(id);
  if (!place) return;
  await query(`SELECT 1 FROM observation_row o WHERE o.clinic_id = $1 AND ${place.sql} FOR UPDATE`, [
    currentClinic(),
    ...place.parameters,
  ]);
}

/** A stored reading as it could be stored again. */
export async function findReading(row: ObservationRow): Promise<NewObservation> {
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
  return {
    patientId,
    concept: { system, code, metric: metric !== null && isMetricId(metric) ? metric : null },
    source: { system: sourceSystem, device, kind },
    variant,
    isUntimed,
    ...{ startMs, endMs, valueText, originalText, status, issuedMs, identifier, skeleton },
    ...takeDevice(row, row.device),
  };
}

async function findName(personId: string | null): Promise<string | undefined> {
  if (personId === null) return undefined;
  const [person] = await query<{ name: string }>('SELECT name FROM person WHERE id = $1', [personId]);
  return person?.name;
}

/** A reading that somebody has corrected, or marked as an error, with their words. */
export interface CorrectedReading {
  readonly id: string;
  readonly startAt: string;
  readonly status: 'amended' | 'entered-in-error';
  /** What it says now; of an error, what it had said. */
  readonly value: number | null;
  readonly by: string;
  readonly at: string;
  readonly why: string;
}
const MOST_CORRECTED = 50;

/** What people have decided about the readings of one metric that begin in a span, the latest reading first. */
export async function findCorrected(
  patientId: string,
  metric: string,
  span: { readonly startMs: number; readonly endMs: number },
): Promise<CorrectedReading[]> {
  const rows = await query<Omit<CorrectedReading, 'startAt'> & { readonly startAt: Date }>(
    `SELECT id, "startAt", status, value, note ->> 'authorString' AS by, note ->> 'time' AS at, coalesce(note ->> 'text', '') AS why FROM (
       SELECT o.id, o.start_at AS "startAt", o.status, o.value::float8 AS value, o.remainder::json #> '{note,-1}' AS note FROM observation o
       WHERE o.clinic_id = $1 AND o.start_at >= to_timestamp($4::float8 / 1000) AND o.start_at < to_timestamp($5::float8 / 1000)
         AND o.series_id IN (SELECT w.id FROM series w JOIN concept c ON c.clinic_id = w.clinic_id AND c.id = w.concept_id
           WHERE w.clinic_id = $1 AND w.patient_id = $2 AND c.metric = $3)
         AND o.version > 1 AND o.status IN ('amended', 'entered-in-error')) r
     -- A device or a program says no author: what people decided is told, not what a sender revised.
     WHERE note ->> 'authorString' IS NOT NULL AND note ->> 'time' IS NOT NULL
     ORDER BY "startAt" DESC LIMIT ${MOST_CORRECTED}`,
    [currentClinic(), patientId, metric, span.startMs, span.endMs],
  );
  return rows.map((row) => ({ ...row, startAt: row.startAt.toISOString() }));
}
