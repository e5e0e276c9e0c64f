import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever adds a due day looks for the rows of that day, among perhaps thousands of the patient's. */
export class DueByDay1700000000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Not the other way round: with CREATE's lock held, DROP would wait for a worker with rows, who waits to write them.
    await runner.query('DROP INDEX due_day_patient_ix');
    await runner.query(
      'CREATE INDEX due_day_day_ix ON due_day (clinic_id, patient_id, day) WHERE patient_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX due_day_day_ix');
    await runner.query(
      'CREATE INDEX due_day_patient_ix ON due_day (clinic_id, patient_id) WHERE patient_id IS NOT NULL',
    );
  }
}
