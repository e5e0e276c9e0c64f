import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  // A sprint that somebody has ended may be shorter than any that is planned.
  `ALTER TABLE sprint ADD ended_at timestamptz, DROP CONSTRAINT sprint_length,
     ADD CONSTRAINT sprint_length CHECK (ends_on - starts_on + 1 BETWEEN CASE WHEN ended_at IS NULL THEN 28 ELSE 1 END AND 42)`,
  // What a sprint was before each change. It outlives a sprint that was taken back before it began.
  `CREATE TABLE sprint_before (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, sprint_id uuid NOT NULL, version int NOT NULL,
     goal text NOT NULL, starts_on date NOT NULL, ends_on date NOT NULL, metrics jsonb NOT NULL,
     became text NOT NULL CHECK (became IN ('changed', 'ended', 'removed')),
     changed_by text NOT NULL, changed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT sprint_before_pk PRIMARY KEY (clinic_id, sprint_id, version),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX sprint_before_patient_ix ON sprint_before (clinic_id, patient_id)`,
  ...tenantTable('sprint_before', { app: 'SELECT, INSERT', worker: 'SELECT, DELETE' }),
  `GRANT DELETE ON sprint TO stepwell_app`,
  `GRANT UPDATE, DELETE ON sprint_metric TO stepwell_app`,
];
const DOWN = [
  `REVOKE UPDATE, DELETE ON sprint_metric FROM stepwell_app`,
  `REVOKE DELETE ON sprint FROM stepwell_app`,
  `DROP TABLE sprint_before`,
  // Those that were ended early stand as they are: only new ones are checked.
  `ALTER TABLE sprint DROP CONSTRAINT sprint_length, DROP ended_at,
     ADD CONSTRAINT sprint_length CHECK (ends_on - starts_on + 1 BETWEEN 28 AND 42) NOT VALID`,
];

/** A sprint can be corrected, ended and taken back, and what it was is kept. */
export class SprintsChanged1700000000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
