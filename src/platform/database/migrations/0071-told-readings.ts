import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  // Which observation a vendor's own id, or a time on the wall, stands for today: its period may change, it does not.
  `CREATE TABLE told_reading (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, key uuid NOT NULL, observation_id uuid NOT NULL, revised_at timestamptz,
     CONSTRAINT told_reading_pk PRIMARY KEY (clinic_id, patient_id, key),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX told_reading_observation_ix ON told_reading (clinic_id, observation_id)`,
  ...tenantTable('told_reading', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT, DELETE' }),
  // Patients whose zones were corrected, until what was told in wall-clock time has followed.
  `CREATE TABLE zone_move (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, since timestamptz NOT NULL, revision int NOT NULL DEFAULT 1,
     next_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT zone_move_pk PRIMARY KEY (clinic_id, patient_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('zone_move', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT, DELETE' }),
  // In which zones its wall-clock times were read. Null: what came before this migration.
  `ALTER TABLE raw_payload ADD read_zones text`,
  `GRANT UPDATE (observation_ids, read_zones) ON raw_payload TO stepwell_app`,
];
const DOWN = [
  `REVOKE UPDATE (observation_ids, read_zones) ON raw_payload FROM stepwell_app`,
  `ALTER TABLE raw_payload DROP read_zones`,
  `DROP TABLE zone_move, told_reading`,
];

/** Vendors' logs keep their identity when their period changes: by a revision, or by a correction of the patient's zones. */
export class ToldReadings1700000000071 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
