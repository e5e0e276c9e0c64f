import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const UP = [
  // The body is compressed already; its removal leaves the row as a dated marker.
  `ALTER TABLE raw_payload ALTER body DROP NOT NULL, ALTER body SET STORAGE EXTERNAL,
     ADD raw_bytes int, ADD observation_ids uuid[] NOT NULL DEFAULT '{}', ADD body_removed_at timestamptz,
     DROP CONSTRAINT raw_payload_body_uq`,
  // Not unique: A, B and A again is a correction taken back, and a replay must see it three times.
  `CREATE INDEX raw_payload_body_ix ON raw_payload (clinic_id, patient_id, sha256)`,
  `CREATE INDEX raw_payload_received_ix ON raw_payload (clinic_id, received_at)`,
  `GRANT SELECT, UPDATE (body, body_removed_at) ON raw_payload TO stepwell_worker`,

  `CREATE TABLE idempotent_answer (
     clinic_id uuid NOT NULL REFERENCES clinic, actor text NOT NULL, key text NOT NULL,
     fingerprint text NOT NULL, answer text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT idempotent_answer_pk PRIMARY KEY (clinic_id, actor, key))`,
  ...tenantTable('idempotent_answer', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, DELETE' }),
];

const DOWN = [
  `DROP TABLE idempotent_answer`,
  `REVOKE ALL ON raw_payload FROM stepwell_worker`,
  `DROP INDEX raw_payload_received_ix`,
  `DROP INDEX raw_payload_body_ix`,
  // The owner is bound by the policies too, and would change nothing.
  `ALTER TABLE raw_payload NO FORCE ROW LEVEL SECURITY`,
  `DELETE FROM raw_payload a USING raw_payload b WHERE a.clinic_id = b.clinic_id AND a.patient_id = b.patient_id
     AND a.sha256 = b.sha256 AND (a.received_at, a.id) > (b.received_at, b.id)`,
  `UPDATE raw_payload SET body = '' WHERE body IS NULL`,
  `ALTER TABLE raw_payload ALTER body SET NOT NULL, ALTER body SET STORAGE EXTENDED,
     DROP raw_bytes, DROP observation_ids, DROP body_removed_at,
     ADD CONSTRAINT raw_payload_body_uq UNIQUE (clinic_id, patient_id, sha256)`,
  `ALTER TABLE raw_payload FORCE ROW LEVEL SECURITY`,
];

export class IngestKeysPayloads1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
