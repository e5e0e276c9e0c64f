import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which transfer brought a patient here: what another clinic hands over is written to that patient and to no other. */
export class CameByTransfer1700000000048 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE patient ADD came_by_transfer uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE patient DROP came_by_transfer');
  }
}
