import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics } from './tenant-table.js';

/**
 * As `requestRecompute` asks for it: from the first to the last day that is told late, or of which two devices say a sum; the
 * newest 31 days are due at once.
 */
const ADD_UP_ANEW = `WITH told AS (
    SELECT clinic_id, patient_id, min(day) AS first, max(day) AS last FROM daily_value
    WHERE late OR metric IN ('steps', 'sleepDuration', 'walkingMinutes') AND jsonb_array_length(sources) > 1 GROUP BY clinic_id, patient_id),
  asked AS (
    INSERT INTO recompute AS old (clinic_id, patient_id, from_day, to_day, next_day)
    SELECT clinic_id, patient_id, first, last, last FROM told
    ON CONFLICT (clinic_id, patient_id) DO UPDATE SET from_day = least(old.from_day, excluded.from_day),
      to_day = greatest(old.to_day, excluded.to_day), next_day = greatest(old.to_day, excluded.to_day)
    RETURNING clinic_id, patient_id, from_day, next_day)
  INSERT INTO due_day (clinic_id, patient_id, day)
  SELECT clinic_id, patient_id, day::date FROM asked, generate_series(greatest(from_day, next_day - 30), next_day, interval '1 day') AS day`;

/**
 * A day is told late by when its readings came first, no longer by when they were corrected; and of two devices of one rank the
 * total of one hides the hours of the other no more. Such days are added up anew.
 */
export class FirstSaid1700000000091 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of forAllClinics(['daily_value', 'recompute'], ADD_UP_ANEW)) await runner.query(sql);
  }

  async down(): Promise<void> {
    // What was asked for is done by the older program as well.
  }
}
