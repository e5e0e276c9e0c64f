import { consentGiven } from '../../platform/auth/consent-condition.js';
import { patientFilter, patientRecordFilter } from '../../platform/auth/compartment.js';
import type { Caller } from '../../platform/auth/caller.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { Change, Side, STATES } from './backtest.schema.js';
import type { DatedItem } from './play/compare-items.js';
import type { Tally } from './tally.js';

export interface BackTest {
  readonly id: string;
  readonly state: (typeof STATES)[number];
  readonly change: Change;
  readonly from: string;
  readonly to: string;
  readonly requestedById: string;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly patientsTotal: number | null;
  readonly patientsDone: number;
  /** The last patient looked at; null: none yet. */
  readonly place: string | null;
  readonly tally: Tally | null;
}

const SELECT = `SELECT b.id, b.state, b.change, b.from_day::text AS "from", b.to_day::text AS "to", b.requested_by AS "requestedById",
  p.name AS "requestedBy", b.created_at AS "createdAt", b.done_at AS "doneAt", b.patients_total AS "patientsTotal",
  b.patients_done AS "patientsDone", b.place, b.tally FROM back_test b JOIN person p ON p.id = b.requested_by`;

/** @returns false when this id is there already */
export async function insertBackTest(one: {
  id: string;
  change: Change;
  from: string;
  to: string;
  by: string;
}): Promise<boolean> {
  const { change } = one;
  const patientId = change.of === 'rule' && change.scope.of === 'patient' ? change.scope.patientId : null;
  const rows = await query(
    `INSERT INTO back_test (clinic_id, id, change, patient_id, from_day, to_day, requested_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), one.id, JSON.stringify(change), patientId, one.from, one.to, one.by],
  );
  return rows.length === 1;
}

export async function findBackTest(id: string, options: { lock?: boolean } = {}): Promise<BackTest | undefined> {
  const [row] = await query<BackTest>(`${SELECT} WHERE b.id = $1 ${options.lock ? 'FOR UPDATE OF b' : ''}`, [id]);
  return row;
}

/** Of those within reach the newest first. */
export function findBackTests(caller: Caller): Promise<BackTest[]> {
  const reach = patientFilter(caller, 'b.patient_id', 1);
  return query<BackTest>(`${SELECT} WHERE ${reach.sql} ORDER BY b.created_at DESC LIMIT 10`, reach.parameters);
}

/** Whose tests under way these are, all but this one; somebody else's go on. */
export async function cancelOthers(personId: string, exceptId: string): Promise<void> {
  await query(
    `UPDATE back_test SET state = 'cancelled', done_at = now() WHERE requested_by = $1 AND id <> $2 AND state IN ('queued', 'running')`,
    [personId, exceptId],
  );
}

export async function endBackTest(id: string, state: 'done' | 'cancelled' | 'failed'): Promise<void> {
  await query(`UPDATE back_test SET state = $2, done_at = now() WHERE id = $1 AND state IN ('queued', 'running')`, [
    id,
    state,
  ]);
}

const KEPT_TESTS = 20;
/** Old ones go with what they listed: a test is looked at before a decision, not for ever. */
export async function removeOldTests(): Promise<void> {
  const old = `SELECT id FROM back_test WHERE state NOT IN ('queued', 'running') ORDER BY created_at DESC OFFSET ${KEPT_TESTS}`;
  await query(`DELETE FROM back_test_item WHERE test_id IN (${old})`);
  await query(`DELETE FROM back_test WHERE id IN (${old})`);
}

/** Whom a change concerns, of those who may be looked at today. */
function concerned(change: Change, next: number): { sql: string; parameters: string[] } {
  const monitored = `p.merged_into IS NULL AND ${consentGiven('p.id', 'monitoring')}`;
  if (change.of === 'budget' || change.scope.of === 'clinic') return { sql: monitored, parameters: [] };
  return change.scope.of === 'programme'
    ? { sql: `${monitored} AND p.programme = $${next}`, parameters: [change.scope.programme] }
    : { sql: `${monitored} AND p.id = $${next}::uuid`, parameters: [change.scope.patientId] };
}

export async function countConcerned(change: Change): Promise<number> {
  const { sql, parameters } = concerned(change, 1);
  const [row] = await query<{ n: number }>(`SELECT count(*)::int AS n FROM patient p WHERE ${sql}`, parameters);
  return row!.n;
}

/** The next ones by id. */
export async function findConcerned(change: Change, after: string | null, most: number): Promise<string[]> {
  const { sql, parameters } = concerned(change, 3);
  const rows = await query<{ id: string }>(
    `SELECT p.id FROM patient p WHERE ($1::uuid IS NULL OR p.id > $1::uuid) AND ${sql} ORDER BY p.id LIMIT $2`,
    [after, most, ...parameters],
  );
  return rows.map(({ id }) => id);
}

export async function beginBackTest(id: string, patientsTotal: number, tally: Tally): Promise<void> {
  await query(
    `UPDATE back_test SET state = 'running', patients_total = $2, tally = $3 WHERE id = $1 AND state = 'queued'`,
    [id, patientsTotal, JSON.stringify(tally)],
  );
}

export interface FoundItem {
  readonly side: Side;
  readonly patientId: string | null;
  readonly item: DatedItem;
  readonly outcome: string | null;
}

/** So many are kept of each side, the newest; the figures count all. */
export const MOST_LISTED = 500;

/** What was found and where to go on, together. */
export async function saveStep(
  id: string,
  next: { place: string | null; done: number; tally: Tally },
  found: readonly FoundItem[],
): Promise<void> {
  await query('UPDATE back_test SET place = $2, patients_done = patients_done + $3, tally = $4 WHERE id = $1', [
    id,
    next.place,
    next.done,
    JSON.stringify(next.tally),
  ]);
  if (found.length === 0) return;
  await query(
    `INSERT INTO back_test_item (clinic_id, test_id, side, patient_id, on_day, item, outcome)
     SELECT $1, $2, * FROM unnest($3::text[], $4::uuid[], $5::date[], $6::jsonb[], $7::text[])`,
    [
      currentClinic(),
      id,
      found.map(({ side }) => side),
      found.map(({ patientId }) => patientId),
      found.map(({ item }) => item.on),
      found.map(({ item }) => JSON.stringify(toStored(item))),
      found.map(({ outcome }) => outcome),
    ],
  );
  await query(
    `DELETE FROM back_test_item WHERE id IN (SELECT id FROM (
       SELECT id, row_number() OVER (PARTITION BY side ORDER BY on_day DESC, id) AS n FROM back_test_item WHERE test_id = $1) ranked WHERE n > $2)`,
    [id, MOST_LISTED],
  );
}

const toStored = ({ event, tier, concern }: DatedItem) => ({
  event,
  tier,
  kind: concern.kind,
  domain: concern.domain,
  severity: concern.severity,
  since: concern.since,
  sentence: concern.sentence,
  evidence: concern.evidence,
});
export type StoredItem = ReturnType<typeof toStored>;

export interface ItemRow {
  readonly side: Side;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly on: string;
  readonly item: StoredItem;
  readonly outcome: string | null;
}

/** Of patients within reach, the newest first. */
export function findItems(caller: Caller, id: string, side: Side): Promise<ItemRow[]> {
  const reach = patientRecordFilter(caller, 'p', 3);
  return query<ItemRow>(
    `SELECT i.side, i.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", i.on_day::text AS "on", i.item, i.outcome
     FROM back_test_item i LEFT JOIN patient p ON p.clinic_id = i.clinic_id AND p.id = i.patient_id
     WHERE i.test_id = $1 AND i.side = $2 AND ${reach.sql} ORDER BY i.on_day DESC, i.id`,
    [id, side, ...reach.parameters],
  );
}
