import { isDeepStrictEqual } from 'node:util';
import { currentClinic, query } from '../../../platform/database/database.js';

export type ChangeKind = 'settings' | 'member' | 'team' | 'rota' | 'absence';
type Facts = Readonly<Record<string, unknown>>;

/**
 * Keeps who changed what, from what to what: only the members that differ. Nothing differs: nothing is kept.
 *
 * @param change.before - null: it is new
 * @param change.by - person id
 */
export async function recordChange(change: {
  kind: ChangeKind;
  objectId: string;
  before: Facts | null;
  after: Facts;
  by: string;
}): Promise<void> {
  const { kind, objectId, before, after, by } = change;
  const differing = Object.keys(after).filter((key) => !isDeepStrictEqual(before?.[key] ?? null, after[key] ?? null));
  if (differing.length === 0) return;
  const only = (facts: Facts) => Object.fromEntries(differing.map((key) => [key, facts[key] ?? null]));
  await query(
    'INSERT INTO clinic_change (clinic_id, kind, object_id, before, after, changed_by) VALUES ($1, $2, $3, $4, $5, $6)',
    [currentClinic(), kind, objectId, before && JSON.stringify(only(before)), JSON.stringify(only(after)), by],
  );
}

export interface ChangeRow {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly about: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown>;
  readonly by: string;
  readonly at: Date;
}

export const CHANGES_PER_PAGE = 50;

/** The newest first; one more than a page holds. */
export function findChanges(beforeId: number | undefined): Promise<ChangeRow[]> {
  return query<ChangeRow>(
    `SELECT c.id, c.kind, c.before, c.after, p.name AS by, c.changed_at AS at,
       CASE c.kind WHEN 'member' THEN m.name WHEN 'team' THEN t.name
         WHEN 'rota' THEN (SELECT name FROM person WHERE id = s.person_id)
         WHEN 'absence' THEN (SELECT name FROM person WHERE id = a.person_id) END AS about
     FROM clinic_change c JOIN person p ON p.id = c.changed_by
     LEFT JOIN person m ON c.kind = 'member' AND m.id::text = c.object_id
     LEFT JOIN team t ON c.kind = 'team' AND t.id::text = c.object_id
     LEFT JOIN rota_shift s ON c.kind = 'rota' AND s.id::text = c.object_id
     LEFT JOIN absence a ON c.kind = 'absence' AND a.id::text = c.object_id
     WHERE ($1::bigint IS NULL OR c.id < $1) ORDER BY c.id DESC LIMIT ${CHANGES_PER_PAGE + 1}`,
    [beforeId ?? null],
  );
}

/** Names of people by their ids, for changes that name people. */
export async function findNames(personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>('SELECT id, name FROM person WHERE id = ANY($1)', [personIds]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
