import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics } from './tenant-table.js';

const UP = [
  // Under which codes answers have come that may interrupt somebody, or forms that carry some: their series are read whole.
  `ALTER TABLE concept ADD asks boolean NOT NULL DEFAULT false`,
  `GRANT UPDATE (asks) ON concept TO stepwell_app`,
  // The worker says who corrected an answer that somebody has on the list.
  `GRANT SELECT (clinic_id, id, name) ON app, api_token TO stepwell_worker`,
  // Asked by the code of the question itself, or behind another code: the skeleton has them all.
  ...forAllClinics(
    ['concept', 'skeleton'],
    `UPDATE concept SET asks = true WHERE code = '44260-8'`,
    `UPDATE concept c SET asks = true FROM skeleton k WHERE k.clinic_id = c.clinic_id AND c.metric IS NULL AND k.body LIKE '%44260-8%'
       AND (k.body::jsonb #> '{code,coding}') @> jsonb_build_array(jsonb_build_object('code', c.code))`,
  ),
];
const DOWN = [
  `REVOKE SELECT (clinic_id, id, name) ON app, api_token FROM stepwell_worker`,
  `REVOKE UPDATE (asks) ON concept FROM stepwell_app`,
  `ALTER TABLE concept DROP asks`,
];

/** An answer is found by whatever code its question came with. */
export class AskingConcepts1700000000062 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
