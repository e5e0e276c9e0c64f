import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldSecret, ownPerson, tenantTable } from './tenant-table.js';

const SQL = [
  `GRANT USAGE ON SCHEMA public TO stepwell_app, stepwell_worker`,
  `CREATE TABLE person (
     id uuid CONSTRAINT person_pk PRIMARY KEY,
     auth_user_id text CONSTRAINT person_auth_user_uq UNIQUE,
     name text NOT NULL,
     email text NOT NULL CONSTRAINT person_email_uq UNIQUE CHECK (email = lower(email)),
     created_at timestamptz NOT NULL DEFAULT now())`,
  `GRANT SELECT, INSERT, UPDATE ON person TO stepwell_app`,
  `GRANT SELECT ON person TO stepwell_worker`,

  `CREATE TABLE clinic (
     clinic_id uuid CONSTRAINT clinic_pk PRIMARY KEY,
     slug text NOT NULL CONSTRAINT clinic_slug_uq UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
     name text NOT NULL,
     time_zone text NOT NULL,
     demo boolean NOT NULL DEFAULT false,
     created_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE membership (
     clinic_id uuid NOT NULL REFERENCES clinic,
     person_id uuid NOT NULL REFERENCES person,
     role text NOT NULL CHECK (role IN ('clinician','coordinator','admin','patient','caregiver')),
     profession text,
     active boolean NOT NULL DEFAULT true,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT membership_pk PRIMARY KEY (clinic_id, person_id))`,
  `CREATE INDEX membership_person_ix ON membership (person_id)`,
  ...tenantTable('membership', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT', alsoVisible: ownPerson }),
  ...tenantTable('clinic', {
    app: 'SELECT, INSERT, UPDATE',
    alsoVisible: `EXISTS (SELECT 1 FROM membership m WHERE m.clinic_id = clinic.clinic_id AND m.${ownPerson})`,
  }),
  // The worker goes from clinic to clinic: it must know which there are, and nothing else about them before it enters one.
  `GRANT SELECT ON clinic TO stepwell_worker`,
  `CREATE POLICY clinic_worker ON clinic FOR SELECT TO stepwell_worker USING (true)`,

  `CREATE TABLE session_clinic (
     clinic_id uuid NOT NULL REFERENCES clinic,
     session_id text NOT NULL,
     chosen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CONSTRAINT session_clinic_pk PRIMARY KEY (clinic_id, session_id))`,
  `CREATE INDEX session_clinic_session_ix ON session_clinic (session_id, chosen_at DESC)`,
  ...tenantTable('session_clinic', { app: 'SELECT, INSERT, UPDATE', alsoVisible: heldSecret('session_id') }),

  `CREATE TABLE patient (
     clinic_id uuid NOT NULL REFERENCES clinic,
     id uuid NOT NULL,
     given_name text NOT NULL,
     family_name text NOT NULL,
     birth_date date,
     gender text CHECK (gender IN ('male','female','other','unknown')),
     email text,
     person_id uuid REFERENCES person,
     contact_person_id uuid REFERENCES person,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT patient_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT patient_person_uq UNIQUE (clinic_id, person_id))`,
  ...tenantTable('patient', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT', alsoVisible: ownPerson }),

  `CREATE TABLE patient_identifier (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, system text NOT NULL, value text NOT NULL,
     CONSTRAINT patient_identifier_pk PRIMARY KEY (clinic_id, system, value, patient_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('patient_identifier', { app: 'SELECT, INSERT, DELETE' }),

  `CREATE TABLE patient_time_zone (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, since timestamptz NOT NULL, zone text NOT NULL,
     CONSTRAINT patient_time_zone_pk PRIMARY KEY (clinic_id, patient_id, since),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('patient_time_zone', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  `CREATE TABLE care_team_member (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, person_id uuid NOT NULL,
     since timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT care_team_member_pk PRIMARY KEY (clinic_id, patient_id, person_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient,
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  `CREATE INDEX care_team_member_person_ix ON care_team_member (clinic_id, person_id)`,
  ...tenantTable('care_team_member', { app: 'SELECT, INSERT, DELETE', worker: 'SELECT' }),

  `CREATE TABLE delegation (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, person_id uuid NOT NULL,
     categories text[] NOT NULL, until timestamptz, granted_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT delegation_pk PRIMARY KEY (clinic_id, patient_id, person_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient,
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  ...tenantTable('delegation', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT' }),

  `CREATE TABLE consent (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL,
     purpose text NOT NULL CHECK (purpose IN ('monitoring')),
     status text NOT NULL CHECK (status IN ('given','withdrawn')),
     text_version text NOT NULL, recorded_by text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CONSTRAINT consent_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX consent_patient_ix ON consent (clinic_id, patient_id, purpose, recorded_at DESC)`,
  ...tenantTable('consent', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  `CREATE TABLE invitation (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, token_hash text NOT NULL,
     email text NOT NULL, name text NOT NULL,
     role text NOT NULL CHECK (role IN ('clinician','coordinator','admin','patient','caregiver')),
     profession text, patient_id uuid, created_by text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, accepted_at timestamptz,
     failed_attempts int NOT NULL DEFAULT 0,
     CONSTRAINT invitation_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT invitation_token_uq UNIQUE (clinic_id, token_hash),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX invitation_token_ix ON invitation (token_hash)`,
  ...tenantTable('invitation', { app: 'SELECT, INSERT, UPDATE', alsoVisible: heldSecret('token_hash') }),

  `CREATE TABLE api_token (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, token_hash text NOT NULL,
     name text NOT NULL, scopes text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, revoked_at timestamptz,
     CONSTRAINT api_token_pk PRIMARY KEY (clinic_id, id))`,
  `CREATE INDEX api_token_hash_ix ON api_token (token_hash)`,
  ...tenantTable('api_token', { app: 'SELECT, INSERT, UPDATE', alsoVisible: heldSecret('token_hash') }),

  `CREATE TABLE socket_ticket (
     clinic_id uuid NOT NULL REFERENCES clinic, token_hash text NOT NULL, person_id uuid NOT NULL,
     session_id text NOT NULL, expires_at timestamptz NOT NULL,
     CONSTRAINT socket_ticket_pk PRIMARY KEY (clinic_id, token_hash))`,
  `CREATE INDEX socket_ticket_hash_ix ON socket_ticket (token_hash)`,
  ...tenantTable('socket_ticket', { app: 'SELECT, INSERT, DELETE', alsoVisible: heldSecret('token_hash') }),

  `CREATE TABLE audit_event (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
     actor text NOT NULL, role text NOT NULL, type text NOT NULL, interaction text NOT NULL,
     patient_id uuid, object_id text, outcome text NOT NULL CHECK (outcome IN ('success','denied')),
     count int NOT NULL DEFAULT 1, request_id text,
     CONSTRAINT audit_event_pk PRIMARY KEY (clinic_id, id))`,
  `CREATE INDEX audit_event_patient_ix ON audit_event (clinic_id, patient_id, at DESC)`,
  ...tenantTable('audit_event', { app: 'SELECT, INSERT', worker: 'INSERT' }),
];

export class ClinicsPeople1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_event, socket_ticket, api_token, invitation, consent, delegation, care_team_member,
      patient_time_zone, patient_identifier, patient, session_clinic, membership, clinic, person`);
  }
}
