import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** Everything that is about one patient and goes with an erasure. */
const ERASED = [
  'observation_row',
  'observation_version',
  'series',
  'source',
  'source_priority',
  'source_contact',
  'recompute',
  'raw_payload',
  'upload',
  'trend',
  'alert_event',
  'alert',
  'delivery',
  'visit_event',
  'visit',
  'sprint_metric',
  'sprint',
  'record',
  'care_team_member',
  'delegation',
  'patient_identifier',
  'patient_time_zone',
  'consent',
  'invitation',
  'patient',
] as const;
/** Of these the worker has had no rights to read. */
const READ_TOO = [
  'observation_version',
  'upload',
  'alert_event',
  'visit_event',
  'record',
  'patient_identifier',
  'invitation',
];

const UP = [
  // A queue of ids, worked through across clinics: who takes from it enters the clinic first.
  `CREATE TABLE rights_job (
     id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT rights_job_pk PRIMARY KEY,
     clinic_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('export','erasure')), subject_id uuid NOT NULL,
     attempts int NOT NULL DEFAULT 0, next_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE INDEX rights_job_next_ix ON rights_job (next_at)`,
  `GRANT INSERT ON rights_job TO stepwell_app`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON rights_job TO stepwell_worker`,

  `CREATE TABLE patient_export (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL,
     state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued','running','done','failed','removed')),
     requested_by text NOT NULL, reason text, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
     rows_done bigint NOT NULL DEFAULT 0, rows_total bigint, place jsonb, bytes bigint,
     done_at timestamptz, expires_at timestamptz,
     CONSTRAINT patient_export_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX patient_export_patient_ix ON patient_export (clinic_id, patient_id, created_at DESC)`,
  ...tenantTable('patient_export', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, UPDATE, DELETE' }),
  // Files lie in the database, packed: any node can go on with them, and any node can hand them out.
  `CREATE TABLE export_file (
     clinic_id uuid NOT NULL, export_id uuid NOT NULL, position int NOT NULL, name text NOT NULL,
     crc bigint NOT NULL, bytes bigint NOT NULL, packed_bytes bigint NOT NULL,
     CONSTRAINT export_file_pk PRIMARY KEY (clinic_id, export_id, position),
     FOREIGN KEY (clinic_id, export_id) REFERENCES patient_export)`,
  ...tenantTable('export_file', { app: 'SELECT, INSERT', worker: 'SELECT, DELETE' }),
  `CREATE TABLE export_chunk (
     clinic_id uuid NOT NULL, export_id uuid NOT NULL, position int NOT NULL, part int NOT NULL, body bytea NOT NULL,
     CONSTRAINT export_chunk_pk PRIMARY KEY (clinic_id, export_id, position, part),
     FOREIGN KEY (clinic_id, export_id, position) REFERENCES export_file)`,
  `ALTER TABLE export_chunk ALTER body SET STORAGE EXTERNAL`,
  ...tenantTable('export_chunk', { app: 'SELECT, INSERT', worker: 'SELECT, DELETE' }),

  `CREATE TABLE correction (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL,
     target_type text CHECK (target_type IN ('Observation','QuestionnaireResponse','DocumentReference')), target_id text,
     says text NOT NULL, asked_by text NOT NULL, asked_at timestamptz NOT NULL DEFAULT now(),
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open','entered-in-error','amended','declined')),
     answer text, decided_by uuid, decided_at timestamptz,
     CONSTRAINT correction_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT correction_target CHECK ((target_type IS NULL) = (target_id IS NULL)),
     CONSTRAINT correction_decided CHECK ((state = 'open') = (decided_at IS NULL)),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX correction_patient_ix ON correction (clinic_id, patient_id, asked_at DESC)`,
  ...tenantTable('correction', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, DELETE' }),

  // Both outlive the patient they are about: they are the dated marker. An id is all that is left of the person.
  `CREATE TABLE legal_hold (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, patient_id uuid NOT NULL,
     reason text NOT NULL, placed_by uuid NOT NULL, placed_at timestamptz NOT NULL DEFAULT now(), until date,
     released_by uuid, released_at timestamptz, release_reason text,
     CONSTRAINT legal_hold_pk PRIMARY KEY (clinic_id, id))`,
  `CREATE INDEX legal_hold_patient_ix ON legal_hold (clinic_id, patient_id)`,
  ...tenantTable('legal_hold', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),
  `CREATE TABLE erasure (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, patient_id uuid NOT NULL,
     state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested','approved','running','done','cancelled')),
     requested_by text NOT NULL, reason text, requested_at timestamptz NOT NULL DEFAULT now(),
     approved_by uuid, approved_at timestamptz, due_at timestamptz,
     cancelled_by text, cancelled_at timestamptz, done_at timestamptz, counts jsonb NOT NULL DEFAULT '{}',
     CONSTRAINT erasure_pk PRIMARY KEY (clinic_id, id))`,
  `CREATE UNIQUE INDEX erasure_open_uq ON erasure (clinic_id, patient_id) WHERE state IN ('requested','approved','running')`,
  ...tenantTable('erasure', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, UPDATE' }),

  // The newest row holds; the others say who changed it, when and from what.
  `CREATE TABLE retention_setting (
     clinic_id uuid NOT NULL REFERENCES clinic, id bigint GENERATED ALWAYS AS IDENTITY,
     export_days int NOT NULL CHECK (export_days BETWEEN 1 AND 30), erasure_grace_days int NOT NULL CHECK (erasure_grace_days BETWEEN 0 AND 90),
     changed_by uuid NOT NULL REFERENCES person, changed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT retention_setting_pk PRIMARY KEY (clinic_id, id))`,
  ...tenantTable('retention_setting', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  ...ERASED.map((table) => `GRANT DELETE ON ${table} TO stepwell_worker`),
  ...READ_TOO.map((table) => `GRANT SELECT ON ${table} TO stepwell_worker`),
  // An erasure withdraws consent first, ends the membership, and forgets the name of who belongs nowhere any more.
  `GRANT INSERT ON consent TO stepwell_worker`,
  `GRANT INSERT, UPDATE ON monitoring_revision TO stepwell_worker`,
  `GRANT UPDATE (active) ON membership TO stepwell_worker`,
  `GRANT UPDATE (name, email, auth_user_id) ON person TO stepwell_worker`,
];

const DOWN = [
  `REVOKE UPDATE (name, email, auth_user_id) ON person FROM stepwell_worker`,
  `REVOKE UPDATE (active) ON membership FROM stepwell_worker`,
  `REVOKE INSERT, UPDATE ON monitoring_revision FROM stepwell_worker`,
  `REVOKE INSERT ON consent FROM stepwell_worker`,
  ...READ_TOO.map((table) => `REVOKE SELECT ON ${table} FROM stepwell_worker`),
  ...ERASED.map((table) => `REVOKE DELETE ON ${table} FROM stepwell_worker`),
  `DROP TABLE retention_setting, erasure, legal_hold, correction, export_chunk, export_file, patient_export, rights_job`,
];

/** What patients may ask for: their data, a correction, to be forgotten. */
export class PatientRights1700000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
