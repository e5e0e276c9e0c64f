import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A patient's payloads are told page by page, the newest first: each page along an index, however many there are. */
export class PayloadsInOrder1700000000092 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX raw_payload_patient_ix ON raw_payload (clinic_id, patient_id, received_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX raw_payload_patient_ix');
  }
}
