import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long a clinic keeps a referral that it declined. */
export class ReferralsEnd1700000000049 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE retention_setting ADD declined_referral_days int NOT NULL DEFAULT 90 CHECK (declined_referral_days BETWEEN 1 AND 3650)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE retention_setting DROP declined_referral_days');
  }
}
