import { addDays } from '../../../metrics/index.js';
import { currentClinic, openTransaction, query } from '../../../platform/database/database.js';
import { send } from '../../../platform/database/statement.js';
import { markingDue } from '../due-days.repository.js';

/** So much is added up in one transaction: a day of per-minute readings is thousands of rows. */
const CHUNK_DAYS = 31;

interface Recompute {
  readonly fromDay: string;
  readonly toDay: string;
  readonly nextDay: string;
}
const COLUMNS = 'from_day::text AS "fromDay", to_day::text AS "toDay", next_day::text AS "nextDay"';

/** From the first day to the last that has a value, or readings. A reading of a clock that was reset makes no day. */
const SPAN = `SELECT min(day)::text AS first, max(day)::text AS last FROM (
    SELECT day FROM daily_value WHERE clinic_id = $1 AND patient_id = ANY($2)
    UNION ALL SELECT ((ends.at AT TIME ZONE 'UTC')::date)
    FROM series s JOIN concept c ON c.clinic_id = s.clinic_id AND c.id = s.concept_id AND c.metric IS NOT NULL
    CROSS JOIN LATERAL (
      (SELECT start_at AS at FROM observation_row WHERE clinic_id = $1 AND series_id = s.id AND start_at >= '2001-01-01Z' ORDER BY start_at LIMIT 1)
      UNION ALL (SELECT end_at FROM observation_row WHERE clinic_id = $1 AND series_id = s.id AND start_at >= '2001-01-01Z' ORDER BY start_at DESC, end_at DESC LIMIT 1)) ends
    WHERE s.clinic_id = $1 AND s.patient_id = ANY($2)) days`;

/**
 * Has the days of this patient from `fromDay` on added up anew in the background, the newest first. What is marked here
 * commits with the change that made it necessary; the rest follows chunk by chunk, each in the transaction that has done
 * the one before, so that a killed process loses nothing and no transaction grows with the history.
 *
 * Days that have readings and were not added up yet are among them: they were marked as days of another zone, or of another
 * record.
 *
 * @param fromDay - null: the whole history
 * @param spanOf - patients whose days are added up: more than the one where observations have just come from another
 */
export async function requestRecompute(
  patientId: string,
  fromDay: string | null = null,
  spanOf: readonly string[] = [patientId],
): Promise<void> {
  const [span] = await query<{ first: string | null; last: string }>(SPAN, [currentClinic(), spanOf]);
  if (!span?.first) return;
  // The days at both ends may move by one when the zone does.
  const [first, last] = [addDays(span.first, -1), addDays(span.last, 1)];
  const from = fromDay === null || fromDay < first ? first : fromDay;
  if (from > last) return;
  const [row] = await query<Recompute>(
    `INSERT INTO recompute AS old (clinic_id, patient_id, from_day, to_day, next_day) VALUES ($1, $2, $3, $4, $4)
     ON CONFLICT (clinic_id, patient_id) DO UPDATE SET from_day = least(old.from_day, excluded.from_day),
       to_day = greatest(old.to_day, excluded.to_day), next_day = greatest(old.to_day, excluded.to_day)
     RETURNING ${COLUMNS}`,
    [currentClinic(), patientId, from, last],
  );
  await markChunk(patientId, row!);
}

/** How far a history has come that is being added up anew, the newest days first. */
export interface Progress {
  /** The newest day that was still to be done before this transaction, and after it; null: none. */
  readonly before: string | null;
  readonly after: string | null;
  /** When somebody first asked for it. */
  readonly sinceMs: number;
}

/**
 * Goes on with a history that is being added up anew, once its current chunk has been.
 *
 * @param done - the days that this transaction has added up
 * @returns undefined when the history is as the settings want it
 */
export async function continueRecompute(patientId: string, done: readonly string[]): Promise<Progress | undefined> {
  const [row] = await query<Recompute & { sinceMs: number }>(
    `SELECT ${COLUMNS}, (extract(epoch FROM requested_at) * 1000)::float8 AS "sinceMs" FROM recompute
     WHERE clinic_id = $1 AND patient_id = $2 FOR UPDATE`,
    [currentClinic(), patientId],
  );
  if (!row) return undefined;
  const { nextDay: before, sinceMs } = row;
  const start = chunkStart(row);
  if (!done.includes(start)) return { before, after: before, sinceMs };
  if (start === row.fromDay) {
    await query('DELETE FROM recompute WHERE clinic_id = $1 AND patient_id = $2', [currentClinic(), patientId]);
    return { before, after: null, sinceMs };
  }
  const nextDay = addDays(start, -1);
  await query('UPDATE recompute SET next_day = $3 WHERE clinic_id = $1 AND patient_id = $2', [
    currentClinic(),
    patientId,
    nextDay,
  ]);
  await markChunk(patientId, { ...row, nextDay });
  return { before, after: nextDay, sinceMs };
}

/** How far has it come? Undefined when the history is as the settings want it. */
export async function findRecompute(patientId: string): Promise<Recompute | undefined> {
  const [row] = await query<Recompute>(`SELECT ${COLUMNS} FROM recompute WHERE clinic_id = $1 AND patient_id = $2`, [
    currentClinic(),
    patientId,
  ]);
  return row;
}

function chunkStart({ fromDay, nextDay }: Recompute): string {
  const start = addDays(nextDay, 1 - CHUNK_DAYS);
  return start < fromDay ? fromDay : start;
}

async function markChunk(patientId: string, row: Recompute): Promise<void> {
  const days: { patientId: string; day: string }[] = [];
  for (let day = chunkStart(row); day <= row.nextDay; day = addDays(day, 1)) days.push({ patientId, day });
  for (const part of markingDue(currentClinic(), days)) await send(openTransaction()!, part);
}
