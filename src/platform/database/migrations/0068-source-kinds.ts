import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a device is may be learnt from a later road than the one that was heard first. */
export class SourceKinds1700000000068 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT UPDATE (kind) ON source TO stepwell_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE UPDATE (kind) ON source FROM stepwell_app`);
  }
}
