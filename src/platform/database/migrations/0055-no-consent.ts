import type { MigrationInterface, QueryRunner } from 'typeorm';

const RULE = 'CONSTRAINT alert_suppression_reason CHECK';
const REASONS = `'inhibited','already-handled','not-live','rule-off','snoozed'`;

/** An answer that interrupts, of a patient who does not agree to be monitored: nobody is told, and a row says why. */
export class NoConsent1700000000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alert_suppression DROP CONSTRAINT alert_suppression_reason');
    await runner.query(`ALTER TABLE alert_suppression ADD ${RULE} (reason IN (${REASONS},'no-consent'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM alert_suppression WHERE reason = 'no-consent'`);
    await runner.query('ALTER TABLE alert_suppression DROP CONSTRAINT alert_suppression_reason');
    await runner.query(`ALTER TABLE alert_suppression ADD ${RULE} (reason IN (${REASONS}))`);
  }
}
