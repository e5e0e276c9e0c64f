import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // `variant`: what keeps readings of one source, code and moment apart (observations/observation.ts). `at`: where the one
  // reading of a series stands that does not say when it was.
  `ALTER TABLE series ADD variant text NOT NULL DEFAULT '', ADD at timestamptz, DROP CONSTRAINT series_uq,
     ADD CONSTRAINT series_uq UNIQUE (clinic_id, patient_id, concept_id, source_id, variant)`,
];
const DOWN = [
  `ALTER TABLE series DROP CONSTRAINT series_uq, DROP variant, DROP at,
     ADD CONSTRAINT series_uq UNIQUE (clinic_id, patient_id, concept_id, source_id)`,
];

/** A pain of the knee is another reading than one of the back; what does not say when is the same when it is sent again. */
export class SeriesVariants1700000000065 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  /** @throws QueryFailedError where readings are kept apart that the version before cannot tell apart: nothing is changed */
  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
