import { int4Array, textArray, timestampArray } from '../../platform/database/binary-arrays.js';
import type { Part, Statement, Transaction } from '../../platform/database/statement.js';
import type { ObservationRow } from './observation.js';
import { ROW_COLUMNS, toRow, type RawRow } from './row.js';
import type { Keyed } from './store-observations.js';

const INSERT = `INSERT INTO observation_row (clinic_id, start_at, end_at, issued_at, series_id, skeleton_id, value, identifier, original_value, remainder, id)
    SELECT $1, * FROM unnest($2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::int[], $7::numeric[], $8::text[], $9::numeric[], $10::text[], $11::uuid[])`;
const INSERT_ALL: Statement = { name: 'observation-insert-all', text: INSERT };
/** The same for few rows: unnest of many arrays sets up a store for each, which then costs more than the rows. */
const INSERT_FEW: Statement = {
  name: 'observation-insert-few',
  text: INSERT.slice(0, INSERT.indexOf('SELECT')).concat(
    `SELECT $1, ($2::timestamptz[])[i], ($3::timestamptz[])[i], ($4::timestamptz[])[i], ($5::int[])[i], ($6::int[])[i],
       ($7::numeric[])[i], ($8::text[])[i], ($9::numeric[])[i], ($10::text[])[i], ($11::uuid[])[i]
     FROM generate_series(1, cardinality($2::timestamptz[])) i`,
  ),
};
const FEW = 16;
const INSERT_NEW: Statement = { name: 'observation-insert-new', text: `${INSERT} ON CONFLICT DO NOTHING` };

/** All of them; fails when a natural key is taken. */
export const insertingAll = (clinicId: string, rows: readonly Keyed[]): Part => ({
  statement: rows.length <= FEW ? INSERT_FEW : INSERT_ALL,
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

/** A column without any value is no array at all: unnest fills it up with nulls. */
function unlessEmpty<T, Written>(values: (T | null)[], write: (values: (T | null)[]) => Written): Written | null {
  return values.every((value) => value === null) ? null : write(values);
}

/** Of numbers and ids, which need no quotes. */
const plainArray = (values: readonly (string | null)[]) => `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** A stored row that has the natural key of one on its way in. */
export interface Taken extends ObservationRow {
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

/**
 * Of these keys those that were there before the insert.
 *
 * @param inserted - how many rows the insert, the last statement that wrote, has made of them
 */
export async function findTaken(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
  inserted: number,
): Promise<ReadonlyMap<Keyed, Taken>> {
  return takenOf(rows, await tx.send<RawTaken>(FIND_TAKEN, [...keysOf(clinicId, rows), inserted]));
}

/** The rows with these natural keys, locked in this order until the transaction ends. */
export async function lockTaken(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
): Promise<ReadonlyMap<Keyed, Taken>> {
  const locked = takenOf(rows, await tx.send<RawTaken>(LOCK_TAKEN, keysOf(clinicId, rows)));
  if (locked.size < rows.length) throw new Error('An observation that conflicts cannot be found');
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

const KEEP_VERSIONS: Statement = {
  name: 'observation-versions',
  text: 'INSERT INTO observation_version (clinic_id, id, version, body) SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::text[])',
};
const REPLACE: Statement = {
  name: 'observation-replace',
  text: `UPDATE observation_row o SET version = k.version, value = k.value, original_value = k.original, skeleton_id = k.skeleton_id,
      identifier = k.identifier, remainder = k.remainder, issued_at = k.issued_at, received_at = now()
    FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::numeric[], $7::numeric[], $8::int[], $9::text[], $10::text[], $11::timestamptz[])
      AS k(series_id, start_at, end_at, version, value, original, skeleton_id, identifier, remainder, issued_at)
    WHERE o.clinic_id = $1 AND o.series_id = k.series_id AND o.start_at = k.start_at AND o.end_at = k.end_at`,
};

/** Keeps the old versions and writes the newest of each key. The rows are locked already. */
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
