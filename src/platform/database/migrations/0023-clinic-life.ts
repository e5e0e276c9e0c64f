import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldSecret, tenantTable } from './tenant-table.js';

const CLINIC = [
  // Sites, hours and holidays are read and changed as one: the version tells two admins that they write at the same time.
  `CREATE TABLE clinic_setting (
     clinic_id uuid CONSTRAINT clinic_setting_pk PRIMARY KEY REFERENCES clinic, version int NOT NULL, settings jsonb NOT NULL)`,
  ...tenantTable('clinic_setting', { app: 'SELECT, INSERT, UPDATE' }),

  // Who changed what of the clinic, when, and from what to what. Only added to.
  `CREATE TABLE clinic_change (
     clinic_id uuid NOT NULL REFERENCES clinic, id bigint GENERATED ALWAYS AS IDENTITY,
     kind text NOT NULL CHECK (kind IN ('settings','member','team','rota','absence')), object_id text NOT NULL,
     before jsonb, after jsonb, changed_by uuid NOT NULL REFERENCES person, changed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT clinic_change_pk PRIMARY KEY (clinic_id, id))`,
  ...tenantTable('clinic_change', { app: 'SELECT, INSERT' }),

  `CREATE TABLE team (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL, name text NOT NULL, ended_at timestamptz,
     CONSTRAINT team_pk PRIMARY KEY (clinic_id, id))`,
  ...tenantTable('team', { app: 'SELECT, INSERT, UPDATE' }),
  `CREATE TABLE team_member (
     clinic_id uuid NOT NULL, team_id uuid NOT NULL, person_id uuid NOT NULL,
     CONSTRAINT team_member_pk PRIMARY KEY (clinic_id, team_id, person_id),
     FOREIGN KEY (clinic_id, team_id) REFERENCES team,
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  ...tenantTable('team_member', { app: 'SELECT, INSERT, DELETE' }),

  `CREATE TABLE absence (
     clinic_id uuid NOT NULL, id uuid NOT NULL, person_id uuid NOT NULL, stand_in_id uuid NOT NULL,
     from_at timestamptz NOT NULL, until_at timestamptz NOT NULL,
     CONSTRAINT absence_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT absence_period CHECK (until_at >= from_at),
     CONSTRAINT absence_other CHECK (person_id <> stand_in_id),
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership,
     FOREIGN KEY (clinic_id, stand_in_id) REFERENCES membership)`,
  `CREATE INDEX absence_person_ix ON absence (clinic_id, person_id, until_at)`,
  ...tenantTable('absence', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),

  `CREATE TABLE rota_shift (
     clinic_id uuid NOT NULL, id uuid NOT NULL, person_id uuid NOT NULL, profession text,
     rank int NOT NULL CHECK (rank IN (1, 2)),
     starts_on date NOT NULL, starts text NOT NULL, ends_on date NOT NULL, ends text NOT NULL,
     every_weeks int NOT NULL CHECK (every_weeks BETWEEN 0 AND 26), last_on date, ended_at timestamptz,
     CONSTRAINT rota_shift_pk PRIMARY KEY (clinic_id, id),
     FOREIGN KEY (clinic_id, person_id) REFERENCES membership)`,
  ...tenantTable('rota_shift', { app: 'SELECT, INSERT, UPDATE' }),

  // Who looks after a patient today: the care team, and for each absent member whoever stands in.
  `CREATE VIEW care_team_now WITH (security_invoker = true) AS
     SELECT t.clinic_id, t.patient_id, t.person_id FROM care_team_member t
     UNION ALL
     SELECT t.clinic_id, t.patient_id, a.stand_in_id FROM care_team_member t
     JOIN absence a ON a.clinic_id = t.clinic_id AND a.person_id = t.person_id AND a.from_at <= now() AND a.until_at > now()`,
  `GRANT SELECT ON care_team_now TO stepwell_app, stepwell_worker`,
];

const PATIENTS = [
  `ALTER TABLE patient ADD language text, ADD phone text, ADD merged_into uuid, ADD transferred_at timestamptz,
     ADD CONSTRAINT patient_merged_fk FOREIGN KEY (clinic_id, merged_into) REFERENCES patient,
     ADD CONSTRAINT patient_merged_other CHECK (merged_into <> id)`,
  `CREATE INDEX patient_birth_ix ON patient (clinic_id, birth_date)`,
  `CREATE INDEX patient_merged_ix ON patient (clinic_id, merged_into) WHERE merged_into IS NOT NULL`,
  `ALTER TABLE delegation ADD relationship text`,
  `ALTER TABLE invitation ADD categories text[], ADD grant_until timestamptz, ADD relationship text`,

  `CREATE TABLE referral (
     clinic_id uuid NOT NULL REFERENCES clinic, id uuid NOT NULL,
     given_name text NOT NULL, family_name text NOT NULL, birth_date date NOT NULL, gender text, email text, phone text, language text,
     question text NOT NULL, urgent boolean NOT NULL, from_name text NOT NULL, from_organisation text,
     received_at timestamptz NOT NULL DEFAULT now(), created_by text NOT NULL,
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open','accepted','declined')),
     decided_at timestamptz, decided_by uuid, reason text, patient_id uuid,
     CONSTRAINT referral_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT referral_decided CHECK ((state = 'open') = (decided_at IS NULL)),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX referral_state_ix ON referral (clinic_id, state, received_at)`,
  ...tenantTable('referral', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, DELETE' }),

  // A merge is proposed by one person and carried out by another; `moved` says what went over, so that it can go back.
  `CREATE TABLE patient_merge (
     clinic_id uuid NOT NULL, id uuid NOT NULL, survivor_id uuid NOT NULL, duplicate_id uuid NOT NULL,
     state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed','done','refused','undone')), reason text NOT NULL,
     proposed_by uuid NOT NULL, proposed_at timestamptz NOT NULL DEFAULT now(),
     decided_by uuid, decided_at timestamptz, undone_by uuid, undone_at timestamptz, moved jsonb,
     CONSTRAINT patient_merge_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT patient_merge_two CHECK (survivor_id <> duplicate_id),
     FOREIGN KEY (clinic_id, survivor_id) REFERENCES patient,
     FOREIGN KEY (clinic_id, duplicate_id) REFERENCES patient)`,
  `CREATE UNIQUE INDEX patient_merge_open_uq ON patient_merge (clinic_id, duplicate_id) WHERE state IN ('proposed','done')`,
  ...tenantTable('patient_merge', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT, DELETE' }),
  // Only whose it is may change, and only a merge does it.
  ...['series', 'raw_payload', 'source_contact'].map(
    (table) => `GRANT UPDATE (patient_id) ON ${table} TO stepwell_app`,
  ),
  `GRANT UPDATE (patient_id, device) ON source TO stepwell_app`,
  // What comes from another record may be older than retention has looked.
  `GRANT UPDATE (through_day) ON retention_progress TO stepwell_app`,

  // Visible to the clinic that sends and to whoever holds the code: nothing crosses without both.
  `CREATE TABLE patient_transfer (
     clinic_id uuid NOT NULL, id uuid NOT NULL, patient_id uuid NOT NULL, code_hash text NOT NULL,
     to_name text NOT NULL, agreed_on date NOT NULL, created_by uuid NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, revoked_at timestamptz,
     accepted_at timestamptz, accepted_clinic_id uuid, new_patient_id uuid, finished_at timestamptz,
     CONSTRAINT patient_transfer_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT patient_transfer_code_uq UNIQUE (clinic_id, code_hash),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  `CREATE INDEX patient_transfer_code_ix ON patient_transfer (code_hash)`,
  ...tenantTable('patient_transfer', {
    app: 'SELECT, INSERT, UPDATE',
    worker: 'SELECT, DELETE',
    alsoVisible: heldSecret('code_hash'),
  }),
];

// merge: the stricter of two answers, when two records of one person become one and when they part again.
const HOWS = `'in-app','paper','spoken','telephone','registration','earlier','erasure'`;
const MERGED = [
  `ALTER TABLE consent DROP CONSTRAINT consent_how_check, ADD CONSTRAINT consent_how_check CHECK (how IN (${HOWS},'merge'))`,
  `CREATE INDEX referral_patient_ix ON referral (clinic_id, patient_id) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX patient_transfer_patient_ix ON patient_transfer (clinic_id, patient_id)`,
  `CREATE INDEX patient_merge_survivor_ix ON patient_merge (clinic_id, survivor_id)`,
  `CREATE INDEX break_glass_patient_ix ON break_glass (clinic_id, patient_id)`,
  // A reading that was on its way while its patient was merged waits for that, and then comes again for the living record.
  `CREATE FUNCTION refuse_series_of_merged() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE living uuid;
   BEGIN
     SELECT merged_into INTO living FROM patient WHERE clinic_id = NEW.clinic_id AND id = NEW.patient_id FOR KEY SHARE;
     IF living IS NOT NULL THEN
       RAISE EXCEPTION 'the patient was merged meanwhile' USING ERRCODE = '40001';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER series_of_merged BEFORE INSERT ON series FOR EACH ROW EXECUTE FUNCTION refuse_series_of_merged()`,
];

export class ClinicLife1700000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [...CLINIC, ...PATIENTS, ...MERGED]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER series_of_merged ON series');
    await runner.query('DROP FUNCTION refuse_series_of_merged');
    await runner.query('DROP INDEX break_glass_patient_ix');
    // What merges wrote stays as it was written, until the column goes.
    await runner.query(
      `ALTER TABLE consent DROP CONSTRAINT consent_how_check, ADD CONSTRAINT consent_how_check CHECK (how IN (${HOWS})) NOT VALID`,
    );
    await runner.query('DROP VIEW care_team_now');
    await runner.query(
      'DROP TABLE patient_transfer, patient_merge, referral, rota_shift, absence, team_member, team, clinic_change, clinic_setting',
    );
    await runner.query('REVOKE UPDATE (through_day) ON retention_progress FROM stepwell_app');
    await runner.query('REVOKE UPDATE (patient_id, device) ON source FROM stepwell_app');
    for (const table of ['series', 'raw_payload', 'source_contact'])
      await runner.query(`REVOKE UPDATE (patient_id) ON ${table} FROM stepwell_app`);
    await runner.query('ALTER TABLE invitation DROP categories, DROP grant_until, DROP relationship');
    await runner.query('ALTER TABLE delegation DROP relationship');
    await runner.query('DROP INDEX patient_birth_ix, patient_merged_ix');
    await runner.query('ALTER TABLE patient DROP language, DROP phone, DROP merged_into, DROP transferred_at');
  }
}
