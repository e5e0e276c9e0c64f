import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // Noted once a visit, by whichever node looks first; what it is due by is the visit's own time.
  `ALTER TABLE visit ADD missed_at timestamptz`,
  `CREATE INDEX visit_unmet_ix ON visit (clinic_id, starts_at) WHERE state = 'booked' AND modality = 'video' AND missed_at IS NULL`,
  `GRANT UPDATE (missed_at) ON visit TO stepwell_worker`,
  `GRANT SELECT ON visit_event TO stepwell_worker`,
  // The day on which somebody was last told to look at the sprint's end.
  `ALTER TABLE sprint ADD looked_on date`,
  `CREATE INDEX sprint_ends_ix ON sprint (clinic_id, ends_on)`,
  `GRANT UPDATE (looked_on) ON sprint TO stepwell_worker`,
];
const DOWN = [
  `REVOKE UPDATE (looked_on) ON sprint FROM stepwell_worker`,
  `DROP INDEX sprint_ends_ix`,
  `ALTER TABLE sprint DROP looked_on`,
  `REVOKE SELECT ON visit_event FROM stepwell_worker`,
  `REVOKE UPDATE (missed_at) ON visit FROM stepwell_worker`,
  `DROP INDEX visit_unmet_ix`,
  `ALTER TABLE visit DROP missed_at`,
];

/** What time alone makes of visits and sprints: a patient who did not come, a decision that is due. */
export class MissedVisitsReviews1700000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
