import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics } from './tenant-table.js';

const SETTINGS = 'notice_setting, told_setting';

/** Whose erasure is over: no longer a patient of the clinic, or known to none. */
const erased = (table: string) => `DELETE FROM ${table} t USING membership m, person p
  WHERE m.clinic_id = t.clinic_id AND m.person_id = t.person_id AND p.id = t.person_id AND NOT m.active
    AND (p.email = 'erased-' || p.id || '@erased.invalid' OR (m.role = 'patient'
      AND NOT EXISTS (SELECT 1 FROM patient o WHERE o.clinic_id = t.clinic_id AND o.person_id = t.person_id)))`;

const UP = [
  `GRANT DELETE ON ${SETTINGS} TO stepwell_worker`,
  // Erasures until now emptied one of them, and left the others.
  ...forAllClinics(
    ['notice_setting', 'told_setting', 'notice', 'app_grant', 'membership', 'patient'],
    erased('notice_setting'),
    erased('told_setting'),
    `${erased('notice')} AND t.alert_id IS NULL`,
    erased('app_grant'),
  ),
];

/** An erasure, which the worker does, takes how somebody wanted to be told. */
export class SettingsForgotten1700000000075 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE DELETE ON ${SETTINGS} FROM stepwell_worker`);
  }
}
