import type { MigrationInterface, QueryRunner } from 'typeorm';

const QUEUES = [
  ['escalation_step', `tier = 'now'`],
  ['notice', `urgency = 'now'`],
] as const;

/** What interrupts is taken before everything else that is due; a fault of the chain also counts alerts that nobody heard of. */
export class UrgentFirst1700000000054 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, urgent] of QUEUES)
      await runner.query(`CREATE INDEX ${table}_urgent_ix ON ${table} (next_at) WHERE state = 'due' AND ${urgent}`);
    await runner.query(
      `UPDATE alert SET sentence = jsonb_set(sentence, '{facts,unheard}', '0'), evidence = jsonb_set(evidence, '{unheard}', '0') WHERE kind = 'chain-fault'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of QUEUES) await runner.query(`DROP INDEX ${table}_urgent_ix`);
    await runner.query(
      `UPDATE alert SET sentence = sentence #- '{facts,unheard}', evidence = evidence - 'unheard' WHERE kind = 'chain-fault'`,
    );
  }
}
