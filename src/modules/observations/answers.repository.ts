import { readComponentTotals } from '../../instruments/index.js';
import type { MetricId } from '../../metrics/index.js';
import { timestampArray } from '../../platform/database/binary-arrays.js';
import { currentClinic, openTransaction } from '../../platform/database/database.js';
import { send, type Statement } from '../../platform/database/statement.js';
import type { ObservationRow } from './observation.js';
import { type RawRow, ROW_COLUMNS } from './row.js';
import { toRows } from './whole-rows.js';

/** Which observations: those that begin in a span; or those that begin, or have come or been changed, since then. */
export type AskingSpan = { readonly fromMs: number; readonly toMs: number } | { readonly sinceMs: number };

const select = (when: string) => `SELECT ${ROW_COLUMNS} FROM concept c
  JOIN series w ON w.clinic_id = $1 AND w.patient_id = $2 AND w.concept_id = c.id
  CROSS JOIN LATERAL (SELECT x.* FROM observation_row x WHERE x.clinic_id = $1 AND x.series_id = w.id AND ${when} OFFSET 0) o
  WHERE c.clinic_id = $1 AND c.asks ORDER BY o.start_at, o.series_id, o.end_at`;
const BETWEEN: Statement = {
  name: 'asking-between',
  text: select('x.start_at >= ($3::timestamptz[])[1] AND x.start_at < ($3::timestamptz[])[2]'),
};
/** A questionnaire's series is short, so it is read to its beginning: what was answered long ago may have come today. */
const SINCE: Statement = {
  name: 'asking-since',
  text: select('(x.start_at >= ($3::timestamptz[])[1] OR x.received_at >= ($3::timestamptz[])[1])'),
};

/**
 * Observations of a patient that may answer a question that can interrupt, or are forms that carry answers, whatever code
 * they came with; of whatever status, the oldest first.
 */
export async function findAsking(
  patientId: string,
  span: AskingSpan,
): Promise<{ readonly seriesId: number; readonly row: ObservationRow }[]> {
  const tx = openTransaction();
  if (!tx) throw new Error('No transaction: wrap the call in database.inClinic(...)');
  const [statement, times] = 'sinceMs' in span ? [SINCE, [span.sinceMs]] : [BETWEEN, [span.fromMs, span.toMs]];
  const values = [currentClinic(), patientId, timestampArray(times)];
  const { rows } = await send<RawRow>(tx, { statement, values });
  const whole = await toRows(currentClinic(), rows, () => patientId);
  return whole.map((row, i) => ({ seriesId: rows[i]!.series_id, row }));
}

/** Totals that a form carries among its components, in canonical units. */
export function readTotals({ remainder }: Pick<ObservationRow, 'remainder'>): { metric: MetricId; value: number }[] {
  if (remainder === null) return [];
  const { component = [] } = JSON.parse(remainder) as { component?: Parameters<typeof readComponentTotals>[0] };
  return readComponentTotals(component);
}
