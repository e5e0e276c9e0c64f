import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose word the worn minutes of a day are. What was counted before came from heart rates; the default costs no rewriting. */
export class WornFrom1700000000076 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE daily_value ADD COLUMN worn_from text NOT NULL DEFAULT 'heart-rate' CONSTRAINT daily_value_worn_from_ck CHECK (worn_from IN ('heart-rate','vendor'))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE daily_value DROP COLUMN worn_from');
  }
}
