import { forAllClinics } from './tenant-table.js';

/**
 * Statements that ask for days to be added up anew, as `requestRecompute` asks for it: of each patient from the first to the
 * last daily value of which this holds; the newest 31 days are due at once, the rest follows.
 */
export const addUpAnew = (holds: string): string[] =>
  forAllClinics(
    ['daily_value', 'recompute'],
    `WITH wanted AS (
      SELECT clinic_id, patient_id, min(day) AS first, max(day) AS last FROM daily_value WHERE ${holds} GROUP BY clinic_id, patient_id),
    asked AS (
      INSERT INTO recompute AS old (clinic_id, patient_id, from_day, to_day, next_day)
      SELECT clinic_id, patient_id, first, last, last FROM wanted
      ON CONFLICT (clinic_id, patient_id) DO UPDATE SET from_day = least(old.from_day, excluded.from_day),
        to_day = greatest(old.to_day, excluded.to_day), next_day = greatest(old.to_day, excluded.to_day)
      RETURNING clinic_id, patient_id, from_day, next_day)
    INSERT INTO due_day (clinic_id, patient_id, day)
    SELECT clinic_id, patient_id, day::date FROM asked, generate_series(greatest(from_day, next_day - 30), next_day, interval '1 day') AS day`,
  );
