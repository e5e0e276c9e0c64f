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

const keyed = (more: string) => `SELECT ${ROW_COLUMNS}, k.n, s.body AS skeleton
  FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS k(series_id, start_at, end_at, n)
  CROSS JOIN LATERAL (SELECT x.*, x.xmin FROM observation_row x WHERE x.clinic_id = $1 AND x.series_id = k.series_id
    AND x.start_at = k.start_at AND x.end_at = k.end_at LIMIT 1 ${more}) o
  JOIN skeleton s ON s.clinic_id = $1 AND s.id = o.skeleton_id`;
const FIND_TAKEN: Statement = {
  name: 'observation-taken',
  // Rows that this very transaction has written are new ones.
  text: `${keyed('')} WHERE o.xmin <> pg_current_xact_id()::xid`,
};
const LOCK_TAKEN: Statement = { name: 'observation-lock', text: keyed('FOR UPDATE') };

/** Of these keys those that were there before this transaction. */
export async function findTaken(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
): Promise<ReadonlyMap<Keyed, Taken>> {
  const { rows: found } = await tx.send<RawTaken>(FIND_TAKEN, keysOf(clinicId, rows));
  return new Map(
    found.map((raw) => {
      const row = rows[Number(raw.n) - 1]!;
      return [row, toTaken(raw, row)];
    }),
  );
}

/** The row with this natural key, locked until the transaction ends. */
export async function lockTaken(tx: Transaction, clinicId: string, row: Keyed): Promise<Taken> {
  const { rows: found } = await tx.send<RawTaken>(LOCK_TAKEN, keysOf(clinicId, [row]));
  if (!found[0]) throw new Error('An observation that conflicts cannot be found');
  return toTaken(found[0], row);
}

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

const KEEP_VERSION: Statement = {
  name: 'observation-version',
  text: 'INSERT INTO observation_version (clinic_id, id, version, body) VALUES ($1, $2, $3, $4)',
};
const REPLACE: Statement = {
  name: 'observation-replace',
  text: `UPDATE observation_row SET version = version + 1, value = $5, original_value = $6, skeleton_id = $7, identifier = $8, remainder = $9,
      issued_at = ($10::timestamptz[])[1], received_at = now()
    WHERE clinic_id = $1 AND series_id = $2 AND start_at = ($3::timestamptz[])[1] AND end_at = ($4::timestamptz[])[1]
    RETURNING version, (extract(epoch FROM received_at) * 1000)::float8 AS "receivedMs"`,
};

/** Keeps the old version and writes the next. */
export async function replace(
  tx: Transaction,
  clinicId: string,
  id: string,
  { ownId: _ownId, skeletonId: _skeletonId, ...old }: Taken,
  { observation: o, seriesId, skeletonId }: Keyed,
): Promise<{ version: number; receivedMs: number }> {
  void tx.send(KEEP_VERSION, [clinicId, id, old.version, JSON.stringify(old)]);
  const { rows } = await tx.send<{ version: number; receivedMs: number }>(REPLACE, [
    clinicId,
    seriesId,
    timestampArray([o.startMs]),
    timestampArray([o.endMs]),
    o.valueText,
    o.originalText,
    skeletonId,
    o.identifier,
    o.remainder,
    timestampArray([o.issuedMs]),
  ]);
  return rows[0]!;
}
