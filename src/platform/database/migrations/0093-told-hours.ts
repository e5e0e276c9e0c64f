import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics, tenantTable } from './tenant-table.js';

const UP = [
  // What was told as times on the wall, an hour a row: a row a name took more than the reading itself. What stands alone
  // already stays there until nothing tells it any more.
  `CREATE TABLE told_hour (
     clinic_id uuid NOT NULL, patient_id uuid NOT NULL, hour int NOT NULL,
     keys uuid[] NOT NULL, observation_ids uuid[] NOT NULL, revised_at timestamptz[] NOT NULL,
     CONSTRAINT told_hour_pk PRIMARY KEY (clinic_id, patient_id, hour),
     FOREIGN KEY (clinic_id, patient_id) REFERENCES patient)`,
  ...tenantTable('told_hour', { app: 'SELECT, INSERT, UPDATE, DELETE', worker: 'SELECT, UPDATE, DELETE' }),
  // Told of whom, and of what time: what stands for some observations of a patient, and what retention has emptied.
  `DROP INDEX told_reading_observation_ix`,
  `CREATE INDEX told_reading_observation_ix ON told_reading (patient_id, observation_id)`,
  // When the names of the readings that retention removed went after them.
  `ALTER TABLE closed_period ADD names_removed_at timestamptz`,
  `CREATE INDEX closed_period_names_ix ON closed_period (clinic_id, patient_id, from_day) WHERE removed_at IS NOT NULL AND names_removed_at IS NULL`,
];

/** Names that are times on the wall share a row an hour, and go with the readings that retention removes. */
export class ToldHours1700000000093 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    const alone = `INSERT INTO told_reading (clinic_id, patient_id, key, observation_id, revised_at)
      SELECT h.clinic_id, h.patient_id, t.* FROM told_hour h, unnest(h.keys, h.observation_ids, h.revised_at) AS t
      ON CONFLICT DO NOTHING`;
    for (const sql of [
      ...forAllClinics(['told_hour', 'told_reading'], alone),
      `DROP TABLE told_hour`,
      `ALTER TABLE closed_period DROP names_removed_at`,
      `DROP INDEX told_reading_observation_ix`,
      `CREATE INDEX told_reading_observation_ix ON told_reading (clinic_id, observation_id)`,
    ])
      await runner.query(sql);
  }
}
