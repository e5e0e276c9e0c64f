import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  `ALTER TABLE upload DROP CONSTRAINT upload_state_check,
     ADD CONSTRAINT upload_state_check CHECK (state IN ('receiving','reading','done','failed','taking-back','taken-back')),
     ADD keeps_readings boolean NOT NULL DEFAULT false, ADD taken_back_by text, ADD taken_back int NOT NULL DEFAULT 0`,
  // Which readings a file told, batch by batch, and which version of each it wrote; below zero: said again. The bounds say which
  // batches may share a reading.
  `CREATE TABLE upload_reading (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, upload_id uuid NOT NULL, n bigint GENERATED ALWAYS AS IDENTITY,
     ids uuid[] NOT NULL, versions int[] NOT NULL, first_id uuid NOT NULL, last_id uuid NOT NULL,
     made_at timestamptz NOT NULL DEFAULT now(), is_done boolean NOT NULL DEFAULT false,
     CONSTRAINT upload_reading_pk PRIMARY KEY (clinic_id, upload_id, n),
     CONSTRAINT upload_reading_patient_fk FOREIGN KEY (clinic_id, patient_id) REFERENCES patient,
     CONSTRAINT upload_reading_upload_fk FOREIGN KEY (clinic_id, upload_id) REFERENCES upload ON DELETE CASCADE)`,
  'CREATE INDEX upload_reading_patient_ix ON upload_reading (clinic_id, patient_id, first_id)',
  ...tenantTable('upload_reading', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT, DELETE' }),
];
const DOWN = [
  'DROP TABLE upload_reading',
  'ALTER TABLE upload NO FORCE ROW LEVEL SECURITY',
  `UPDATE upload SET state = 'failed' WHERE state IN ('taking-back','taken-back')`,
  `ALTER TABLE upload DROP CONSTRAINT upload_state_check,
     ADD CONSTRAINT upload_state_check CHECK (state IN ('receiving','reading','done','failed')),
     DROP keeps_readings, DROP taken_back_by, DROP taken_back`,
  'ALTER TABLE upload FORCE ROW LEVEL SECURITY',
];

/** What came by somebody else's file can be taken out of the record again. */
export class FilesTakenBack1700000000084 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
