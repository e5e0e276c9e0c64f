import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets a message that is sent in one go refuse itself when what it was built on holds no longer. */
export class StaleWrites1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION require_monitoring_revision(clinic uuid, expected bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
      BEGIN
        IF coalesce((SELECT revision FROM monitoring_revision WHERE clinic_id = clinic), 0) <> expected THEN
          RAISE EXCEPTION 'monitoring has changed' USING ERRCODE = 'SW001';
        END IF;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION require_monitoring_revision');
  }
}
