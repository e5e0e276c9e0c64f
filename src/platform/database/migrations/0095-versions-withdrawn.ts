import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What only files have told that were taken back is no older news: who tells it later is believed. */
export class VersionsWithdrawn1700000000095 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE observation_version ADD is_withdrawn boolean NOT NULL DEFAULT false');
    // What a version says is changed by nobody.
    await runner.query('GRANT UPDATE (is_withdrawn) ON observation_version TO stepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE observation_version DROP is_withdrawn');
  }
}
