import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

const YEARS = Array.from({ length: 2036 - 2014 }, (_, i) => 2014 + i);
const PARTITIONS = [
  ['before', 'MINVALUE', `'${YEARS[0]}-01-01Z'`],
  ...YEARS.map((y) => [String(y), `'${y}-01-01Z'`, `'${y + 1}-01-01Z'`]),
  ['after', `'2036-01-01Z'`, 'MAXVALUE'],
] as const;
const partitions = (parent: string) =>
  PARTITIONS.map(
    ([name, from, to]) =>
      `CREATE TABLE observation_${name} PARTITION OF ${parent} FOR VALUES FROM (${from}) TO (${to})`,
  );
/** The old table steps aside under another name while rows move over, its partitions and indexes with it. */
const aside = (name: string) => `ALTER TABLE ${name} RENAME TO old_${name}`;

const OWN = `clinic_id = (SELECT nullif(current_setting('app.clinic', true), '')::uuid)`;
const KEYED = ['clinic_id', 'patient_id', 'concept_id', 'source_id'] as const;

/** The id that a row's key spells: start, series and length. The same as `observation-id.ts` writes; null where it cannot. */
const SPELL_ID = `CREATE FUNCTION spelled_observation_id(start_at timestamptz, end_at timestamptz, series_id int) RETURNS uuid
  LANGUAGE sql IMMUTABLE RETURN (
    SELECT CASE WHEN span < 4398046511104 AND start >= 35184372088832 AND start < 281474976710656 THEN (
      lpad(to_hex(start), 12, '0') || '8' || lpad(to_hex(series_id::bigint >> 20), 3, '0')
      || to_hex(8 + ((series_id >> 18) & 3)) || lpad(to_hex(((series_id::bigint & 262143) << 42) | span), 15, '0'))::uuid END
    FROM (SELECT (extract(epoch FROM start_at) * 1000)::bigint + 62135683200000 AS start,
                 (extract(epoch FROM end_at - start_at) * 1000)::bigint AS span) k)`;

