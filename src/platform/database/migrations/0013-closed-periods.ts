import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  // The dated marker of what retention removed: a month of a patient's metric. settled_at: its days stand as they are from
  // then on; removed_at, hours_removed_at: when the last of its readings, then of its hours went.
  `CREATE TABLE closed_period (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, metric text NOT NULL, from_day date NOT NULL, to_day date NOT NULL,
     from_at timestamptz NOT NULL, to_at timestamptz NOT NULL, closed_at timestamptz NOT NULL DEFAULT now(),
     settled_at timestamptz, readings_removed int NOT NULL DEFAULT 0, removed_at timestamptz, hours_removed_at timestamptz,
     CONSTRAINT closed_period_pk PRIMARY KEY (clinic_id, patient_id, metric, from_day),
     CONSTRAINT closed_period_days CHECK (to_day >= from_day AND to_at > from_at),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('closed_period', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE, DELETE' }),
  `CREATE INDEX closed_period_open_ix ON closed_period (clinic_id, closed_at) WHERE removed_at IS NULL`,

  // Up to which day a patient's months have been looked at.
  `CREATE TABLE retention_progress (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, through_day date NOT NULL,
     CONSTRAINT retention_progress_pk PRIMARY KEY (clinic_id, patient_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('retention_progress', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE, DELETE' }),

  `GRANT DELETE ON observation_row TO stepwell_worker`,
  `GRANT SELECT, DELETE ON observation_version TO stepwell_worker`,
];

const DOWN = [
  `REVOKE SELECT, DELETE ON observation_version FROM stepwell_worker`,
  `REVOKE DELETE ON observation_row FROM stepwell_worker`,
  `DROP TABLE retention_progress, closed_period`,
];

export class ClosedPeriods1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
