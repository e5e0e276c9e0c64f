import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forAllClinics } from './tenant-table.js';

const TABLES = ['delegation', 'invitation'];
/** The patient whose record it is came in by this invitation's own writing: who invites somebody agrees to them. */
const BY_PATIENT = `EXISTS (SELECT 1 FROM patient p WHERE p.clinic_id = i.clinic_id AND p.id = i.patient_id AND 'person/' || p.person_id = i.created_by)`;
const HAS_ACCOUNT = `EXISTS (SELECT 1 FROM patient p JOIN membership m ON m.clinic_id = p.clinic_id AND m.person_id = p.person_id AND m.active AND m.role = 'patient'
  WHERE p.clinic_id = i.clinic_id AND p.id = i.patient_id)`;
const SHARES = `coalesce((SELECT said.status = 'given' FROM consent said WHERE said.clinic_id = d.clinic_id AND said.patient_id = d.patient_id
  AND said.purpose = 'share-caregiver' ORDER BY said.recorded_at DESC LIMIT 1), false)`;
/** What either record of a merge let somebody see is kept for the day on which the merge is undone. */
const IS_MERGED = `EXISTS (SELECT 1 FROM patient_merge j WHERE j.clinic_id = d.clinic_id AND d.patient_id IN (j.survivor_id, j.duplicate_id) AND j.state = 'done')`;
const INVITED_BY_PATIENT = `EXISTS (SELECT 1 FROM invitation i JOIN person w ON w.id = d.person_id AND lower(w.email) = lower(i.email)
  WHERE i.clinic_id = d.clinic_id AND i.patient_id = d.patient_id AND i.role = 'caregiver' AND i.accepted_at IS NOT NULL AND ${BY_PATIENT})`;

const UP = [
  // Who agreed to this very person, how, and who wrote it down: `person/<id>`. Without: it waits, and opens nothing.
  ...TABLES.map(
    (table) => `ALTER TABLE ${table} ADD agreed_how text, ADD agreed_by text, ADD agreed_at timestamptz,
      ADD CONSTRAINT ${table}_agreed_how_check CHECK (agreed_how IN ('in-app','on-paper','in-person','before')),
      ADD CONSTRAINT ${table}_agreed_whole CHECK (num_nulls(agreed_how, agreed_by, agreed_at) IN (0, 3))`,
  ),
  ...forAllClinics(
    ['delegation', 'invitation', 'patient', 'patient_merge', 'consent', 'membership'],
    // Nobody loses what they see today; who sees nothing today waits to be asked about. What has ended has held.
    `UPDATE delegation d SET agreed_how = 'before', agreed_by = 'migration', agreed_at = now()
     WHERE until <= now() OR ${SHARES} OR ${IS_MERGED} OR ${INVITED_BY_PATIENT}`,
    `UPDATE invitation i SET agreed_how = 'in-app', agreed_by = created_by, agreed_at = created_at
     WHERE role = 'caregiver' AND accepted_at IS NULL AND ${BY_PATIENT}`,
    // Nobody could be asked: whoever invited them did so for a patient without an account.
    `UPDATE invitation i SET agreed_how = 'before', agreed_by = 'migration', agreed_at = now()
     WHERE role = 'caregiver' AND accepted_at IS NULL AND revoked_at IS NULL AND agreed_at IS NULL AND NOT ${HAS_ACCOUNT}`,
  ),
];

/** The word of patients on each person whom their team invites to look on. */
export class AgreedGrants1700000000078 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  /** What waits would hold without these columns: it ends. */
  async down(runner: QueryRunner): Promise<void> {
    for (const sql of forAllClinics(
      TABLES,
      `UPDATE delegation SET until = now() WHERE agreed_at IS NULL AND (until IS NULL OR until > now())`,
      `UPDATE invitation SET revoked_at = now() WHERE role = 'caregiver' AND agreed_at IS NULL AND accepted_at IS NULL AND revoked_at IS NULL`,
    ))
      await runner.query(sql);
    for (const table of TABLES)
      await runner.query(`ALTER TABLE ${table} DROP agreed_how, DROP agreed_by, DROP agreed_at`);
  }
}
