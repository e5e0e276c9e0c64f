import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const SQL = [
  // The newest row is the clinic's budget; the others say who changed it, when and from what.
  `CREATE TABLE alarm_budget (
     clinic_id uuid NOT NULL REFERENCES clinic, id bigint GENERATED ALWAYS AS IDENTITY,
     budget double precision NOT NULL CHECK (budget BETWEEN 0.02 AND 0.5), previous double precision NOT NULL,
     changed_by uuid NOT NULL REFERENCES person, changed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT alarm_budget_pk PRIMARY KEY (clinic_id, id))`,
  ...tenantTable('alarm_budget', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  // Only added to: a day is judged by what was in force on it.
  `CREATE TABLE alarm_calibration (
     clinic_id uuid NOT NULL REFERENCES clinic, id bigint GENERATED ALWAYS AS IDENTITY,
     detector_version text NOT NULL, computed_at timestamptz NOT NULL DEFAULT now(), effective_on date NOT NULL,
     budget double precision NOT NULL, threshold double precision NOT NULL,
     intercept double precision NOT NULL, slope double precision NOT NULL,
     first_day date NOT NULL, last_day date NOT NULL, patients int NOT NULL, patient_months double precision NOT NULL,
     judged int NOT NULL, recent_real int NOT NULL, recent_refuted int NOT NULL, points jsonb NOT NULL,
     CONSTRAINT alarm_calibration_pk PRIMARY KEY (clinic_id, id))`,
  `CREATE INDEX alarm_calibration_effective_ix ON alarm_calibration (clinic_id, detector_version, effective_on)`,
  ...tenantTable('alarm_calibration', { app: 'SELECT, INSERT', worker: 'SELECT, INSERT' }),

  // When a clinic is calibrated again. A node that takes it puts it off by its lease: should it die, another one takes it.
  // Two releases may run side by side during an update: each calibrates for its own detector.
  `CREATE TABLE calibration_due (
     clinic_id uuid NOT NULL REFERENCES clinic, detector_version text NOT NULL, next_at timestamptz NOT NULL,
     CONSTRAINT calibration_due_pk PRIMARY KEY (clinic_id, detector_version))`,
  ...tenantTable('calibration_due', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE' }),

  `ALTER TABLE trend ADD COLUMN calibration_id bigint`,
];

export class AlarmBudget1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE trend DROP COLUMN calibration_id`);
    await runner.query(`DROP TABLE calibration_due, alarm_calibration, alarm_budget`);
  }
}