const UP = [
  // A series is what one source measures of one patient: with it a row needs four bytes where it had twenty-four.
  `CREATE TABLE series (
     clinic_id uuid NOT NULL, id int GENERATED ALWAYS AS IDENTITY, patient_id uuid NOT NULL,
     concept_id int NOT NULL, source_id int NOT NULL,
     CONSTRAINT series_pk PRIMARY KEY (clinic_id, id),
     CONSTRAINT series_uq UNIQUE (clinic_id, patient_id, concept_id, source_id),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient,
     FOREIGN KEY (clinic_id, concept_id) REFERENCES concept,
     FOREIGN KEY (clinic_id, source_id) REFERENCES source)`,
  `ALTER TABLE skeleton ADD COLUMN status text GENERATED ALWAYS AS (body::json ->> 'status') STORED`,
  `GRANT SELECT ON skeleton TO stepwell_worker`,

  // The owner is bound by the policies too, and would move nothing.
  `ALTER TABLE observation NO FORCE ROW LEVEL SECURITY`,
  aside('observation'),
  ...PARTITIONS.map(([name]) => aside(`observation_${name}`)),
  `ALTER INDEX observation_pk RENAME TO old_observation_pk`,
  // Wide columns first, so that none is padded. The id is spelled by the key; only what came before this has one of its own.
  `CREATE TABLE observation_row (
     clinic_id uuid NOT NULL, start_at timestamptz NOT NULL, end_at timestamptz NOT NULL,
     received_at timestamptz NOT NULL DEFAULT now(), issued_at timestamptz,
     series_id int NOT NULL, skeleton_id int NOT NULL, version int NOT NULL DEFAULT 1,
     value numeric, identifier text, original_value numeric, remainder text, id uuid,
     CONSTRAINT observation_pk PRIMARY KEY (clinic_id, series_id, start_at, end_at),
     CONSTRAINT observation_period CHECK (end_at >= start_at)) PARTITION BY RANGE (start_at)`,
  ...partitions('observation_row'),
  `CREATE INDEX observation_own_id_ix ON observation_row (clinic_id, id) WHERE id IS NOT NULL`,
  SPELL_ID,
  `INSERT INTO series (clinic_id, patient_id, concept_id, source_id) SELECT DISTINCT ${KEYED.join(', ')} FROM old_observation ORDER BY 1, 2, 3, 4`,
  `INSERT INTO observation_row (clinic_id, start_at, end_at, received_at, issued_at, series_id, skeleton_id, version, value, original_value, remainder, id)
   SELECT o.clinic_id, o.start_at, o.end_at, o.received_at, o.issued_at, s.id, o.skeleton_id, o.version, o.value, o.original_value, o.remainder,
     nullif(o.id, spelled_observation_id(o.start_at, o.end_at, s.id))
   FROM old_observation o JOIN series s USING (${KEYED.join(', ')})`,
  `DROP TABLE old_observation`,
  ...tenantTable('series', { app: 'SELECT, INSERT', worker: 'SELECT' }),
  `ALTER TABLE observation_row ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE observation_row FORCE ROW LEVEL SECURITY`,
  // The setting is read once a statement instead of once a row.
  `CREATE POLICY observation_row_clinic ON observation_row USING (${OWN}) WITH CHECK (${OWN})`,
  `GRANT SELECT, INSERT, UPDATE ON observation_row TO stepwell_app`,
  `GRANT SELECT ON observation_row TO stepwell_worker`,
  // For questions that are not asked a thousand times a second: the row with what its series and skeleton say.
  `CREATE VIEW observation WITH (security_invoker = true) AS
   SELECT o.clinic_id, s.patient_id, s.concept_id, s.source_id, o.start_at, o.end_at,
     coalesce(o.id, spelled_observation_id(o.start_at, o.end_at, o.series_id)) AS id, o.version, o.value, o.original_value,
     k.status, o.series_id, o.skeleton_id, o.identifier, o.remainder, o.issued_at, o.received_at
   FROM observation_row o JOIN series s ON s.clinic_id = o.clinic_id AND s.id = o.series_id
   JOIN skeleton k ON k.clinic_id = o.clinic_id AND k.id = o.skeleton_id`,
  `GRANT SELECT ON observation TO stepwell_app, stepwell_worker`,

  // A commit of many patients marks its days in one row, which a worker spreads out; a patient's own days stay rows.
  `ALTER TABLE due_day ALTER COLUMN patient_id DROP NOT NULL, ALTER COLUMN day DROP NOT NULL,
     ADD COLUMN patient_ids uuid[], ADD COLUMN days date[],
     ADD CONSTRAINT due_day_form CHECK ((patient_id IS NULL) = (patient_ids IS NOT NULL) AND (day IS NULL) = (days IS NOT NULL))`,
  `ALTER TABLE due_day ALTER COLUMN patient_ids SET STORAGE PLAIN, ALTER COLUMN days SET STORAGE PLAIN`,
  `DROP INDEX due_day_patient_ix`,
  `CREATE INDEX due_day_patient_ix ON due_day (clinic_id, patient_id) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX due_day_sheaf_ix ON due_day (id) WHERE patient_id IS NULL`,

  // What was read about the patients of a clinic holds as long as this number does. Counted up at the very end of a
  // transaction, so that nobody waits long for it.
  `CREATE TABLE monitoring_revision (
     clinic_id uuid CONSTRAINT monitoring_revision_pk PRIMARY KEY REFERENCES clinic, revision bigint NOT NULL DEFAULT 1)`,
  ...tenantTable('monitoring_revision', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),
  `CREATE FUNCTION count_monitoring_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO monitoring_revision (clinic_id) VALUES (coalesce(NEW.clinic_id, OLD.clinic_id))
       ON CONFLICT (clinic_id) DO UPDATE SET revision = monitoring_revision.revision + 1;
     RETURN NULL;
   END $$`,
  ...['patient', 'consent', 'patient_time_zone'].map(
    (table) =>
      `CREATE CONSTRAINT TRIGGER ${table}_monitoring AFTER INSERT OR UPDATE OR DELETE ON ${table}
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_monitoring_revision()`,
  ),
];

