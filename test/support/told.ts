import type { TestDatabase } from './database.js';

const two = (n: number) => String(n).padStart(2, '0');

/**
 * A day as Fitbit's Web API tells it: its total, and a value every so many minutes by the wall clock.
 *
 * @param at.from - the first minute of the day that is told, `to` the first that is not
 */
export const fitbitDay = (
  dateTime: string,
  total: number,
  at: { from?: number; to?: number; every?: number; value: (i: number) => number },
) => {
  const { from = 0, to = 1440, every = 15, value } = at;
  const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
  return {
    'activities-steps': [{ dateTime, value: String(total) }],
    'activities-steps-intraday': {
      dataset: Array.from({ length: (to - from) / every }, (_, i) => ({ time: clock(from + i * every), value: value(i) })), // prettier-ignore
      datasetInterval: every,
      datasetType: 'minute',
    },
  };
};

/** What counts of a patient, without ids and versions: metric, begin and end in seconds, value. */
export async function standingOf(database: TestDatabase, patientId: string): Promise<string[]> {
  const rows = await database.asOwner<{ line: string }>(
    `SELECT concat_ws(' ', c.metric, extract(epoch FROM o.start_at)::bigint, extract(epoch FROM o.end_at)::bigint, o.value) AS line
     FROM series w JOIN observation_row o ON o.series_id = w.id JOIN concept c ON c.id = w.concept_id JOIN skeleton k ON k.id = o.skeleton_id
     WHERE w.patient_id = $1 AND k.status <> 'entered-in-error' ORDER BY c.metric, o.start_at, o.end_at`,
    [patientId],
  );
  return rows.map(({ line }) => line);
}
