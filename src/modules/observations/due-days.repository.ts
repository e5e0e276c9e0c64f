import type { Part, Statement } from '../../platform/database/statement.js';
import type { DueDay } from './due-days.js';

const MARK: Statement = {
  name: 'due-mark',
  text: 'INSERT INTO due_day (clinic_id, patient_id, day) SELECT $1, * FROM unnest($2::uuid[], $3::date[])',
};
const MARK_SHEAF: Statement = {
  name: 'due-mark-sheaf',
  text: 'INSERT INTO due_day (clinic_id, patient_ids, days) VALUES ($1, $2, $3)',
};
/** Fits a page of the table, with room. */
const SHEAF = 250;

/**
 * Marks days as due for a worker. One patient's days are rows of their own; days of many go into one row, because a
 * commit that carries a hundred patients' readings would write as many marks as readings.
 */
export function markingDue(clinicId: string, days: readonly DueDay[]): Part[] {
  const several = days.some(({ patientId }) => patientId !== days[0]!.patientId);
  const parts: Part[] = [];
  for (let from = 0; from < days.length; from += SHEAF) {
    const part = days.slice(from, from + SHEAF);
    const patients = `{${part.map(({ patientId }) => patientId).join(',')}}`;
    const values = [clinicId, patients, `{${part.map(({ day }) => day).join(',')}}`];
    parts.push({ statement: several ? MARK_SHEAF : MARK, values });
  }
  return parts;
}

/**
 * Takes sheaves apart, so that a worker can take one patient at a time; a day that many of them name is due once, and has
 * been since the last of them. Which sheaves is asked once, as an array: the plan may be of a moment in which nothing was
 * due, and would then ask anew for each row that is.
 *
 * Of a day that sheaves go on naming two rows stay, the one that has waited longest and the newest: each look goes through
 * all rows. What lies between is replaced and not changed: somebody may have looked at it, and not at what came since. The
 * first is not locked: another node may want to take it. While one is at it, or two nodes look at once, a row more stays.
 */
export const spreadingDueSheaves: Part = {
  statement: {
    name: 'due-spread',
    text: `WITH taken AS (
       DELETE FROM due_day WHERE id = ANY (ARRAY(SELECT id FROM due_day WHERE patient_id IS NULL ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED))
       RETURNING clinic_id, patient_ids, days, next_at),
     named AS (
       SELECT t.clinic_id, u.patient_id, u.day, max(t.next_at) AS next_at FROM taken t, unnest(t.patient_ids, t.days) AS u(patient_id, day) GROUP BY 1, 2, 3),
     newest AS MATERIALIZED (
       SELECT n.clinic_id, n.patient_id, n.day, greatest(n.next_at, older.next_at) AS next_at, older.ids
       FROM named n CROSS JOIN LATERAL (SELECT array_agg(id) AS ids, max(next_at) AS next_at FROM (
         SELECT id, next_at FROM due_day d WHERE d.clinic_id = n.clinic_id AND d.patient_id = n.patient_id AND d.day = n.day
           AND NOT judge AND attempts = 0 AND d.next_at <= now() ORDER BY next_at, id OFFSET 1) o) older),
     replaced AS (
       DELETE FROM due_day WHERE id = ANY (ARRAY(SELECT id FROM due_day WHERE id = ANY (ARRAY(SELECT unnest(ids) FROM newest))
         AND NOT judge AND attempts = 0 FOR UPDATE SKIP LOCKED)))
     INSERT INTO due_day (clinic_id, patient_id, day, next_at) SELECT clinic_id, patient_id, day, next_at FROM newest`,
  },
  values: [],
};
