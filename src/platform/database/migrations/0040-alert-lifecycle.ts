import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const STATES = `('open','acknowledged','handed-off','resolved')`;
/** Kinds that the schema before this one knows, under these or other names. */
const FORMER = `('deterioration','plateau','improvement','missing-data','wear-declining')`;
const SCOPED = `CHECK (scope IN ('clinic','programme','patient') AND (scope = 'programme') = (programme IS NOT NULL) AND (scope = 'patient') = (patient_id IS NOT NULL))`;

/** Policies bind the owner too, who has no clinic: for a statement over all clinics they are lifted. */
const forAll = (table: string, ...statements: string[]) => [
  `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`,
  ...statements,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
];

const ALERT = [
  `ALTER TABLE alert
     DROP CONSTRAINT alert_kind_check, DROP CONSTRAINT alert_state_check, ALTER patient_id DROP NOT NULL, ALTER patient_sentence DROP NOT NULL,
     ADD producer text NOT NULL DEFAULT 'trends', ADD concern_key text, ADD key text, ADD tier text, ADD discipline text,
     ADD state_since timestamptz NOT NULL DEFAULT now(), ADD absent_since timestamptz, ADD clears_at timestamptz, ADD rule_id bigint,
     ADD CONSTRAINT alert_state_check CHECK (state IN ${STATES})`,
  ...forAll(
    'alert',
    `UPDATE alert SET
     kind = CASE WHEN sentence ->> 'key' = 'trend.wearDeclining' THEN 'wear-declining' ELSE kind END,
     key = domain, concern_key = CASE WHEN kind = 'missing-data' THEN 'data' ELSE kind END || ':' || domain,
     tier = CASE WHEN kind = 'improvement' THEN 'good' WHEN kind = 'deterioration' AND severity >= 2 THEN 'today' ELSE 'week' END,
     state_since = coalesce(resolved_at, updated_at), evidence = evidence || '{"type":"trend"}'`,
  ),
  `ALTER TABLE alert ALTER producer DROP DEFAULT, ALTER concern_key SET NOT NULL, ALTER key SET NOT NULL, ALTER tier SET NOT NULL,
     ADD CONSTRAINT alert_tier_check CHECK (tier IN ('now','today','week','good')),
     ADD tier_rank int GENERATED ALWAYS AS (CASE tier WHEN 'now' THEN 0 WHEN 'today' THEN 1 WHEN 'week' THEN 2 ELSE 3 END) STORED,
     ADD sort_at timestamptz GENERATED ALWAYS AS (coalesce(due_at, 'infinity'::timestamptz)) STORED`,
  `DROP INDEX alert_one_open_uq, alert_open_ix`,
  // One concern, one alert: the promise kept by the database. What is about the clinic has no patient.
  `CREATE UNIQUE INDEX alert_one_open_uq ON alert (clinic_id, patient_id, concern_key) NULLS NOT DISTINCT WHERE state <> 'resolved'`,
  // The order of the worklist, for pages of it.
  `CREATE INDEX alert_worklist_ix ON alert (clinic_id, tier_rank, sort_at, raised_at, id) WHERE state <> 'resolved'`,
  `CREATE INDEX alert_resolved_ix ON alert (clinic_id, resolved_at DESC, id) WHERE state = 'resolved'`,
  `CREATE INDEX alert_concern_ix ON alert (clinic_id, patient_id, concern_key, raised_at DESC)`,
  `CREATE INDEX alert_clears_ix ON alert (clinic_id, clears_at) WHERE clears_at IS NOT NULL`,
  // Producers report within a request too.
  `GRANT INSERT ON alert TO stepwell_app`,
  `ALTER TABLE alert_event ADD detail jsonb, ADD undoes bigint, ADD client_id uuid`,
  `CREATE UNIQUE INDEX alert_event_client_uq ON alert_event (clinic_id, alert_id, client_id) WHERE client_id IS NOT NULL`,
  `CREATE UNIQUE INDEX alert_event_undoes_uq ON alert_event (clinic_id, alert_id, undoes) WHERE undoes IS NOT NULL`,
];

