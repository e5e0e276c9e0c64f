import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const SQL = [
  `CREATE TABLE sprint (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL, version int NOT NULL DEFAULT 1,
     goal text NOT NULL, starts_on date NOT NULL, ends_on date NOT NULL, created_by text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT sprint_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT sprint_length CHECK (ends_on - starts_on + 1 BETWEEN 28 AND 42),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX sprint_patient_ix ON sprint (clinic_id, patient_id, starts_on DESC)`,
  ...tenantTable('sprint', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),
  `CREATE TABLE sprint_metric (
     clinic_id uuid NOT NULL, sprint_id uuid NOT NULL, metric text NOT NULL, position int NOT NULL,
     baseline double precision, target double precision NOT NULL,
     CONSTRAINT sprint_metric_pk PRIMARY KEY (clinic_id, sprint_id, metric),
     FOREIGN KEY (clinic_id, sprint_id) REFERENCES sprint)`,
  ...tenantTable('sprint_metric', { app: 'SELECT, INSERT', worker: 'SELECT' }),

  `CREATE TABLE trend (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, through date NOT NULL,
     course text NOT NULL, result jsonb NOT NULL,
     detector_version text NOT NULL, catalogue_version text NOT NULL,
     computed_at timestamptz NOT NULL DEFAULT now(), last_data_at timestamptz,
     CONSTRAINT trend_pk PRIMARY KEY (clinic_id, patient_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('trend', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE' }),

  `CREATE TABLE alert (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL,
     kind text NOT NULL CHECK (kind IN ('deterioration','plateau','improvement','missing-data')),
     domain text NOT NULL, severity int NOT NULL CHECK (severity BETWEEN 1 AND 3),
     state text NOT NULL CHECK (state IN ('open','acknowledged','resolved')), version int NOT NULL DEFAULT 1,
     since date NOT NULL, confidence real, sentence jsonb NOT NULL, patient_sentence jsonb NOT NULL, evidence jsonb NOT NULL,
     raised_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), due_at timestamptz,
     owner_id uuid, resolved_at timestamptz, outcome text, cleared boolean NOT NULL DEFAULT false,
     CONSTRAINT alert_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  // One concern, one alert: the promise kept by the database.
  `CREATE UNIQUE INDEX alert_one_open_uq ON alert (clinic_id, patient_id, kind, domain) WHERE state <> 'resolved'`,
  `CREATE INDEX alert_open_ix ON alert (clinic_id, updated_at) WHERE state <> 'resolved'`,
  ...tenantTable('alert', { app: 'SELECT, UPDATE', worker: 'SELECT, INSERT, UPDATE' }),
  `CREATE TABLE alert_event (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, alert_id uuid NOT NULL,
     at timestamptz NOT NULL DEFAULT clock_timestamp(), kind text NOT NULL, person_id uuid, note text, sentence jsonb,
     CONSTRAINT alert_event_pk PRIMARY KEY (clinic_id, alert_id, id),
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  ...tenantTable('alert_event', { app: 'SELECT, INSERT', worker: 'SELECT, INSERT' }),

  `CREATE TABLE delivery_cursor (
     clinic_id uuid NOT NULL, person_id uuid NOT NULL, last bigint NOT NULL,
     CONSTRAINT delivery_cursor_pk PRIMARY KEY (clinic_id, person_id))`,
  ...tenantTable('delivery_cursor', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, INSERT, UPDATE' }),
  `CREATE TABLE delivery (
     clinic_id uuid NOT NULL, person_id uuid NOT NULL, cursor bigint NOT NULL, kind text NOT NULL, object_id uuid NOT NULL,
     patient_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(), acked_at timestamptz,
     CONSTRAINT delivery_pk PRIMARY KEY (clinic_id, person_id, cursor))`,
  ...tenantTable('delivery', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, INSERT' }),

  `CREATE TABLE visit (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL, clinician_id uuid NOT NULL,
     modality text NOT NULL CHECK (modality IN ('video','phone','in-person')),
     starts_at timestamptz NOT NULL, minutes int NOT NULL CHECK (minutes BETWEEN 5 AND 240),
     state text NOT NULL CHECK (state IN ('booked','waiting','in-progress','ended','cancelled')),
     version int NOT NULL DEFAULT 1, room uuid NOT NULL, alert_id uuid,
     waiting_since timestamptz, admitted_at timestamptz, ended_at timestamptz,
     created_by uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT visit_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT visit_room_uq UNIQUE (clinic_id, room),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient,
     FOREIGN KEY (clinic_id, clinician_id) REFERENCES membership,
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  `CREATE INDEX visit_starts_ix ON visit (clinic_id, starts_at)`,
  `CREATE INDEX visit_patient_ix ON visit (clinic_id, patient_id, starts_at)`,
  ...tenantTable('visit', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),
  `CREATE TABLE visit_event (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, visit_id uuid NOT NULL,
     at timestamptz NOT NULL DEFAULT clock_timestamp(), kind text NOT NULL, person_id uuid, detail text,
     external_id text,
     CONSTRAINT visit_event_pk PRIMARY KEY (clinic_id, visit_id, id),
     CONSTRAINT visit_event_external_uq UNIQUE (clinic_id, external_id),
     FOREIGN KEY (clinic_id, visit_id) REFERENCES visit)`,
  ...tenantTable('visit_event', { app: 'SELECT, INSERT' }),

  `CREATE TABLE record (
     clinic_id uuid NOT NULL, type text NOT NULL, id uuid NOT NULL, version int NOT NULL, patient_id uuid NOT NULL,
     body text NOT NULL, last_updated timestamptz NOT NULL DEFAULT clock_timestamp(), current boolean NOT NULL DEFAULT true,
     CONSTRAINT record_pk PRIMARY KEY (clinic_id, type, id, version),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE UNIQUE INDEX record_current_uq ON record (clinic_id, type, id) WHERE current`,
  `CREATE INDEX record_patient_ix ON record (clinic_id, type, patient_id, last_updated DESC) WHERE current`,
  ...tenantTable('record', { app: 'SELECT, INSERT, UPDATE' }),
];

export class TrendsAlertsVisits1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE record, visit_event, visit, delivery, delivery_cursor, alert_event, alert, trend, sprint_metric, sprint`,
    );
  }
}
