import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // The file that a payload stood in: it goes when the file is taken back. Null: it was sent by itself.
  'ALTER TABLE raw_payload ADD upload_id uuid',
  'GRANT UPDATE (body, body_removed_at) ON raw_payload TO stepwell_app',
];
const DOWN = [
  'REVOKE UPDATE (body, body_removed_at) ON raw_payload FROM stepwell_app',
  'ALTER TABLE raw_payload DROP upload_id',
];

/** What an export file tells in wall-clock time is kept as a payload, so that it follows a corrected zone. */
export class PayloadsOfFiles1700000000088 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
