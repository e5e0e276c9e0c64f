import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a file was not taken, or waits, as a word that pages have sentences for. */
export class UploadErrorCodes1700000000086 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE upload ADD error_code text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE upload DROP error_code');
  }
}
