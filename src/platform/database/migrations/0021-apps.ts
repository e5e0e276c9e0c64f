import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldSecret, tenantTable } from './tenant-table.js';

/**
 * Apps of a clinic and what people allowed them: rows of the clinic, under its policy. What the authorisation server
 * itself keeps (codes, tokens, keys) belongs to no clinic before it is looked up: a schema of its own, open to
 * stepwell_auth only, with hashes where a secret would be.
 */
const SQL = [
  `CREATE TABLE app (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, client_id text NOT NULL,
     name text NOT NULL, kind text NOT NULL CHECK (kind IN ('public','confidential','backend')),
     redirect_uris text[] NOT NULL, scopes text NOT NULL,
     secret_hash text, jwks jsonb, jwks_uri text,
     created_by text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), revoked_at timestamptz,
     CONSTRAINT app_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT app_proof_ck CHECK (num_nonnulls(secret_hash, jwks, jwks_uri) = CASE kind WHEN 'public' THEN 0 ELSE 1 END))`,
  `CREATE INDEX app_client_ix ON app (client_id)`,
  // A client id is no secret (we make it, nobody chooses one): whoever names it may read how the app is registered, as any authorisation server tells.
  ...tenantTable('app', { app: 'SELECT, INSERT, UPDATE', alsoVisible: heldSecret('client_id') }),

  `CREATE TABLE app_grant (
     clinic_id uuid NOT NULL, id text NOT NULL, app_id uuid NOT NULL, person_id uuid NOT NULL, patient_id uuid,
     scopes text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz, ended_by text,
     CONSTRAINT app_grant_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, app_id) REFERENCES app,
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership,
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX app_grant_id_ix ON app_grant (id)`,
  `CREATE INDEX app_grant_app_ix ON app_grant (clinic_id, app_id, created_at DESC)`,
  `CREATE INDEX app_grant_person_ix ON app_grant (clinic_id, person_id, created_at DESC)`,
  ...tenantTable('app_grant', {
    app: 'SELECT, INSERT, UPDATE',
    worker: 'SELECT, DELETE',
    alsoVisible: heldSecret('id'),
  }),

  `CREATE SCHEMA oauth`,
  `CREATE TABLE oauth.item (
     kind text NOT NULL, id_hash text NOT NULL, payload jsonb NOT NULL,
     client_id text, grant_id text, consumed_at timestamptz, expires_at timestamptz NOT NULL,
     CONSTRAINT item_pk PRIMARY KEY (kind, id_hash))`,
  `CREATE INDEX item_grant_ix ON oauth.item (grant_id)`,
  `CREATE INDEX item_client_ix ON oauth.item (client_id)`,
  `CREATE INDEX item_expires_ix ON oauth.item (expires_at)`,
  `CREATE TABLE oauth.signing_key (
     kid text CONSTRAINT signing_key_pk PRIMARY KEY, sealed text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`,
  `GRANT USAGE ON SCHEMA oauth TO stepwell_auth`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA oauth TO stepwell_auth`,
];

export class Apps1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA oauth CASCADE');
    await runner.query('DROP TABLE app_grant, app');
  }
}
