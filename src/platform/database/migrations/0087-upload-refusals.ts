import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why entries of a file were not taken: sentences, and how often each; null of files that were read before it was kept. */
export class UploadRefusals1700000000087 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE upload ADD refusals jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE upload DROP refusals');
  }
}