const DOWN = [
  ...['patient', 'consent', 'patient_time_zone'].map((table) => `DROP TRIGGER ${table}_monitoring ON ${table}`),
  `DROP FUNCTION count_monitoring_revision`,
  `DROP TABLE monitoring_revision`,
  `INSERT INTO due_day (clinic_id, patient_id, day, judge, attempts, next_at)
   SELECT clinic_id, u.patient_id, u.day, judge, attempts, next_at FROM due_day, unnest(patient_ids, days) AS u(patient_id, day) WHERE due_day.patient_id IS NULL`,
  `DELETE FROM due_day WHERE patient_id IS NULL`,
  `DROP INDEX due_day_sheaf_ix`,
  `ALTER TABLE due_day DROP CONSTRAINT due_day_form, DROP COLUMN patient_ids, DROP COLUMN days,
     ALTER COLUMN patient_id SET NOT NULL, ALTER COLUMN day SET NOT NULL`,
  `DROP INDEX due_day_patient_ix`,
  `CREATE INDEX due_day_patient_ix ON due_day (clinic_id, patient_id)`,
  `DROP VIEW observation`,
  ...['observation_row', 'series', 'skeleton'].map((table) => `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`),
  ...PARTITIONS.map(([name]) => aside(`observation_${name}`)),
  `ALTER INDEX observation_pk RENAME TO old_observation_pk`,
  `CREATE TABLE observation (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, concept_id int NOT NULL, source_id int NOT NULL,
     start_at timestamptz NOT NULL, end_at timestamptz NOT NULL,
     id uuid NOT NULL, version int NOT NULL DEFAULT 1,
     value numeric, original_value numeric, status text NOT NULL,
     skeleton_id int NOT NULL, remainder text, issued_at timestamptz,
     received_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT observation_pk PRIMARY KEY (clinic_id, patient_id, concept_id, start_at, end_at, source_id),
     CHECK (end_at >= start_at)) PARTITION BY RANGE (start_at)`,
  ...partitions('observation'),
  `CREATE INDEX observation_id_ix ON observation (clinic_id, id)`,
  // The identifier goes back into the remainder, with the system that its skeleton keeps.
  `INSERT INTO observation (clinic_id, patient_id, concept_id, source_id, start_at, end_at, id, version, value, original_value, status, skeleton_id, remainder, issued_at, received_at)
   SELECT o.clinic_id, s.patient_id, s.concept_id, s.source_id, o.start_at, o.end_at,
     coalesce(o.id, spelled_observation_id(o.start_at, o.end_at, o.series_id)), o.version, o.value, o.original_value, k.status, o.skeleton_id,
     CASE WHEN o.identifier IS NULL THEN o.remainder
       WHEN o.remainder IS NULL THEN json_build_object('identifier', json_build_array(json_build_object('system', k.body::json #>> '{identifier,0,system}', 'value', o.identifier)))::text
       ELSE '{"identifier":' || json_build_array(json_build_object('system', k.body::json #>> '{identifier,0,system}', 'value', o.identifier))::text || ',' || substr(o.remainder, 2) END,
     o.issued_at, o.received_at
   FROM observation_row o JOIN series s ON s.clinic_id = o.clinic_id AND s.id = o.series_id
   JOIN skeleton k ON k.clinic_id = o.clinic_id AND k.id = o.skeleton_id`,
  ...tenantTable('observation', { app: 'SELECT, INSERT, UPDATE', worker: 'SELECT' }),
  `ALTER TABLE skeleton FORCE ROW LEVEL SECURITY`,
  `DROP TABLE observation_row`,
  `DROP FUNCTION spelled_observation_id`,
  `REVOKE SELECT ON skeleton FROM stepwell_worker`,
  `ALTER TABLE skeleton DROP COLUMN status`,
  `DROP TABLE series`,
];

/** Observations in half the space, and marks that many patients share. */
export class CompactObservations1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  /** @throws Error when ids would change: those that are spelled are read by no version before this one */
  async down(runner: QueryRunner): Promise<void> {
    // The owner is bound by the policies too, and would see no row.
    await runner.query('ALTER TABLE observation_row NO FORCE ROW LEVEL SECURITY');
    const [row] = (await runner.query('SELECT EXISTS (SELECT FROM observation_row WHERE id IS NULL) AS spelled')) as [
      { spelled: boolean },
    ];
    if (row.spelled)
      throw new Error(
        'Observations were stored since this migration, and the version before it cannot read their ids: no link to them would lead anywhere. Stay on this version, or restore a backup from before it.',
      );
    for (const sql of DOWN) await runner.query(sql);
  }
}
