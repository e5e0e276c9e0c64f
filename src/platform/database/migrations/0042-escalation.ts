import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const WORKER = 'SELECT, INSERT, UPDATE, DELETE';
/** The worker takes what is due of all clinics in one look, then enters one. Inside a clinic it sees no other. */
const queue = (table: string) => {
  const outside = `nullif(current_setting('app.clinic', true), '') IS NULL AND state = 'due'`;
  return [
    `CREATE POLICY ${table}_due ON ${table} FOR SELECT TO stepwell_worker USING (${outside})`,
    // To lock a row is to be able to change it; nothing is changed from outside a clinic.
    `CREATE POLICY ${table}_lock ON ${table} FOR UPDATE TO stepwell_worker USING (${outside}) WITH CHECK (false)`,
    `CREATE INDEX ${table}_due_ix ON ${table} (next_at) WHERE state = 'due'`,
  ];
};

const TEAM = `SELECT t.clinic_id, t.patient_id, t.person_id FROM care_team_member t
     UNION ALL
     SELECT t.clinic_id, t.patient_id, a.stand_in_id FROM care_team_member t
     JOIN absence a ON a.clinic_id = t.clinic_id AND a.person_id = t.person_id AND a.from_at <= now() AND a.until_at > now()`;

const UP = [
  // A call that is to be made at a time: made with the alert's own change, taken by any node. `chain` is the event that the
  // chain began with: worse than before begins another one. A step of a chain happens once.
  `CREATE TABLE escalation_step (
     clinic_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, alert_id uuid NOT NULL, chain bigint NOT NULL, n int NOT NULL,
     target text NOT NULL, tier text NOT NULL, due_at timestamptz NOT NULL, next_at timestamptz NOT NULL, hurried boolean NOT NULL DEFAULT false,
     state text NOT NULL DEFAULT 'due' CHECK (state IN ('due','called','nobody','stopped','dead')), reason text,
     attempts int NOT NULL DEFAULT 0, made_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz,
     CONSTRAINT escalation_step_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT escalation_step_once_uq UNIQUE (clinic_id, alert_id, chain, n),
     CONSTRAINT escalation_step_settled CHECK ((state = 'due') = (settled_at IS NULL)),
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  ...tenantTable('escalation_step', { app: 'SELECT, INSERT, UPDATE', worker: WORKER }),
  ...queue('escalation_step'),

  // Whom the chain has called about an alert: they answer for it, and reach its patient while it is open and a day longer.
  `CREATE TABLE escalation_call (
     clinic_id uuid NOT NULL, alert_id uuid NOT NULL, person_id uuid NOT NULL REFERENCES person, called_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT escalation_call_pk PRIMARY KEY (clinic_id, alert_id, person_id),
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  `CREATE INDEX escalation_call_person_ix ON escalation_call (clinic_id, person_id)`,
  ...tenantTable('escalation_call', { app: 'SELECT', worker: WORKER }),
  `CREATE OR REPLACE VIEW care_team_now WITH (security_invoker = true) AS ${TEAM}
     UNION ALL
     SELECT c.clinic_id, a.patient_id, c.person_id FROM escalation_call c
     JOIN alert a ON a.clinic_id = c.clinic_id AND a.id = c.alert_id AND a.patient_id IS NOT NULL
       AND (a.state <> 'resolved' OR a.resolved_at > now() - interval '1 day')`,

  // What the auditor had to put right, when it last looked, and since when: what was raised before has no chain.
  `CREATE TABLE escalation_audit (
     clinic_id uuid NOT NULL REFERENCES clinic, id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL DEFAULT now(),
     looked_at int NOT NULL, repaired int NOT NULL, findings jsonb NOT NULL,
     CONSTRAINT escalation_audit_pk PRIMARY KEY (clinic_id, id))`,
  ...tenantTable('escalation_audit', { app: 'SELECT', worker: 'SELECT, INSERT, DELETE' }),
  `CREATE TABLE escalation_turn (
     clinic_id uuid CONSTRAINT escalation_turn_pk PRIMARY KEY REFERENCES clinic, at timestamptz NOT NULL, began_at timestamptz NOT NULL DEFAULT now())`,
  ...tenantTable('escalation_turn', { app: 'SELECT', worker: 'SELECT, INSERT, UPDATE' }),

  // A notice to one person, or to a machine, by one channel; or why there was none. The same one is never made twice.
  `CREATE TABLE notice (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL DEFAULT gen_random_uuid(), step_id bigint, alert_id uuid, person_id uuid REFERENCES person,
     channel text NOT NULL CHECK (channel IN ('web-push','e-mail','webhook','none')), target text NOT NULL DEFAULT '',
     urgency text NOT NULL CHECK (urgency IN ('now','ordinary','test')), words text NOT NULL CHECK (words IN ('item','fallback','patient','test')),
     state text NOT NULL DEFAULT 'due' CHECK (state IN ('due','sent','withheld','dead')), reason text,
     attempts int NOT NULL DEFAULT 0, next_at timestamptz NOT NULL DEFAULT now(), made_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz,
     CONSTRAINT notice_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT notice_withheld CHECK (state <> 'withheld' OR reason IS NOT NULL),
     FOREIGN KEY (clinic_id, alert_id) REFERENCES alert)`,
  `CREATE UNIQUE INDEX notice_once_uq ON notice (clinic_id, step_id, person_id, channel, target) NULLS NOT DISTINCT WHERE step_id IS NOT NULL`,
  `CREATE INDEX notice_alert_ix ON notice (clinic_id, alert_id) WHERE alert_id IS NOT NULL`,
  `CREATE INDEX notice_person_ix ON notice (clinic_id, person_id, made_at DESC) WHERE person_id IS NOT NULL`,
  `CREATE INDEX notice_dead_ix ON notice (clinic_id, settled_at) WHERE state = 'dead'`,
  ...tenantTable('notice', { app: 'SELECT, INSERT', worker: WORKER }),
  ...queue('notice'),

  `CREATE TABLE push_subscription (
     clinic_id uuid NOT NULL, id uuid NOT NULL, person_id uuid NOT NULL, endpoint text NOT NULL, p256dh text NOT NULL, auth text NOT NULL,
     device text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT push_subscription_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT push_subscription_endpoint_uq UNIQUE (clinic_id, endpoint),
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  `CREATE INDEX push_subscription_person_ix ON push_subscription (clinic_id, person_id)`,
  ...tenantTable('push_subscription', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT, DELETE' }),
  `CREATE TABLE notice_setting (
     clinic_id uuid NOT NULL, person_id uuid NOT NULL, web_push boolean NOT NULL, email boolean NOT NULL,
     quiet_from text, quiet_until text, interrupt boolean NOT NULL, changed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT notice_setting_pk PRIMARY KEY (clinic_id, person_id),
     CONSTRAINT notice_setting_quiet CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  ...tenantTable('notice_setting', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),
  `CREATE TABLE clinic_channel (
     clinic_id uuid CONSTRAINT clinic_channel_pk PRIMARY KEY REFERENCES clinic, version int NOT NULL,
     webhook_url text, webhook_secret text, fallback_email text, fallback_webhook_url text, emergency_number text)`,
  ...tenantTable('clinic_channel', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),

  // Who still works, for whoever watches. No clinic in it.
  `CREATE TABLE heartbeat (worker text NOT NULL, node text NOT NULL, beat_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT heartbeat_pk PRIMARY KEY (worker, node))`,
  `GRANT SELECT ON heartbeat TO stepwell_app, stepwell_worker`,
  `GRANT INSERT, UPDATE, DELETE ON heartbeat TO stepwell_worker`,
  // Keys of the whole installation, sealed with a key that is derived from the owner's password.
  `CREATE TABLE sealed_key (purpose text CONSTRAINT sealed_key_pk PRIMARY KEY, sealed text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`,
  `GRANT SELECT, INSERT, UPDATE ON sealed_key TO stepwell_app, stepwell_worker`,

  // The chain asks when the clinic is open and who is on call.
  `GRANT SELECT ON clinic_setting, rota_shift TO stepwell_worker`,
];

const DOWN = [
  `REVOKE SELECT ON clinic_setting, rota_shift FROM stepwell_worker`,
  `CREATE OR REPLACE VIEW care_team_now WITH (security_invoker = true) AS ${TEAM}`,
  `DROP TABLE sealed_key, heartbeat, clinic_channel, notice_setting, push_subscription, notice, escalation_turn, escalation_audit, escalation_call, escalation_step`,
];

/** Deadlines as rows, who is called and by what, who still works. */
export class Escalation1700000000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
