import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { ROLES, urlFor } from './roles.js';

/** Tables with a clinic that no policy guards, and why that is right. */
const WITHOUT_POLICY: Record<string, string> = {
  back_test_job: 'a queue of ids only, worked through across clinics: the worker takes from it and then enters one',
  rights_job: 'a queue of ids only, worked through across clinics: the worker takes from it and then enters one',
  due_day: 'a queue of ids only: the app may only insert, the worker takes from it and then enters one clinic',
};
/** Unique indexes that do not lead with the clinic, and why. */
const NOT_LED_BY_CLINIC: Record<string, string> = {
  clinic_slug_uq: 'short names of clinics are global: people type them',
  back_test_job_pk: 'a queue is worked through in order of arrival, across clinics',
  rights_job_pk: 'a queue is worked through in order of arrival, across clinics',
  due_day_pk: 'a queue is worked through in order of arrival, across clinics',
};
/** Roles that serve; none of them may own, create or step around anything. */
const SERVING = [...ROLES];

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database?.drop());

interface Table {
  readonly name: string;
  readonly isPartition: boolean;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: { readonly for: string; readonly check: string | null; readonly to: string[] }[];
}

/** Every table of the schema public that has a clinic_id, as the catalogue tells it. */
const tenantTables = () =>
  database.asOwner<Table>(`
    SELECT c.relname AS name, c.relispartition AS "isPartition", c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
      COALESCE((SELECT json_agg(json_build_object('for', p.cmd, 'check', p.with_check, 'to', p.roles))
        FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname), '[]') AS policies
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'clinic_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`);

describe('the catalogue', () => {
  it('has row-level security on and forced, with a policy that also checks writes, on every table with a clinic', async () => {
    const tables = (await tenantTables()).filter((table) => !table.isPartition);
    expect(tables.length).toBeGreaterThan(25);
    const open = tables.filter(
      (table) => !(table.enabled && table.forced && table.policies.some((p) => p.for === 'ALL' && p.check !== null)),
    );
    expect(open.map((table) => table.name).sort()).toEqual(Object.keys(WITHOUT_POLICY).sort());
  });

  it('lets no policy but the listed ones look past the clinic', async () => {
    const rows = await database.asOwner<{ policy: string }>(
      `SELECT tablename || '.' || policyname AS policy FROM pg_policies WHERE schemaname = 'public'
       AND (cmd <> 'ALL' OR qual NOT LIKE '(clinic_id = %app.clinic%') ORDER BY 1`,
    );
    expect(rows.map((row) => row.policy)).toEqual([
      'api_token.api_token_bearer',
      'app.app_bearer',
      'app_grant.app_grant_bearer',
      // The sealer takes rows of all clinics in one look, as the worker, who could enter each of them anyway.
      'audit_event.audit_event_sealer',
      'audit_seal.audit_seal_sealer',
      'clinic.clinic_bearer',
      'clinic.clinic_worker',
      // What is due is taken across clinics, and only from outside of them: inside, the worker sees its own.
      'escalation_step.escalation_step_due',
      'escalation_step.escalation_step_lock',
      'invitation.invitation_bearer',
      'membership.membership_bearer',
      'notice.notice_due',
      'notice.notice_lock',
      'patient.patient_bearer',
      'patient_transfer.patient_transfer_bearer',
      'session_clinic.session_clinic_bearer',
      'socket_ticket.socket_ticket_bearer',
      'telling.telling_due',
      'telling.telling_lock',
    ]);
  });

  it('leads every unique index of such a table with the clinic', async () => {
    const rows = await database.asOwner<{ index: string }>(`
      SELECT i.indexrelid::regclass::text AS index FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'clinic_id' AND NOT a.attisdropped
      WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND i.indkey[0] <> a.attnum ORDER BY 1`);
    expect(rows.map((row) => row.index)).toEqual(Object.keys(NOT_LED_BY_CLINIC).sort());
  });

  it('gives the serving roles nothing of their own and nothing on partitions', async () => {
    const owned = await database.asOwner(
      `SELECT relname FROM pg_class WHERE relowner IN (SELECT oid FROM pg_roles WHERE rolname = ANY($1))`,
      [SERVING],
    );
    expect(owned).toEqual([]);
    const onPartitions = await database.asOwner(
      `SELECT c.relname, r.rolname FROM pg_class c CROSS JOIN pg_roles r WHERE c.relispartition AND c.relkind = 'r' AND r.rolname = ANY($1)
       AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`,
      [SERVING],
    );
    expect(onPartitions).toEqual([]);
  });

  it('makes the serving roles ordinary: no superuser, no bypass, no creating, no truncating', async () => {
    const roles = await database.asOwner(
      `SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`,
      [SERVING],
    );
    expect(roles).toHaveLength(SERVING.length);
    const truncating = await database.asOwner(
      `SELECT c.relname FROM pg_class c CROSS JOIN pg_roles r WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND r.rolname = ANY($1) AND has_table_privilege(r.oid, c.oid, 'TRUNCATE')`,
      [SERVING],
    );
    expect(truncating).toEqual([]);
    const creating = await database.asOwner(
      `SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND (has_schema_privilege(oid, 'public', 'CREATE') OR has_schema_privilege(oid, 'auth', 'CREATE'))`,
      [SERVING],
    );
    expect(creating).toEqual([]);
  });

  it('keeps passwords and sessions from everybody but the role for sign-in', async () => {
    const rows = await database.asOwner<{ rolname: string }>(
      `SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND has_schema_privilege(oid, 'auth', 'USAGE')`,
      [SERVING],
    );
    expect(rows.map((row) => row.rolname)).toEqual(['stepwell_auth']);
  });

  it('refuses a partition to the app, even with the clinic set', async () => {
    const app = new pg.Client({ connectionString: urlFor('stepwell_app', database.ownerUrl) });
    await app.connect();
    try {
      await expect(app.query('SELECT count(*) FROM observation_2026')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await app.end();
    }
  });
});
