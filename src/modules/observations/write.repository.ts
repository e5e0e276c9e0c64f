import { plainDecimal } from '../../metrics/index.js';
import { int4Array, textArray, timestampArray } from '../../platform/database/binary-arrays.js';
import type { Part, Statement, Transaction } from '../../platform/database/statement.js';
import type { StoredRow } from './observation.js';
import { ROW_COLUMNS, toRow, type RawRow } from './row.js';
import type { Keyed } from './store-observations.js';
import type { Before } from './weigh-news.js';

/** Arrays side by side in the list of columns: in FROM each would first be written to a store of its own, at a fifth of the cost of all. */
const INSERT = `INSERT INTO observation_row (clinic_id, start_at, end_at, issued_at, series_id, skeleton_id, value, identifier, original_value, remainder, id)
    SELECT $1, unnest($2::timestamptz[]), unnest($3::timestamptz[]), unnest($4::timestamptz[]), unnest($5::int[]), unnest($6::int[]),
      unnest($7::numeric[]), unnest($8::text[]), unnest($9::numeric[]), unnest($10::text[]), unnest($11::uuid[])`;
const INSERT_ALL: Statement = { name: 'observation-insert-all', text: INSERT };
const INSERT_NEW: Statement = { name: 'observation-insert-new', text: `${INSERT} ON CONFLICT DO NOTHING` };

/** All of them; fails when a natural key is taken. */
export const insertingAll = (clinicId: string, rows: readonly Keyed[]): Part => ({
  statement: INSERT_ALL,
  values: toColumns(clinicId, rows),
});

/** @returns how many were new; the others' natural keys are taken */
export async function insertNew(tx: Transaction, clinicId: string, rows: readonly Keyed[]): Promise<number> {
  return (await tx.send(INSERT_NEW, toColumns(clinicId, rows))).count;
}

function toColumns(clinicId: string, rows: readonly Keyed[]) {
  const column = <T>(read: (row: Keyed) => T) => rows.map(read);
  return [
    clinicId,
    timestampArray(column((r) => r.observation.startMs)),
    timestampArray(column((r) => r.observation.endMs)),
    unlessEmpty(
      column((r) => r.observation.issuedMs),
      timestampArray,
    ),
    int4Array(column((r) => r.seriesId)),
    int4Array(column((r) => r.skeletonId)),
    plainArray(column((r) => r.observation.valueText)),
    unlessEmpty(
      column((r) => r.observation.identifier),
      textArray,
    ),
    unlessEmpty(
      column((r) => r.observation.originalText),
      plainArray,
    ),
    unlessEmpty(
      column((r) => r.observation.remainder),
      textArray,
    ),
    unlessEmpty(
      column((r) => r.ownId),
      plainArray,
    ),
  ];
}

/** A column without any value is no array at all: PostgreSQL fills it up with nulls. */
function unlessEmpty<T, Written>(values: (T | null)[], write: (values: (T | null)[]) => Written): Written | null {
  return values.every((value) => value === null) ? null : write(values);
}

/** Of numbers and ids, which need no quotes. */
export const plainArray = (values: readonly (string | null)[]) =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** A stored row that has the natural key of one on its way in. */
export interface Taken extends StoredRow {
  readonly ownId: string | null;
  readonly skeletonId: number;
}
type RawTaken = RawRow & { readonly n: string; readonly skeleton: string };

/** @param more - how the rows under these keys are taken, where `k` is the key and `x` the row */
const keyed = (lock: string, more: string) => `WITH o AS MATERIALIZED (
    SELECT x.*, k.n FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS k(series_id, start_at, end_at, n)
    CROSS JOIN LATERAL (SELECT r.*, r.xmin AS writer, r.cmin AS step FROM observation_row r WHERE r.clinic_id = $1
      AND r.series_id = k.series_id AND r.start_at = k.start_at AND r.end_at = k.end_at LIMIT 1 ${lock}) x ${more})
  SELECT ${ROW_COLUMNS}, o.n, s.body AS skeleton FROM o JOIN skeleton s ON s.clinic_id = $1 AND s.id = o.skeleton_id`;
const FIND_TAKEN: Statement = {
  name: 'observation-taken',
  // Of the rows that this transaction has written, those of the insert before this are the last: they are new.
  text: keyed('', `ORDER BY x.writer = pg_current_xact_id()::xid DESC, x.step::text::bigint DESC OFFSET $5`),
};
const LOCK_TAKEN: Statement = { name: 'observation-lock', text: keyed('FOR UPDATE', '') };

/** Somebody removed a row between two statements of ours. A lost race: the whole transaction is tried again. */
class RowVanished extends Error {
  /** PostgreSQL's own word for it (platform/database/collisions.ts). */
  readonly code = '40001';

  constructor() {
    super('An observation that conflicted is no longer there');
  }
}

/**
 * Of these keys those that were there before the insert.
 *
 * @param inserted - how many rows the insert, the last statement that wrote, has made of them
 * @throws RowVanished when one is neither new nor there
 */
export async function findTaken(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
  inserted: number,
): Promise<ReadonlyMap<Keyed, Taken>> {
  const taken = takenOf(rows, await tx.send<RawTaken>(FIND_TAKEN, [...keysOf(clinicId, rows), inserted]));
  if (inserted + taken.size !== rows.length) throw new RowVanished();
  return taken;
}

/** The rows with these natural keys, locked in this order until the transaction ends. */
export async function lockTaken(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
): Promise<ReadonlyMap<Keyed, Taken>> {
  const locked = takenOf(rows, await tx.send<RawTaken>(LOCK_TAKEN, keysOf(clinicId, rows)));
  if (locked.size < rows.length) throw new RowVanished();
  return locked;
}

