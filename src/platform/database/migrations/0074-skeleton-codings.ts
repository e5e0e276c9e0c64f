import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics, tenantTable } from './tenant-table.js';

const READ = ['observation_row', 'series', 'concept', 'skeleton'];

const UP = [
  // What a search can ask of a skeleton: its categories, and the codings of its code behind the one it is kept under.
  `CREATE TABLE skeleton_coding (
     clinic_id uuid NOT NULL, element text NOT NULL CHECK (element IN ('code','category')), code text NOT NULL, system text NOT NULL,
     skeleton_id int NOT NULL, concept_id int NOT NULL,
     CONSTRAINT skeleton_coding_pk PRIMARY KEY (clinic_id, element, code, system, skeleton_id, concept_id),
     FOREIGN KEY (clinic_id, skeleton_id) REFERENCES skeleton, FOREIGN KEY (clinic_id, concept_id) REFERENCES concept)`,
  ...forAllClinics(
    READ,
    `INSERT INTO skeleton_coding (clinic_id, element, code, system, skeleton_id, concept_id)
   SELECT DISTINCT u.clinic_id, e.element, e.coding ->> 'code', coalesce(e.coding ->> 'system', ''), u.skeleton_id, u.concept_id
   FROM (SELECT DISTINCT o.clinic_id, o.skeleton_id, s.concept_id FROM observation_row o
     JOIN series s ON s.clinic_id = o.clinic_id AND s.id = o.series_id) u
   JOIN skeleton k ON k.clinic_id = u.clinic_id AND k.id = u.skeleton_id
   JOIN concept c ON c.clinic_id = u.clinic_id AND c.id = u.concept_id
   CROSS JOIN LATERAL (
     SELECT 'code' AS element, x.coding FROM jsonb_path_query(k.body::jsonb, '$.code.coding[*]') AS x(coding)
     UNION ALL SELECT 'category', x.coding FROM jsonb_path_query(k.body::jsonb, '$.category[*].coding[*]') AS x(coding)) e
   WHERE length(e.coding ->> 'code') + length(coalesce(e.coding ->> 'system', '')) <= 500
     AND (e.element = 'category' OR (e.coding ->> 'code', coalesce(e.coding ->> 'system', '')) <> (c.code, c.system))`,
  ),
  ...tenantTable('skeleton_coding', { app: 'SELECT, INSERT', worker: 'SELECT' }),
];

/** An observation is found by any of its codings and by its category. */
export class SkeletonCodings1700000000074 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE skeleton_coding');
  }
}
