import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const SQL = [
  // Whose word counts first, where somebody has chosen. Absent: by kind of device.
  `CREATE TABLE source_priority (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, metric text NOT NULL, source_ids int[] NOT NULL,
     set_by text NOT NULL, set_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT source_priority_pk PRIMARY KEY (clinic_id, patient_id, metric),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('source_priority', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT' }),

  // A history being added up anew, from its newest day back: next_day is the newest that is not done yet.
  `CREATE TABLE recompute (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, from_day date NOT NULL, to_day date NOT NULL, next_day date NOT NULL,
     requested_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT recompute_pk PRIMARY KEY (clinic_id, patient_id),
     CONSTRAINT recompute_days CHECK (next_day BETWEEN from_day AND to_day),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('recompute', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, UPDATE, DELETE' }),

  // When a source was last heard of, and how far its readings reach: contact is not progress.
  `CREATE TABLE source_contact (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, source_id int NOT NULL,
     last_contact_at timestamptz NOT NULL DEFAULT now(), newest_at timestamptz,
     CONSTRAINT source_contact_pk PRIMARY KEY (clinic_id, patient_id, source_id),
     FOREIGN KEY (clinic_id, source_id) REFERENCES source)`,
  ...tenantTable('source_contact', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),

  // A cache of what the observations say: an array a day costs a tenth of 24 rows.
  `CREATE TABLE hourly_value (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, metric text NOT NULL, day date NOT NULL,
     start_at timestamptz NOT NULL, hours float8[] NOT NULL,
     CONSTRAINT hourly_value_pk PRIMARY KEY (clinic_id, patient_id, metric, day))`,
  ...tenantTable('hourly_value', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE, DELETE' }),

  // A move that was entered wrongly can be corrected.
  `GRANT UPDATE ON patient_time_zone TO stepwell_app`,
];

export class SourcesHours1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE UPDATE ON patient_time_zone FROM stepwell_app');
    await runner.query('DROP TABLE hourly_value, source_contact, recompute, source_priority');
  }
}
