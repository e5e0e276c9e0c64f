import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The codes of 2026-11, as `modules/record/labels.ts` had them: a migration stays what it was. */
const CODES = {
  psychology: ['PSY', 'MH', 'PSYTHPN', 'BH'],
  'substance-use': ['ETH', 'ETHUD', 'OPIOIDUD', 'SUD', 'BH', '42CFRPart2'],
};
const isLabelled = (label: keyof typeof CODES) =>
  `EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(body::jsonb #> '{meta,security}') = 'array'
     THEN body::jsonb #> '{meta,security}' ELSE '[]' END) s WHERE s ->> 'code' IN (${CODES[label].map((code) => `'${code}'`).join(',')}))`;

/**
 * Records from before compartments were kept beside them (0022) may carry `meta.security` and yet be open to all who see
 * the patient. They get the compartment that they name. Whoever wrote them goes on reading them, where the record says
 * who that was.
 */
const UP = [
  `ALTER TABLE record NO FORCE ROW LEVEL SECURITY`,
  `UPDATE record SET sensitivity = l.labels, author_id = coalesce(author_id, l.author)
   FROM (SELECT clinic_id, type, id, version,
       array_remove(ARRAY[CASE WHEN ${isLabelled('psychology')} THEN 'psychology' END,
         CASE WHEN ${isLabelled('substance-use')} THEN 'substance-use' END], NULL) AS labels,
       (SELECT (a -> 'identifier' ->> 'value')::uuid FROM jsonb_array_elements(CASE WHEN jsonb_typeof(body::jsonb -> 'author') = 'array'
          THEN body::jsonb -> 'author' ELSE '[]' END) a
        WHERE a -> 'identifier' ->> 'system' = 'urn:stepwell:person' AND a -> 'identifier' ->> 'value' ~ '^[0-9a-f-]{36}$' LIMIT 1) AS author
     FROM record WHERE type <> 'Patient' AND sensitivity = '{}' AND body LIKE '%"security"%') l
   WHERE (record.clinic_id, record.type, record.id, record.version) = (l.clinic_id, l.type, l.id, l.version) AND cardinality(l.labels) > 0`,
  `ALTER TABLE record FORCE ROW LEVEL SECURITY`,
];

export class LabelOldRecords1700000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  /** What is protected stays so. */
  async down(): Promise<void> {}
}
