import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was raised in a period, and the newest of each kind, without reading every alert there ever was. */
export class AlertsByKind1700000000058 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX alert_kind_ix ON alert (clinic_id, kind, raised_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX alert_kind_ix');
  }
}
