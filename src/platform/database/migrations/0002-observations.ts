import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** One partition a year keeps retention and vacuum local; the years around now exist from the first day. */
const YEARS = Array.from({ length: 2036 - 2014 }, (_, i) => 2014 + i);

const SQL = [
  `CREATE TABLE concept (
     clinic_id uuid NOT NULL REFERENCES clinic, id int GENERATED ALWAYS AS IDENTITY,
     system text NOT NULL, code text NOT NULL, metric text,
     CONSTRAINT concept_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT concept_code_uq UNIQUE (clinic_id, system, code))`,
  ...tenantTable('concept', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  `CREATE TABLE source (
     clinic_id uuid NOT NULL, id int GENERATED ALWAYS AS IDENTITY, patient_id uuid NOT NULL,
     system text NOT NULL, device text NOT NULL,
     kind text NOT NULL CHECK (kind IN ('watch','phone','form','file','other')),
     first_seen_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT source_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT source_uq UNIQUE (clinic_id, patient_id, system, device),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('source', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  `CREATE TABLE skeleton (
     clinic_id uuid NOT NULL REFERENCES clinic, id int GENERATED ALWAYS AS IDENTITY, hash text NOT NULL, body text NOT NULL,
     CONSTRAINT skeleton_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT skeleton_hash_uq UNIQUE (clinic_id, hash))`,
  ...tenantTable('skeleton', { app: 'SELECT, INSERT' }),

  `CREATE TABLE observation (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, concept_id int NOT NULL, source_id int NOT NULL,
     start_at timestamptz NOT NULL, end_at timestamptz NOT NULL,
     id uuid NOT NULL, version int NOT NULL DEFAULT 1,
     value numeric, original_value numeric, status text NOT NULL,
     skeleton_id int NOT NULL, remainder text, issued_at timestamptz,
     received_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT observation_pk PRIMARY KEY (clinic_id, patient_id, concept_id, start_at, end_at, source_id),
     CHECK (end_at >= start_at)) PARTITION BY RANGE (start_at)`,
  `CREATE TABLE observation_before PARTITION OF observation FOR VALUES FROM (MINVALUE) TO ('${YEARS[0]}-01-01Z')`,
  ...YEARS.map(
    (y) =>
      `CREATE TABLE observation_${y} PARTITION OF observation FOR VALUES FROM ('${y}-01-01Z') TO ('${y + 1}-01-01Z')`,
  ),
  `CREATE TABLE observation_after PARTITION OF observation FOR VALUES FROM ('2036-01-01Z') TO (MAXVALUE)`,
  `CREATE INDEX observation_id_ix ON observation (clinic_id, id)`,
  // The app has rights on the parent only: the policy is there, not on the partitions.
  ...tenantTable('observation', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),

  `CREATE TABLE observation_version (
     clinic_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, body text NOT NULL,
     replaced_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT observation_version_pk PRIMARY KEY (clinic_id, id, version))`,
  ...tenantTable('observation_version', { app: 'SELECT, INSERT' }),

  `CREATE TABLE raw_payload (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL, vendor text NOT NULL,
     received_at timestamptz NOT NULL DEFAULT now(), sha256 text NOT NULL, body bytea NOT NULL,
     CONSTRAINT raw_payload_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT raw_payload_body_uq UNIQUE (clinic_id, patient_id, sha256),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('raw_payload', { app: 'SELECT, INSERT' }),

  `CREATE TABLE upload (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL, kind text NOT NULL,
     state text NOT NULL CHECK (state IN ('receiving','reading','done','failed')),
     bytes_read bigint NOT NULL DEFAULT 0, bytes_total bigint,
     records int NOT NULL DEFAULT 0, stored int NOT NULL DEFAULT 0, duplicates int NOT NULL DEFAULT 0,
     skipped int NOT NULL DEFAULT 0, refused int NOT NULL DEFAULT 0, error text,
     created_by text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT upload_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('upload', { app: 'SELECT, INSERT, UPDATE' }),

  // Append-only, so that storing an observation never waits for a worker that is computing the same day.
  `CREATE TABLE due_day (
     id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT due_day_pk PRIMARY KEY,
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, day date NOT NULL,
     judge boolean NOT NULL DEFAULT false,
     attempts int NOT NULL DEFAULT 0, next_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE INDEX due_day_patient_ix ON due_day (clinic_id, patient_id)`,
  `GRANT INSERT ON due_day TO stepwell_app`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON due_day TO stepwell_worker`,

  `CREATE TABLE daily_value (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, metric text NOT NULL, day date NOT NULL,
     value double precision, wear_minutes int, coverage real, device text,
     state text NOT NULL CHECK (state IN ('ok','notWorn','partial')), late boolean NOT NULL DEFAULT false,
     sources jsonb NOT NULL, computed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT daily_value_pk PRIMARY KEY (clinic_id, patient_id, metric, day))`,
  ...tenantTable('daily_value', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE, DELETE' }),
];

export class Observations1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE daily_value, due_day, upload, raw_payload, observation_version, observation, skeleton, source, concept`,
    );
  }
}