const takenOf = (rows: readonly Keyed[], { rows: found }: { rows: readonly RawTaken[] }) =>
  new Map(
    found.map((raw) => {
      const row = rows[Number(raw.n) - 1]!;
      return [row, toTaken(raw, row)];
    }),
  );

const keysOf = (clinicId: string, rows: readonly Keyed[]) => [
  clinicId,
  int4Array(rows.map((r) => r.seriesId)),
  timestampArray(rows.map((r) => r.observation.startMs)),
  timestampArray(rows.map((r) => r.observation.endMs)),
];

const toTaken = (raw: RawTaken, { observation }: Keyed): Taken => ({
  ...toRow(raw, observation.patientId, raw.skeleton),
  ownId: raw.own_id,
  skeletonId: raw.skeleton_id,
});

/**
 * A day's total may have hundreds of versions: only those with the same value are read, and of all of them, where it is
 * asked, when the last was issued; what was withdrawn never was. Within a text of the body the quotes of that name would be escaped.
 */
const FIND_EARLIER: Statement = {
  name: 'observation-earlier',
  text: `SELECT DISTINCT v.id::text, v.body, NULL::float8 AS last_issued_ms FROM unnest($2::uuid[], $3::text[]) AS k(id, said)
      JOIN observation_version v ON v.clinic_id = $1 AND v.id = k.id AND NOT v.is_withdrawn AND position(k.said IN v.body) > 0
    UNION ALL SELECT v.id::text, NULL, max(substring(v.body FROM '"issuedMs":(-?[0-9.]+)')::float8) FROM unnest($4::uuid[]) AS k(id)
      JOIN observation_version v ON v.clinic_id = $1 AND v.id = k.id AND NOT v.is_withdrawn GROUP BY v.id`,
};

interface RawEarlier {
  readonly id: string;
  /** Of one with a wanted value; null where it is only said when the last was issued. */
  readonly body: string | null;
  readonly last_issued_ms: number | null;
}

/**
 * What matters of versions that have been replaced, by the reading's id.
 *
 * @param wanted.like - of which readings those with which value
 * @param wanted.lastIssuedOf - of which readings when the last of all was issued
 */
export async function findEarlier(
  tx: Transaction,
  clinicId: string,
  { like, lastIssuedOf }: { like: readonly Pick<StoredRow, 'id' | 'valueText'>[]; lastIssuedOf: readonly string[] },
): Promise<ReadonlyMap<string, Before>> {
  if (like.length === 0) return new Map();
  // As `replace` has written it.
  const said = like.map(
    ({ valueText }) => `"valueText":${valueText === null ? 'null' : `"${plainDecimal(valueText)}"`}`,
  );
  const ids = plainArray(like.map(({ id }) => id));
  const { rows } = await tx.send<RawEarlier>(FIND_EARLIER, [clinicId, ids, textArray(said), plainArray(lastIssuedOf)]);
  return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, of]) => [id, toBefore(of)]));
}

const toBefore = (rows: readonly RawEarlier[]): Before => ({
  versions: rows
    .flatMap(({ body }) => (body === null ? [] : (JSON.parse(body) as StoredRow)))
    .sort((a, b) => a.version - b.version),
  lastIssuedMs: rows.find((row) => row.last_issued_ms !== null)?.last_issued_ms ?? null,
});

const KEEP_VERSIONS: Statement = {
  name: 'observation-versions',
  text: 'INSERT INTO observation_version (clinic_id, id, version, body) SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::text[])',
};
const REPLACE: Statement = {
  name: 'observation-replace',
  text: `UPDATE observation_row o SET version = k.version, value = k.value, original_value = k.original, skeleton_id = k.skeleton_id,
      identifier = k.identifier, remainder = k.remainder, issued_at = k.issued_at,
      received_at = CASE WHEN o.version = k.version THEN o.received_at ELSE now() END
    FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::numeric[], $7::numeric[], $8::int[], $9::text[], $10::text[], $11::timestamptz[])
      AS k(series_id, start_at, end_at, version, value, original, skeleton_id, identifier, remainder, issued_at)
    WHERE o.clinic_id = $1 AND o.series_id = k.series_id AND o.start_at = k.start_at AND o.end_at = k.end_at`,
};

/** Keeps the old versions and writes the newest of each key; what stands, confirmed, stays as old as it is. The rows are locked already. */
export async function replace(
  tx: Transaction,
  clinicId: string,
  outdated: readonly Taken[],
  newest: readonly { readonly row: Keyed; readonly version: number }[],
): Promise<void> {
  const kept = tx.send(KEEP_VERSIONS, [
    clinicId,
    plainArray(outdated.map(({ id }) => id)),
    int4Array(outdated.map(({ version }) => version)),
    textArray(outdated.map(({ ownId: _ownId, skeletonId: _skeletonId, ...old }) => JSON.stringify(old))),
  ]);
  const rows = newest.map(({ row }) => row);
  const column = <T>(read: (o: Keyed['observation']) => T) => rows.map((row) => read(row.observation));
  const { count } = await tx.send(REPLACE, [
    ...keysOf(clinicId, rows),
    int4Array(newest.map(({ version }) => version)),
    plainArray(column((o) => o.valueText)),
    plainArray(column((o) => o.originalText)),
    int4Array(rows.map((row) => row.skeletonId)),
    textArray(column((o) => o.identifier)),
    textArray(column((o) => o.remainder)),
    timestampArray(column((o) => o.issuedMs)),
  ]);
  await kept;
  if (count !== rows.length) throw new Error('An observation that was just locked cannot be found');
}
