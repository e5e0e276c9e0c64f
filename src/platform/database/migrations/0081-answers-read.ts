import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the patient put away that the team has answered: on every device, so it lives here. */
export class AnswersRead1700000000081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE correction ADD read_at timestamptz,
         ADD CONSTRAINT correction_read CHECK (read_at IS NULL OR decided_at IS NOT NULL)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE correction DROP read_at`);
  }
}
