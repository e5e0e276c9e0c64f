import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const OUTSIDE = `nullif(current_setting('app.clinic', true), '') IS NULL AND state = 'due'`;
const level = (column: string) => `${column} text NOT NULL CHECK (${column} IN ('all','important','none'))`;

const UP = [
  // What one follower of a patient is told of an alert, when, in which sentence; or why not. Made with the alert's own
  // change. `released_at`: from then on the patient's page shows it, whether or not somebody was woken for it.
  `CREATE TABLE telling (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, alert_id uuid NOT NULL,
     voice text NOT NULL CHECK (voice IN ('patient','caregiver')), person_id uuid REFERENCES person,
     state text NOT NULL DEFAULT 'due' CHECK (state IN ('due','told','not-told')), reason text, sentence jsonb, released_at timestamptz,
     next_at timestamptz NOT NULL DEFAULT now(), made_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz,
     CONSTRAINT telling_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT telling_settled CHECK ((state = 'due') = (settled_at IS NULL) AND (state = 'due' OR reason IS NOT NULL)),
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  `CREATE INDEX telling_alert_ix ON telling (clinic_id, alert_id)`,
  `CREATE UNIQUE INDEX telling_open_uq ON telling (clinic_id, alert_id, voice, person_id) NULLS NOT DISTINCT WHERE state = 'due'`,
  ...tenantTable('telling', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, INSERT, UPDATE, DELETE' }),
  // The worker takes what is due of all clinics in one look, then enters one: as in 0042.
  `CREATE POLICY telling_due ON telling FOR SELECT TO stepwell_worker USING (${OUTSIDE})`,
  `CREATE POLICY telling_lock ON telling FOR UPDATE TO stepwell_worker USING (${OUTSIDE}) WITH CHECK (false)`,
  `CREATE INDEX telling_due_ix ON telling (next_at) WHERE state = 'due'`,

  `CREATE TABLE told_setting (
     clinic_id uuid NOT NULL, person_id uuid NOT NULL, ${['good', 'changes', 'devices', 'visits'].map(level).join(', ')},
     changed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT told_setting_pk PRIMARY KEY (clinic_id, person_id),
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  ...tenantTable('told_setting', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),

  // Quiet hours are hours on the wall of whoever sleeps; null: the patient's own zone, for others the clinic's.
  `ALTER TABLE notice_setting ADD time_zone text`,
  `ALTER TABLE notice DROP CONSTRAINT notice_words_check, ADD CONSTRAINT notice_words_check CHECK (words IN ('item','fallback','patient','test','news'))`,
  // Whom patients can turn to at any hour, in the clinic's own words.
  `ALTER TABLE clinic_channel ADD crisis_line text`,
];

const DOWN = [
  `ALTER TABLE clinic_channel DROP crisis_line`,
  `ALTER TABLE notice NO FORCE ROW LEVEL SECURITY`,
  `DELETE FROM notice WHERE words = 'news'`,
  `ALTER TABLE notice FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE notice DROP CONSTRAINT notice_words_check, ADD CONSTRAINT notice_words_check CHECK (words IN ('item','fallback','patient','test'))`,
  `ALTER TABLE notice_setting DROP time_zone`,
  `DROP TABLE told_setting, telling`,
];

/** What patients and their followers are told of alerts, and how they want it. */
export class Told1700000000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
