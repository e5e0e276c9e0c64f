import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter } from '../../platform/auth/compartment.js';
import { sensitivityFilter } from '../../platform/auth/sensitivity.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { StoredRecord } from './record.js';
import { COLUMNS, type RecordRow, toRecord } from './record-row.js';

/** More than anybody reads at once; a page of FHIR is shorter. */
const LARGEST_PAGE = 2001;

/** What an identifier must be. `system` null: of any; '': of none. `value` null: any of the system. */
export interface WantedIdentifier {
  readonly system: string | null;
  readonly value: string | null;
}

/** Of each of these lists the record carries one. Only for types whose `identifier` is a list; `parameter` null: all fit. */
const carries = (parameter: string) => `NOT EXISTS (
  SELECT 1 FROM jsonb_array_elements(${parameter}::jsonb) AS any_of WHERE NOT EXISTS (
    SELECT 1 FROM jsonb_array_elements(any_of) AS w, jsonb_array_elements(coalesce(r.body::jsonb -> 'identifier', '[]')) AS i
    WHERE coalesce(i ->> 'value' = w ->> 'value', w ->> 'value' IS NULL)
      AND coalesce(coalesce(i ->> 'system', '') = w ->> 'system', w ->> 'system' IS NULL)))`;

/** Where a page of a search ended. */
export interface RecordPlace {
  readonly lastUpdated: Date;
  readonly id: string;
}

/**
 * Current versions that the caller may see, newest first.
 *
 * @param options.statuses - any of these; null or left out: all
 * @param options.identifiers - of each list one
 * @param options.ids - any of these; null or left out: all
 * @param options.updated - from one moment up to, not including, another; infinite where that side is open
 * @param options.without - none of these statuses
 * @param options.last - statuses that come after all others, where not all can be read; not with `after`
 */
export async function searchRecords(
  types: string | readonly string[],
  caller: Caller,
  options: {
    readonly patientId?: string | undefined;
    readonly statuses?: readonly string[] | null;
    readonly identifiers?: readonly (readonly WantedIdentifier[])[];
    readonly ids?: readonly string[] | null;
    readonly updated?: { readonly fromMs: number; readonly beforeMs: number } | undefined;
    readonly without?: readonly string[];
    readonly last?: readonly string[];
    readonly after?: RecordPlace | null;
    readonly limit: number;
  },
): Promise<StoredRecord[]> {
  const filter = patientFilter(caller, 'r.patient_id', 9);
  const labels = sensitivityFilter(caller, 'r', 9 + filter.parameters.length);
  const more: unknown[] = [...filter.parameters, ...labels.parameters];
  const add = (value: unknown) => `$${8 + more.push(value)}`;
  const status = `coalesce(r.body::json ->> 'status', '')`;
  const at = (ms: number) => `to_timestamp(${add(ms / 1000)}::float8)`;
  const { ids, updated } = options;
  const isOne = ids ? `AND r.id = ANY(${add(ids)}::uuid[])` : '';
  const isOfThen = updated
    ? `AND r.last_updated >= ${at(updated.fromMs)} AND r.last_updated < ${at(updated.beforeMs)}`
    : '';
  const rows = await query<RecordRow>(
    `SELECT ${COLUMNS} FROM record r
     WHERE r.current AND r.type = ANY($1) AND ($2::uuid IS NULL OR r.patient_id = $2)
       AND ($4::text[] IS NULL OR ${status} = ANY($4)) AND ($8::text[] IS NULL OR ${status} <> ALL($8))
       AND ($5::timestamptz IS NULL OR r.last_updated < $5 OR (r.last_updated = $5 AND r.id > $6::uuid))
       AND ${carries('$7')} AND ${filter.sql} AND ${labels.sql} ${isOne} ${isOfThen}
     ORDER BY ${options.last ? `${status} = ANY(${add(options.last)}::text[]), ` : ''}r.last_updated DESC, r.id LIMIT $3`,
    [
      typeof types === 'string' ? [types] : types,
      options.patientId ?? null,
      Math.min(options.limit, LARGEST_PAGE),
      options.statuses ?? null,
      options.after?.lastUpdated ?? null,
      options.after?.id ?? null,
      options.identifiers && JSON.stringify(options.identifiers),
      options.without ?? null,
      ...more,
    ],
  );
  return rows.map(toRecord);
}

/** Until the transaction ends nobody else looks for this identifier among the patient's records. */
export async function lockIdentifier(
  type: string,
  patientId: string,
  { system, value }: WantedIdentifier,
): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731009, hashtext($1))', [JSON.stringify([type, patientId, system, value])]);
}

/** Until the transaction ends nobody else who asks for this id makes a record under it, of whatever type. */
export async function lockId(id: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731010, hashtext($1))', [id]);
}

/** The patient's record of this type that carries an identifier, if there is one; the first where there are several. */
export async function findIdentified(
  type: string,
  patientId: string,
  wanted: WantedIdentifier,
): Promise<string | undefined> {
  const [row] = await query<{ id: string }>(
    `SELECT r.id FROM record r WHERE r.type = $1 AND r.patient_id = $2 AND r.current AND ${carries('$3')}
     ORDER BY r.last_updated, r.id LIMIT 1`,
    [type, patientId, JSON.stringify([[wanted]])],
  );
  return row?.id;
}

/**
 * A patient's current versions in the order of their ids, for whoever takes all of them along.
 *
 * @param wanted.labelled - protected ones too: for the patient, and for nobody else who asks for a copy
 */
export async function findAllRecords(
  wanted: { readonly type: string; readonly patientIds: readonly string[]; readonly labelled: boolean },
  after: string | null,
  most: number,
): Promise<StoredRecord[]> {
  const rows = await query<RecordRow>(
    `SELECT ${COLUMNS} FROM record r WHERE r.clinic_id = $1 AND r.type = $2 AND r.patient_id = ANY($3::uuid[]) AND r.current
       AND ($4 OR cardinality(r.sensitivity) = 0) AND ($5::uuid IS NULL OR r.id > $5) ORDER BY r.id LIMIT $6`,
    [currentClinic(), wanted.type, wanted.patientIds, wanted.labelled, after, most],
  );
  return rows.map(toRecord);
}

/** Has anything of this patient been protected since then? */
export async function isLabelledSince(patientId: string, since: Date): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM record r WHERE r.clinic_id = $1 AND r.patient_id = $2 AND r.current AND cardinality(r.sensitivity) > 0
       AND r.last_updated >= $3 LIMIT 1`,
    [currentClinic(), patientId, since],
  );
  return rows.length > 0;
}