const UP = [
  ...ALERT,
  // What one person has done with an alert for themselves; the team's state is the alert's.
  `CREATE TABLE alert_person (
     clinic_id uuid NOT NULL, alert_id uuid NOT NULL, person_id uuid NOT NULL REFERENCES person,
     seen_at timestamptz, snoozed_at timestamptz, snoozed_until timestamptz,
     CONSTRAINT alert_person_pk PRIMARY KEY (clinic_id, alert_id, person_id),
     CONSTRAINT alert_person_snooze CHECK (snoozed_at IS NOT NULL OR snoozed_until IS NULL),
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  `CREATE INDEX alert_person_wakes_ix ON alert_person (clinic_id, snoozed_until) WHERE snoozed_until IS NOT NULL`,
  ...tenantTable('alert_person', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, INSERT, UPDATE, DELETE' }),

  // Everything that somebody does not hear of, with the reason: a span for as long as it is held back.
  `CREATE TABLE alert_suppression (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, patient_id uuid, concern_key text NOT NULL,
     producer text NOT NULL, kind text NOT NULL, domain text NOT NULL, severity int NOT NULL, sentence jsonb NOT NULL, concern jsonb,
     reason text NOT NULL, alert_id uuid, by_alert_id uuid, person_id uuid REFERENCES person,
     first_at timestamptz NOT NULL DEFAULT now(), last_at timestamptz NOT NULL DEFAULT now(), times int NOT NULL DEFAULT 1, ended_at timestamptz,
     CONSTRAINT alert_suppression_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT alert_suppression_reason CHECK (reason IN ('inhibited','already-handled','not-live','rule-off','snoozed')),
     CONSTRAINT alert_suppression_by CHECK ((reason = 'inhibited') = (by_alert_id IS NOT NULL) AND (reason = 'snoozed') = (person_id IS NOT NULL)),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE UNIQUE INDEX alert_suppression_current_uq ON alert_suppression (clinic_id, patient_id, concern_key, person_id) NULLS NOT DISTINCT WHERE ended_at IS NULL`,
  `CREATE INDEX alert_suppression_by_ix ON alert_suppression (clinic_id, by_alert_id) WHERE ended_at IS NULL AND by_alert_id IS NOT NULL`,
  `CREATE INDEX alert_suppression_alert_ix ON alert_suppression (clinic_id, alert_id) WHERE alert_id IS NOT NULL`,
  ...tenantTable('alert_suppression', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, INSERT, UPDATE, DELETE' }),

  // The newest version of a scope holds; the others say who changed it, when, from what and why.
  `CREATE TABLE alert_rule (
     clinic_id uuid NOT NULL REFERENCES clinic, id bigint GENERATED ALWAYS AS IDENTITY, kind text NOT NULL, domain text,
     scope text NOT NULL, programme text, patient_id uuid, version int NOT NULL CHECK (version > 0), settings jsonb,
     changed_by uuid NOT NULL REFERENCES person, changed_at timestamptz NOT NULL DEFAULT now(), reason text NOT NULL,
     CONSTRAINT alert_rule_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT alert_rule_scope ${SCOPED},
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE UNIQUE INDEX alert_rule_version_uq ON alert_rule (clinic_id, kind, domain, programme, patient_id, version) NULLS NOT DISTINCT`,
  ...tenantTable('alert_rule', { app: 'SELECT, INSERT', worker: 'SELECT, DELETE' }),
  `ALTER TABLE patient ADD programme text`,

  // An alert about the clinic has deliveries too. "Delivered" is when a page has acknowledged one.
  `ALTER TABLE delivery ALTER patient_id DROP NOT NULL`,
  `CREATE INDEX delivery_alert_ix ON delivery (clinic_id, object_id) WHERE kind = 'alert'`,
];

const DOWN = [
  `DROP INDEX delivery_alert_ix`,
  ...forAll('delivery', `DELETE FROM delivery WHERE patient_id IS NULL`),
  `ALTER TABLE delivery ALTER patient_id SET NOT NULL`,
  `ALTER TABLE patient DROP programme`,
  `DROP TABLE alert_rule, alert_suppression, alert_person`,
  ...forAll(
    'alert_event',
    ...forAll(
      'alert',
      `DELETE FROM alert_event e USING alert a WHERE a.id = e.alert_id AND (a.kind NOT IN ${FORMER} OR a.key <> a.domain)`,
      `DELETE FROM alert WHERE kind NOT IN ${FORMER} OR key <> domain`,
      `UPDATE alert SET kind = CASE kind WHEN 'wear-declining' THEN 'missing-data' ELSE kind END, state = CASE state WHEN 'handed-off' THEN 'acknowledged' ELSE state END,
         evidence = evidence - 'type', patient_sentence = coalesce(patient_sentence, sentence)`,
    ),
  ),
  `ALTER TABLE alert_event DROP detail, DROP undoes, DROP client_id`,
  `REVOKE INSERT ON alert FROM stepwell_app`,
  `DROP INDEX alert_one_open_uq, alert_worklist_ix, alert_resolved_ix, alert_concern_ix, alert_clears_ix`,
  `ALTER TABLE alert DROP CONSTRAINT alert_state_check, DROP tier_rank, DROP sort_at, DROP producer, DROP concern_key, DROP key, DROP tier, DROP discipline,
     DROP state_since, DROP absent_since, DROP clears_at, DROP rule_id, ALTER patient_id SET NOT NULL, ALTER patient_sentence SET NOT NULL,
     ADD CONSTRAINT alert_kind_check CHECK (kind IN ('deterioration','plateau','improvement','missing-data')),
     ADD CONSTRAINT alert_state_check CHECK (state IN ('open','acknowledged','resolved'))`,
  `CREATE UNIQUE INDEX alert_one_open_uq ON alert (clinic_id, patient_id, kind, domain) WHERE state <> 'resolved'`,
  `CREATE INDEX alert_open_ix ON alert (clinic_id, updated_at) WHERE state <> 'resolved'`,
];

/** Kinds from many producers, hand-off and snooze, what is held back and why, rules as data. */
export class AlertLifecycle1700000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
