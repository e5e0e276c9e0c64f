import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const PURPOSES = `'monitoring','telehealth','recording','share-caregiver','share-primary-care','research','sensitive-notes'`;
const checks = (purposes: string, statuses: string) => [
  `ALTER TABLE consent DROP CONSTRAINT consent_purpose_check, DROP CONSTRAINT consent_status_check`,
  `ALTER TABLE consent ADD CONSTRAINT consent_purpose_check CHECK (purpose IN (${purposes})),
     ADD CONSTRAINT consent_status_check CHECK (status IN (${statuses}))`,
];
/**
 * The owner of the tables is held by their policies too; here it looks at all clinics at once. What triggers have put
 * off happens meanwhile: later they would be held by the policies, and no table changes that they wait on.
 */
const acrossClinics = (tables: readonly string[], statement: string) => [
  ...tables.map((table) => `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`),
  statement,
  `SET CONSTRAINTS ALL IMMEDIATE`,
  ...tables.map((table) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`),
];

const UP = [
  // What people are asked to agree to, word for word. Never changed: another wording is the next version.
  `CREATE TABLE consent_text (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL,
     purpose text NOT NULL CONSTRAINT consent_text_purpose_check CHECK (purpose IN (${PURPOSES})),
     language text NOT NULL CONSTRAINT consent_text_language_check CHECK (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
     version int NOT NULL CHECK (version > 0), title text NOT NULL, body text NOT NULL,
     sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
     published_by text NOT NULL, published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CONSTRAINT consent_text_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT consent_text_version_uq UNIQUE (clinic_id, purpose, language, version))`,
  ...tenantTable('consent_text', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  ...checks(PURPOSES, `'given','declined','withdrawn'`),
  // registration: the person who registered the patient said so, no text of ours was shown. earlier: from before texts were kept.
  `ALTER TABLE consent ADD text_id uuid, ADD reason text,
     ADD how text NOT NULL DEFAULT 'registration' CONSTRAINT consent_how_check
       CHECK (how IN ('in-app','paper','spoken','telephone','registration','earlier','erasure')),
     ADD CONSTRAINT consent_text_fk FOREIGN KEY (clinic_id, text_id) REFERENCES consent_text,
     DROP COLUMN text_version`,
  `ALTER TABLE consent ALTER how DROP DEFAULT`,
  // Whoever was granted something before texts were kept keeps it, and the history says so.
  ...acrossClinics(
    ['consent', 'delegation', 'monitoring_revision'],
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how, reason)
     SELECT DISTINCT ON (clinic_id, patient_id) clinic_id, gen_random_uuid(), patient_id, 'share-caregiver', 'given', 'migration', 'earlier',
       'A caregiver had been granted before consent texts were kept'
     FROM delegation WHERE until IS NULL OR until > now()`,
  ),

  // An integration that takes data out of treatment sees only patients who agreed to that.
  `ALTER TABLE api_token ADD shares_for text CONSTRAINT api_token_shares_for_check CHECK (shares_for IN ('share-primary-care','research'))`,
  `ALTER TABLE app ADD shares_for text CONSTRAINT app_shares_for_check CHECK (shares_for IS NULL OR (shares_for IN ('share-primary-care','research') AND kind = 'backend'))`,

  // Protected notes: which compartments, and who may read because they wrote.
  `ALTER TABLE record ADD sensitivity text[] NOT NULL DEFAULT '{}', ADD author_id uuid`,

  `CREATE TABLE break_glass (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL, person_id uuid NOT NULL,
     kind text NOT NULL CHECK (kind IN ('emergency','cover','other')),
     reason text NOT NULL CHECK (length(reason) BETWEEN 20 AND 500),
     opened_at timestamptz NOT NULL DEFAULT clock_timestamp(), ends_at timestamptz NOT NULL,
     verdict text CHECK (verdict IN ('justified','unclear','unjustified')), verdict_note text,
     reviewed_by uuid, reviewed_at timestamptz,
     CONSTRAINT break_glass_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT break_glass_verdict CHECK ((verdict IS NULL) = (reviewed_at IS NULL)),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient,
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  `CREATE INDEX break_glass_person_ix ON break_glass (clinic_id, person_id, ends_at)`,
  `CREATE INDEX break_glass_review_ix ON break_glass (clinic_id, opened_at) WHERE verdict IS NULL`,
  ...tenantTable('break_glass', {
    app: 'SELECT, INSERT, UPDATE (ends_at, verdict, verdict_note, reviewed_by, reviewed_at)',
    worker: 'SELECT, DELETE',
  }),
];

const DOWN = [
  `DROP TABLE break_glass`,
  `ALTER TABLE record DROP COLUMN sensitivity, DROP COLUMN author_id`,
  // Without the column they would be integrations like any other, which see the whole clinic and write.
  ...['app', 'api_token'].flatMap((table) => [
    ...acrossClinics(
      [table],
      `UPDATE ${table} SET revoked_at = now() WHERE shares_for IS NOT NULL AND revoked_at IS NULL`,
    ),
    `ALTER TABLE ${table} DROP COLUMN shares_for`,
  ]),
  ...acrossClinics(
    ['consent', 'monitoring_revision'],
    `DELETE FROM consent WHERE purpose <> 'monitoring' OR status = 'declined'`,
  ),
  `ALTER TABLE consent DROP COLUMN text_id, DROP COLUMN reason, DROP COLUMN how, ADD text_version text NOT NULL DEFAULT '1'`,
  `ALTER TABLE consent ALTER text_version DROP DEFAULT`,
  ...checks(`'monitoring'`, `'given','withdrawn'`),
  `DROP TABLE consent_text`,
];

export class ConsentsBreakGlass1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
