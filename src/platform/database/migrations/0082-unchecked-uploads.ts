import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE upload ADD unchecked text,
     ADD CONSTRAINT upload_unchecked_check CHECK (unchecked IN ('no-birth-date-in-file','no-birth-date-in-record'))`,
  // Pages ask again and again what becomes of a patient's files.
  'CREATE INDEX upload_patient_ix ON upload (clinic_id, patient_id, created_at DESC)',
];
const DOWN = ['DROP INDEX upload_patient_ix', 'ALTER TABLE upload DROP unchecked'];

/** Of an export that was taken: why nobody could tell whose it is. */
export class UncheckedUploads1700000000082 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
