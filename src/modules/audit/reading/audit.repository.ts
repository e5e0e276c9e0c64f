import { type Caller } from '../../../platform/auth/caller.js';
import { currentClinic, query, queryOnce } from '../../../platform/database/database.js';
import { findRecordIds } from '../../patients/index.js';
import { RECORD } from '../chain/chain.repository.js';
import type { AuditRecord } from '../chain/link.js';

export interface AuditCriteria {
  readonly actor?: string | undefined;
  readonly patientId?: string | undefined;
  readonly type?: string | undefined;
  readonly interaction?: string | undefined;
  readonly outcome?: string | undefined;
  readonly objectId?: string | undefined;
  readonly ids?: readonly number[] | undefined;
  /** ISO instants; `to` is not included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly machines: boolean;
}

/** Where in the order, newest first, a row stands. */
export interface AuditPlace {
  readonly at: string;
  readonly id: number;
}

/** Whose acts, and about whom, this caller may read of; merged with what was asked for. Undefined: nothing. */
export function withinReach(caller: Caller, asked: AuditCriteria): AuditCriteria | undefined {
  if (caller.reach === 'clinic') return asked;
  if (caller.reach !== 'own') return undefined;
  if (caller.role === 'patient') {
    const { patientId } = caller;
    return patientId !== null && (asked.patientId ?? patientId) === patientId ? { ...asked, patientId } : undefined;
  }
  return (asked.actor ?? caller.actor) === caller.actor ? { ...asked, actor: caller.actor } : undefined;
}

/** Newest first. */
export async function findAudit(
  criteria: AuditCriteria,
  after: AuditPlace | undefined,
  most: number,
): Promise<AuditRecord[]> {
  const { conditions, values } = toConditions(criteria);
  const put = (value: unknown) => `$${values.push(value)}`;
  const limit = put(most);
  if (criteria.patientId === undefined) {
    if (after) conditions.push(`e.id < ${put(after.id)}`);
    return queryOnce<AuditRecord>(
      `SELECT ${RECORD} FROM audit_event e WHERE ${conditions.join(' AND ')} ORDER BY e.id DESC LIMIT ${limit}`,
      values,
    );
  }
  // Rows about this one alone, and rows about several, each along its own index; and so of each record that became this one.
  if (after) conditions.push(`(e.at, e.id) < (${put(after.at)}::timestamptz, ${put(after.id)})`);
  const patients = (await findRecordIds(criteria.patientId)).map(put);
  const where = conditions.join(' AND ');
  return queryOnce<AuditRecord>(
    `SELECT DISTINCT ON (e.at, e.id) ${RECORD} FROM (${patients
      .map(
        (patient) =>
          `(SELECT e.* FROM audit_event e WHERE ${where} AND e.patient_id = ${patient} ORDER BY e.at DESC, e.id DESC LIMIT ${limit})
       UNION ALL
       (SELECT e.* FROM audit_patient t JOIN audit_event e ON e.clinic_id = t.clinic_id AND e.id = t.audit_id
        WHERE ${where} AND t.clinic_id = $1 AND t.patient_id = ${patient} ORDER BY t.at DESC, e.id DESC LIMIT ${limit})`,
      )
      .join(' UNION ALL ')}) e
     ORDER BY e.at DESC, e.id DESC LIMIT ${limit}`,
    values,
  );
}

/** Those of these glasses that were broken about these records, and why. */
export function findGlasses(
  ids: readonly string[],
  about: readonly string[] | 'everybody',
): Promise<{ id: string; kind: string; reason: string }[]> {
  return query(
    `SELECT id, kind, reason FROM break_glass
     WHERE id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR patient_id = ANY($2::uuid[]))`,
    [ids, about === 'everybody' ? null : about],
  );
}

function toConditions(criteria: AuditCriteria): { conditions: string[]; values: unknown[] } {
  const values: unknown[] = [currentClinic()];
  const conditions = ['e.clinic_id = $1'];
  const add = (sql: (place: string) => string, value: unknown) => {
    if (value !== undefined) conditions.push(sql(`$${values.push(value)}`));
  };
  if (!criteria.machines) conditions.push(`e.role <> 'system'`);
  add((v) => `e.actor = ${v}`, criteria.actor);
  add((v) => `e.type = ${v}`, criteria.type);
  add((v) => `e.interaction = ${v}`, criteria.interaction);
  add((v) => `e.outcome = ${v}`, criteria.outcome);
  add((v) => `e.object_id = ${v}`, criteria.objectId);
  add((v) => `e.id = ANY(${v}::bigint[])`, criteria.ids);
  add((v) => `e.at >= ${v}::timestamptz`, criteria.from);
  add((v) => `e.at < ${v}::timestamptz`, criteria.to);
  return { conditions, values };
}

/** Names of people and programs, by actor; whoever is gone has none. Somebody through an app is named with it. */
export async function findActorNames(actors: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ actor: string; name: string }>(
    `SELECT 'person/' || id AS actor, name FROM person WHERE id = ANY($1::uuid[])
     UNION ALL SELECT 'system/' || id, name FROM api_token WHERE id = ANY($2::uuid[])
     UNION ALL SELECT 'system/' || id, name FROM app WHERE id = ANY($2::uuid[])
     UNION ALL SELECT a.actor, p.name || ' (' || app.name || ')' FROM unnest($3::text[]) AS a(actor)
       JOIN person p ON p.id = split_part(a.actor, '/', 2)::uuid JOIN app ON app.id = split_part(a.actor, '/', 4)::uuid`,
    [
      idsOf(actors, 'person'),
      idsOf(actors, 'system'),
      actors.filter((actor) => /^person\/[0-9a-f-]{36}\/app\/[0-9a-f-]{36}$/.test(actor)),
    ],
  );
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}

const idsOf = (actors: readonly string[], kind: string) =>
  actors
    .filter((actor) => /^\w+\/[0-9a-f-]{36}$/.test(actor) && actor.startsWith(`${kind}/`))
    .map((actor) => actor.slice(7));

export async function findPatientNames(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(
    `SELECT id, trim(given_name || ' ' || family_name) AS name FROM patient WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
