import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A journey that was entered wrongly can be taken out. */
export class JourneysTakenOut1700000000094 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT DELETE ON patient_time_zone TO stepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE DELETE ON patient_time_zone FROM stepwell_app');
  }
}
