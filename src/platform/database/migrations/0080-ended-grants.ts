import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics } from './tenant-table.js';

/** The audit's row of an act is written a moment after it. */
const ACT = (of: string, at: string) =>
  `a.clinic_id = ${of}.clinic_id AND a.patient_id = ${of}.patient_id AND a.outcome = 'success' AND a.actor LIKE 'person/%'
   AND a.at BETWEEN ${of}.${at} AND ${of}.${at} + interval '1 minute'`;
const AS = `CASE a.role WHEN 'patient' THEN 'patient' ELSE 'team' END`;
const WORDS = `'item','fallback','patient','test','news'`;
const ASKED = 'clinic_id, patient_id, role, agreed_at, accepted_at, revoked_at, expires_at';
const notices = (words: string) =>
  `ALTER TABLE notice DROP CONSTRAINT notice_words_check, ADD CONSTRAINT notice_words_check CHECK (words IN (${words}))`;

const UP = [
  // Who ended it, `person/<id>`, and as whom. Without: its day has come. before: it was not kept who.
  `ALTER TABLE delegation ADD ended_as text, ADD ended_by text, ADD ended_at timestamptz,
     ADD CONSTRAINT delegation_ended_as_check CHECK (ended_as IN ('patient','team','before')),
     ADD CONSTRAINT delegation_ended_whole CHECK (num_nulls(ended_as, ended_by, ended_at) IN (0, 3))`,
  `ALTER TABLE invitation ADD revoked_as text, ADD revoked_by text,
     ADD CONSTRAINT invitation_revoked_as_check CHECK (revoked_as IN ('patient','team')),
     ADD CONSTRAINT invitation_revoked_whole CHECK (num_nulls(revoked_as, revoked_by) IN (0, 2) AND (revoked_by IS NULL OR revoked_at IS NOT NULL))`,
  // The audit knows who it was.
  ...forAllClinics(
    ['delegation', 'invitation', 'audit_event'],
    `UPDATE delegation d SET ended_as = ${AS}, ended_by = a.actor, ended_at = d.until FROM audit_event a
     WHERE d.until <= now() AND ${ACT('d', 'until')} AND a.type = 'Follower' AND a.interaction = 'end' AND a.object_id = d.person_id::text`,
    `UPDATE delegation SET ended_as = 'before', ended_by = 'migration', ended_at = until WHERE until <= now() AND ended_as IS NULL`,
    `UPDATE invitation i SET revoked_as = ${AS}, revoked_by = a.actor FROM audit_event a
     WHERE i.role = 'caregiver' AND ${ACT('i', 'revoked_at')} AND a.object_id = i.id::text
       AND (a.type, a.interaction) IN (('Follower', 'end'), ('Invitation', 'delete'))`,
  ),
  notices(`${WORDS},'asked'`),
  // Whether somebody still waits is asked when the notice leaves.
  `GRANT SELECT (${ASKED}) ON invitation TO stepwell_worker`,
];

const DOWN = [
  `REVOKE SELECT (${ASKED}) ON invitation FROM stepwell_worker`,
  ...forAllClinics(['notice'], `DELETE FROM notice WHERE words = 'asked'`),
  notices(WORDS),
  `ALTER TABLE delegation DROP ended_as, DROP ended_by, DROP ended_at`,
  `ALTER TABLE invitation DROP revoked_as, DROP revoked_by`,
];

/** Who said no, took back or ended it, where somebody looks on or was to; and a patient hears that they are asked. */
export class EndedGrants1700000000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
