import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Letters as somebody types them who cannot type all of them: lower case, without accents (U+0300 to U+036F once they are
 * parted from their letters), and those that have no accent to lose as their neighbours on the keyboard.
 */
const FOLD = `CREATE FUNCTION fold_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT translate(replace(replace(replace(lower(regexp_replace(normalize(name, NFD), '[\\u0300-\\u036f]', '', 'g')),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'łøđðıħ', 'loddih') $$`;

/** A patient is found by name without regard to accents, as FHIR asks of searches for a string. */
export class FoldedNames1700000000056 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FOLD);
    await runner.query(
      `ALTER TABLE patient ADD folded_name text GENERATED ALWAYS AS (fold_name(given_name || ' ' || family_name)) STORED`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE patient DROP folded_name');
    await runner.query('DROP FUNCTION fold_name');
  }
}
