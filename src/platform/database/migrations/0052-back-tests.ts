import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Read by nothing; what was stored of it is no setting any more. */
const FORGOTTEN = `UPDATE alert_rule SET settings = settings - 'cadenceHours' WHERE settings ? 'cadenceHours'`;

const UP = [
  // A queue of ids, worked through across clinics: who takes from it enters the clinic first.
  `CREATE TABLE back_test_job (
     id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT back_test_job_pk PRIMARY KEY,
     clinic_id uuid NOT NULL, test_id uuid NOT NULL, attempts int NOT NULL DEFAULT 0, next_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE INDEX back_test_job_next_ix ON back_test_job (next_at)`,
  `GRANT INSERT ON back_test_job TO stepwell_app`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON back_test_job TO stepwell_worker`,

  // What another rule would have meant. `place`: the last patient looked at; sums and place move together. `patient_id`: of a rule of one patient.
  `CREATE TABLE back_test (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, change jsonb NOT NULL, patient_id uuid,
     from_day date NOT NULL, to_day date NOT NULL,
     state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued','running','done','cancelled','failed')),
     patients_total int, patients_done int NOT NULL DEFAULT 0, place uuid, tally jsonb,
     requested_by uuid NOT NULL REFERENCES person, created_at timestamptz NOT NULL DEFAULT now(), done_at timestamptz,
     CONSTRAINT back_test_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX back_test_newest_ix ON back_test (clinic_id, created_at DESC)`,
  ...tenantTable('back_test', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT, DELETE' }),
  // What would have been told besides, and what would not.
  `CREATE TABLE back_test_item (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, test_id uuid NOT NULL, patient_id uuid,
     side text NOT NULL CHECK (side IN ('appears','vanishes')), on_day date NOT NULL, item jsonb NOT NULL, outcome text,
     CONSTRAINT back_test_item_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, test_id) REFERENCES back_test ON DELETE CASCADE, FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX back_test_item_test_ix ON back_test_item (clinic_id, test_id, side, on_day DESC)`,
  `CREATE INDEX back_test_item_patient_ix ON back_test_item (clinic_id, patient_id)`,
  ...tenantTable('back_test_item', { app: 'SELECT, INSERT, DELETE', worker: 'SELECT, DELETE' }),

  // Policies bind the owner too, who has no clinic: for a statement over all clinics they are lifted.
  `ALTER TABLE alert_rule NO FORCE ROW LEVEL SECURITY`,
  FORGOTTEN,
  `ALTER TABLE alert_rule FORCE ROW LEVEL SECURITY`,
];

/** Back-tests of rules; a setting that nothing read is gone. */
export class BackTests1700000000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE back_test_item, back_test, back_test_job');
  }
}
