import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Years that migration 0005 made, of which hardly a clinic has readings. */
const FIRST_YEAR = 2014;
const FIRST_KEPT = 2024;
const YEARS = Array.from({ length: FIRST_KEPT - FIRST_YEAR }, (_, i) => FIRST_YEAR + i);

const start = (year: number) => `'${year}-01-01Z'`;
const DETACH_BEFORE = `ALTER TABLE observation_row DETACH PARTITION observation_before`;
const attachBefore = (year: number) =>
  `ALTER TABLE observation_row ATTACH PARTITION observation_before FOR VALUES FROM (MINVALUE) TO (${start(year)})`;

/**
 * One partition for all the time before the first year that holds something as this runs. A question that does not say
 * from when on opened every year up to now, and most of those were empty.
 */
export class EmptyYears1700000000079 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Other nodes may be storing: what one of them has not committed yet would be seen by nobody, and go with its year.
    await runner.query(`LOCK TABLE observation_row IN ACCESS EXCLUSIVE MODE`);
    const first = await findFirstFilled(runner);
    if (first === FIRST_YEAR) return;
    await runner.query(DETACH_BEFORE);
    for (const year of YEARS) if (year < first) await runner.query(`DROP TABLE observation_${year}`);
    await runner.query(attachBefore(first));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DETACH_BEFORE);
    for (const year of YEARS)
      await runner.query(
        `CREATE TABLE IF NOT EXISTS observation_${year} PARTITION OF observation_row FOR VALUES FROM (${start(year)}) TO (${start(year + 1)})`,
      );
    // The owner is bound by the policy too, and would move nothing.
    await runner.query(`ALTER TABLE observation_row NO FORCE ROW LEVEL SECURITY`);
    await runner.query(
      `WITH moved AS (DELETE FROM observation_before WHERE start_at >= ${start(FIRST_YEAR)} RETURNING *) INSERT INTO observation_row SELECT * FROM moved`,
    );
    await runner.query(`ALTER TABLE observation_row FORCE ROW LEVEL SECURITY`);
    await runner.query(attachBefore(FIRST_YEAR));
  }
}

async function findFirstFilled(runner: QueryRunner): Promise<number> {
  for (const year of YEARS) {
    const [row] = (await runner.query(`SELECT EXISTS (SELECT FROM observation_${year}) AS filled`)) as [
      { filled: boolean },
    ];
    if (row.filled) return year;
  }
  return FIRST_KEPT;
}
