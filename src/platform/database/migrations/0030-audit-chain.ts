import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const OLD_ROLES = `'clinician','coordinator','admin','patient','caregiver'`;
const roles = (table: string, list: string) => [
  `ALTER TABLE ${table} DROP CONSTRAINT ${table}_role_check`,
  `ALTER TABLE ${table} ADD CONSTRAINT ${table}_role_check CHECK (role IN (${list}))`,
];

const UP = [
  // Null costs a bit a row. patient_ids: only of acts that touched several patients.
  `ALTER TABLE audit_event ADD patient_ids uuid[], ADD address text, ADD reason text`,
  // What people do is asked for by person; devices write most rows, and pay nothing for this one.
  `CREATE INDEX audit_event_actor_ix ON audit_event (clinic_id, actor, id) WHERE role <> 'system'`,
  `CREATE INDEX audit_event_at_ix ON audit_event USING brin (at) WITH (pages_per_range = 32)`,
  `GRANT SELECT ON audit_event TO stepwell_worker`,
  `GRANT SELECT ON SEQUENCE audit_event_id_seq TO stepwell_worker`,
  // The sealer takes rows of all clinics in one look. It could enter each of them anyway.
  `CREATE POLICY audit_event_sealer ON audit_event FOR SELECT TO stepwell_worker USING (true)`,

  // One link of a clinic's chain: rows in the order they were sealed, the SHA-256 of each (32 bytes after one another),
  // and the hash over all of it and the link before.
  `CREATE TABLE audit_seal (
     clinic_id uuid NOT NULL, seq bigint NOT NULL, sealed_at timestamptz NOT NULL,
     ids bigint[] NOT NULL, digests bytea NOT NULL, last_id bigint NOT NULL, total bigint NOT NULL, hash bytea NOT NULL,
     CONSTRAINT audit_seal_pk PRIMARY KEY (clinic_id, seq),
     CONSTRAINT audit_seal_digests CHECK (octet_length(digests) = 32 * cardinality(ids)))`,
  `CREATE INDEX audit_seal_last_ix ON audit_seal (last_id)`,
  ...tenantTable('audit_seal', { app: 'SELECT', worker: 'SELECT, INSERT' }),
  `CREATE POLICY audit_seal_sealer ON audit_seal FOR SELECT TO stepwell_worker USING (true)`,

  // Which rows that touched several patients are about this one. Made by the sealer, so that no write waits for it.
  `CREATE TABLE audit_patient (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, at timestamptz NOT NULL, audit_id bigint NOT NULL,
     CONSTRAINT audit_patient_pk PRIMARY KEY (clinic_id, patient_id, at, audit_id))`,
  ...tenantTable('audit_patient', { app: 'SELECT', worker: 'INSERT' }),

  // Rows up to this id are sealed, or will never come.
  `CREATE TABLE audit_settled (only_one boolean CONSTRAINT audit_settled_pk PRIMARY KEY DEFAULT true CHECK (only_one), up_to bigint NOT NULL)`,
  `INSERT INTO audit_settled (up_to) VALUES (0)`,
  `GRANT SELECT, UPDATE ON audit_settled TO stepwell_worker`,
  `GRANT SELECT ON audit_settled TO stepwell_app`,

  ...['membership', 'invitation'].flatMap((table) => roles(table, `${OLD_ROLES},'auditor'`)),
];

const DOWN = [
  ...['membership', 'invitation'].flatMap((table) => [
    `DO $$ BEGIN IF EXISTS (SELECT 1 FROM ${table} WHERE role = 'auditor') THEN RAISE EXCEPTION 'There are auditors: give them another role first'; END IF; END $$`,
    ...roles(table, OLD_ROLES),
  ]),
  `DROP TABLE audit_settled, audit_patient, audit_seal`,
  `DROP POLICY audit_event_sealer ON audit_event`,
  `REVOKE SELECT ON SEQUENCE audit_event_id_seq FROM stepwell_worker`,
  `REVOKE SELECT ON audit_event FROM stepwell_worker`,
  `DROP INDEX audit_event_at_ix, audit_event_actor_ix`,
  `ALTER TABLE audit_event DROP patient_ids, DROP address, DROP reason`,
];

/** The audit is chained, says where an act came from, why, and whom it touched; and there are auditors. */
export class AuditChain1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
