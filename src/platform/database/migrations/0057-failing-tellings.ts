import type { MigrationInterface, QueryRunner } from 'typeorm';

const FAULTS = (evidence: string) => [
  `ALTER TABLE alert NO FORCE ROW LEVEL SECURITY`,
  `UPDATE alert SET evidence = ${evidence} WHERE evidence ->> 'type' = 'chain'`,
  `ALTER TABLE alert FORCE ROW LEVEL SECURITY`,
];

const UP = [
  `ALTER TABLE telling ADD failing_since timestamptz`,
  `CREATE INDEX telling_failing_ix ON telling (clinic_id, failing_since) WHERE state = 'due' AND failing_since IS NOT NULL`,
  // Where the owner is bound by the policies 0054 reached no alert: `unheard` is made up for.
  ...FAULTS(`'{"unheard":0,"lateTellings":0}'::jsonb || evidence`),
];

const DOWN = [
  ...FAULTS(`evidence - 'lateTellings'`),
  `DROP INDEX telling_failing_ix`,
  `ALTER TABLE telling DROP failing_since`,
];

/** Since when somebody cannot be told, although it is time; a fault of the chain also counts those. */
export class FailingTellings1700000000057 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
