import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  // `via`: the program by which a source was heard of last; null: a person, or nobody noted it yet.
  `ALTER TABLE source_contact ADD via text`,
  // Two days and more in which a source was not heard of. Open while it lasts only where many fell silent together;
  // `cause`: what they have in common; null: one patient's own.
  `CREATE TABLE source_silence (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, source_id int NOT NULL,
     from_at timestamptz NOT NULL, to_at timestamptz, cause text,
     CONSTRAINT source_silence_pk PRIMARY KEY (clinic_id, patient_id, source_id, from_at),
     FOREIGN KEY (clinic_id, source_id) REFERENCES source)`,
  ...tenantTable('source_silence', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, INSERT, UPDATE, DELETE' }),
];
const DOWN = ['DROP TABLE source_silence', 'ALTER TABLE source_contact DROP via'];

/** What an outage has lost stays lost: a day of which nobody heard was not "not worn". */
export class SourceSilences1700000000073 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
