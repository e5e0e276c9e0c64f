import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics } from './tenant-table.js';

const KIND = `'connection-broken'`;
/** Nothing ever raised it; what could be said of it was a rule, a trial of a rule, and what a view shows. */
const UP = forAllClinics(
  ['alert_rule', 'saved_view', 'back_test', 'back_test_item'],
  `DELETE FROM alert_rule WHERE kind = ${KIND}`,
  `UPDATE saved_view SET filters = filters - 'kind' WHERE filters ->> 'kind' = ${KIND}`,
  `DELETE FROM back_test WHERE change ->> 'kind' = ${KIND}`,
);

/** Alerts of broken connections, which no version could raise, are gone as a kind. */
export class NoBrokenConnections1700000000083 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(): Promise<void> {
    // What was removed said nothing.
  }
}
