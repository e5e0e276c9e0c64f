import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  // A person's own filters of the worklist. Never a name of a patient: see saved-views.schema.ts.
  `CREATE TABLE saved_view (
     clinic_id uuid NOT NULL REFERENCES clinic, person_id uuid NOT NULL REFERENCES person, id uuid NOT NULL,
     name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60), filters jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT saved_view_pk PRIMARY KEY (clinic_id, person_id, id))`,
  ...tenantTable('saved_view', { app: 'SELECT, INSERT, UPDATE, DELETE' }),

  // Which open page looks at which alert. It lives for seconds, so a crash may lose it: no write-ahead log.
  `CREATE UNLOGGED TABLE alert_viewer (
     clinic_id uuid NOT NULL, page_id uuid NOT NULL, alert_id uuid NOT NULL, person_id uuid NOT NULL, beat_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT alert_viewer_pk PRIMARY KEY (clinic_id, page_id))`,
  `CREATE INDEX alert_viewer_alert_ix ON alert_viewer (clinic_id, alert_id)`,
  `CREATE INDEX alert_viewer_beat_ix ON alert_viewer (clinic_id, beat_at)`,
  ...tenantTable('alert_viewer', { app: 'SELECT, INSERT, UPDATE, DELETE' }),
];

/** What belongs to the page and not to the alert: saved views, and who is looking. */
export class Worklist1700000000046 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert_viewer, saved_view');
  }
}
