import { currentClinic, query } from '../../../platform/database/database.js';
import type { ChangeRule, RuleScope, RuleSettings } from './alert-rule.schema.js';
import type { RuleVersion } from './effective-rule.js';

interface Where {
  readonly patientId: string | null;
  readonly programme: string | null;
}

export interface RuleRow extends RuleVersion {
  readonly programme: string | null;
  readonly patientId: string | null;
  readonly changedById: string;
  readonly changedByName: string;
  readonly changedAt: Date;
  readonly reason: string;
}

const SELECT = `r.id::int, r.kind, r.domain, r.scope, r.programme, r.patient_id AS "patientId", r.version, r.settings,
  r.changed_by AS "changedById", p.name AS "changedByName", r.changed_at AS "changedAt", r.reason
  FROM alert_rule r JOIN person p ON p.id = r.changed_by`;
const IN_SCOPE = `(r.scope = 'clinic' OR r.programme = $2 OR r.patient_id = $1::uuid)`;

/** The newest version in each scope that this patient lies in (by the patient's programme), or the clinic alone. */
export function findRulesFor(patientId: string | null): Promise<RuleVersion[]> {
  return query<RuleVersion>(
    `SELECT DISTINCT ON (r.kind, r.domain, r.scope) r.id::int, r.kind, r.domain, r.scope, r.version, r.settings FROM alert_rule r
     WHERE r.scope = 'clinic' OR r.patient_id = $1::uuid OR r.programme = (SELECT programme FROM patient WHERE id = $1::uuid)
     ORDER BY r.kind, r.domain, r.scope, r.version DESC`,
    [patientId],
  );
}

/** The same with who changed it, when and why. */
export function findNewestVersions({ patientId, programme }: Where): Promise<RuleRow[]> {
  return query<RuleRow>(
    `SELECT DISTINCT ON (r.kind, r.domain, r.scope, r.programme) ${SELECT} WHERE ${IN_SCOPE}
     ORDER BY r.kind, r.domain, r.scope, r.programme, r.version DESC`,
    [patientId, programme],
  );
}

/** Every version of a kind in these scopes, the newest first. */
export function findHistory(kind: string, { patientId, programme }: Where): Promise<RuleRow[]> {
  return query<RuleRow>(`SELECT ${SELECT} WHERE ${IN_SCOPE} AND r.kind = $3 ORDER BY r.id DESC`, [
    patientId,
    programme,
    kind,
  ]);
}

export const placeOf = (scope: RuleScope): Where => ({
  programme: scope.of === 'programme' ? scope.programme : null,
  patientId: scope.of === 'patient' ? scope.patientId : null,
});

/** False when somebody else has changed it since that version. */
export async function insertVersion(
  kind: string,
  change: Pick<ChangeRule, 'scope' | 'domain' | 'version' | 'reason'> & { settings: RuleSettings | null },
  by: string,
): Promise<boolean> {
  const { programme, patientId } = placeOf(change.scope);
  const rows = await query(
    `INSERT INTO alert_rule (clinic_id, kind, domain, scope, programme, patient_id, version, settings, changed_by, reason)
     SELECT $1, $2, $3, $4, $5, $6, $7::int + 1, $8, $9, $10
     WHERE $7 = (SELECT coalesce(max(version), 0) FROM alert_rule r WHERE r.kind = $2 AND r.domain IS NOT DISTINCT FROM $3 AND r.scope = $4
       AND r.programme IS NOT DISTINCT FROM $5 AND r.patient_id IS NOT DISTINCT FROM $6::uuid)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      currentClinic(),
      kind,
      change.domain,
      change.scope.of,
      programme,
      patientId,
      change.version,
      change.settings && JSON.stringify(change.settings),
      by,
      change.reason,
    ],
  );
  return rows.length === 1;
}

export async function findProgrammes(): Promise<string[]> {
  const rows = await query<{ programme: string }>(
    `SELECT programme FROM patient WHERE programme IS NOT NULL UNION SELECT programme FROM alert_rule WHERE programme IS NOT NULL ORDER BY 1`,
  );
  return rows.map((row) => row.programme);
}

export async function findProgramme(patientId: string): Promise<string | null> {
  const [row] = await query<{ programme: string | null }>('SELECT programme FROM patient WHERE id = $1', [patientId]);
  return row?.programme ?? null;
}

export async function setProgramme(patientId: string, programme: string | null): Promise<void> {
  await query('UPDATE patient SET programme = $2 WHERE id = $1', [patientId, programme]);
}
