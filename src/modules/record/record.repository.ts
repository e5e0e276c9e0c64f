import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter, reachPatient, UUID } from '../../platform/auth/compartment.js';
import { sensitivityFilter } from '../../platform/auth/sensitivity.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { parseJson, stringifyJson } from '../../platform/json/index.js';
import type { Resource, StoredRecord } from './record.js';
import { labelsOf } from './labels.js';
import { stampResource } from './stamp-resource.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly lastUpdated: Date;
  readonly body: string;
}

const COLUMNS = `r.id, r.version, r.patient_id AS "patientId", r.last_updated AS "lastUpdated", r.body`;
/** More than anybody reads at once; a page of FHIR is shorter. */
const LARGEST_PAGE = 1000;

/**
 * Stores the next version of a resource; its id, versionId and lastUpdated are ours.
 *
 * What `meta.security` says of it decides who may read it (`labels.ts`).
 *
 * @param input.authorId - the person who wrote it, who may always read it
 * @param input.expectedVersion - the version that was read, 0 for "not there yet"; left out: whatever is there
 * @throws DomainError RECORD_VERSION_CONFLICT when somebody else was faster, or the id is another patient's
 */
export async function saveRecord(input: {
  type: string;
  id: string;
  patientId: string;
  resource: Resource;
  authorId?: string | null;
  expectedVersion?: number | undefined;
}): Promise<StoredRecord> {
  const { type, id, patientId, expectedVersion } = input;
  const version = (await replaceCurrent(input)) + 1;
  const [stamp] = await query<{ now: Date }>('SELECT date_trunc($1, clock_timestamp()) AS now', ['milliseconds']);
  const lastUpdated = stamp?.now ?? new Date();
  const resource = stampResource(input.resource, { id, version, lastUpdated });
  const written = await query(
    `INSERT INTO record (clinic_id, type, id, version, patient_id, body, last_updated, sensitivity, author_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
    [
      currentClinic(),
      type,
      id,
      version,
      patientId,
      stringifyJson(resource),
      lastUpdated,
      // Who the patient is, is known to all who may see the patient.
      type === 'Patient' ? [] : labelsOf(resource),
      input.authorId ?? null,
    ],
  );
  if (written.length === 1) return { id, version, patientId, lastUpdated, resource };
  // Somebody stored this version between our look and our write; without a version to keep to we come after them.
  if (expectedVersion === undefined) return saveRecord(input);
  throw conflict();
}

/** Takes the place of the current version, if there is one; answers its number, or 0. */
async function replaceCurrent(input: {
  type: string;
  id: string;
  patientId: string;
  expectedVersion?: number | undefined;
}): Promise<number> {
  const [current] = await query<{ version: number; patientId: string }>(
    `SELECT version, patient_id AS "patientId" FROM record WHERE type = $1 AND id = $2 AND current FOR UPDATE`,
    [input.type, input.id],
  );
  const version = current?.version ?? 0;
  if (input.expectedVersion !== undefined && input.expectedVersion !== version) throw conflict();
  if (current && current.patientId !== input.patientId) throw conflict();
  if (current)
    await query('UPDATE record SET current = false WHERE type = $1 AND id = $2 AND version = $3', [
      input.type,
      input.id,
      version,
    ]);
  return version;
}

const conflict = () =>
  new DomainError('RECORD_VERSION_CONFLICT', 409, 'This was changed since you read it. Read it again, then save.');

export async function readRecord(type: string, id: string): Promise<StoredRecord | undefined> {
  const [row] = await query<Row>(`SELECT ${COLUMNS} FROM record r WHERE r.type = $1 AND r.id = $2 AND r.current`, [
    type,
    id,
  ]);
  return row && toRecord(row);
}

export async function readRecordVersion(type: string, id: string, version: number): Promise<StoredRecord | undefined> {
  const [row] = await query<Row>(`SELECT ${COLUMNS} FROM record r WHERE r.type = $1 AND r.id = $2 AND r.version = $3`, [
    type,
    id,
    version,
  ]);
  return row && toRecord(row);
}

/**
 * The record as this caller may see it: of a patient within reach, and not labelled with what is not theirs to read. A
 * label of today covers all versions, one of then its own version.
 *
 * @param version - as it was; left out: as it is now
 */
export async function reachRecord(
  caller: Caller,
  type: string,
  id: string,
  version?: number,
): Promise<StoredRecord | undefined> {
  const current = UUID.test(id) ? await readRecord(type, id.toLowerCase()) : undefined;
  if (!current) return undefined;
  // A follower reads what somebody answered with the category of answers, whichever road they take.
  await reachPatient(type === 'QuestionnaireResponse' ? { ...caller, type: 'Response' } : caller, current.patientId);
  if (!(await mayReadRecord(caller, type, current.id, version))) return undefined;
  return version === undefined ? current : readRecordVersion(type, current.id, version);
}

/** Do the labels of this record allow it to be read by the caller? True for one that is not there. */
export async function mayReadRecord(caller: Caller, type: string, id: string, version?: number): Promise<boolean> {
  const filter = sensitivityFilter(caller, 'r', 4);
  const [row] = await query<{ may: boolean | null }>(
    `SELECT bool_and(${filter.sql}) AS may FROM record r WHERE r.type = $1 AND r.id = $2 AND (r.current OR r.version = $3)`,
    [type, id, version ?? null, ...filter.parameters],
  );
  return row?.may !== false;
}

/**
 * Who put the labels on that a record carries without a break since; null for one that carries none, or whose labels
 * came without a person. Who only wrote on beneath them did not.
 */
export async function findProtector(type: string, id: string): Promise<string | null> {
  const [row] = await query<{ personId: string | null }>(
    `SELECT author_id AS "personId" FROM record r WHERE r.type = $1 AND r.id = $2 AND r.version > (
       SELECT coalesce(max(version), 0) FROM record o WHERE o.type = $1 AND o.id = $2 AND cardinality(o.sensitivity) = 0)
     ORDER BY r.version LIMIT 1`,
    [type, id],
  );
  return row?.personId ?? null;
}

/** Where a page of a search ended. */
export interface RecordPlace {
  readonly lastUpdated: Date;
  readonly id: string;
}

/**
 * Current versions that the caller may see, newest first.
 *
 * @param options.statuses - any of these; null or left out: all
 */
export async function searchRecords(
  types: string | readonly string[],
  caller: Caller,
  options: {
    readonly patientId?: string | undefined;
    readonly statuses?: readonly string[] | null;
    readonly after?: RecordPlace | null;
    readonly limit: number;
  },
): Promise<StoredRecord[]> {
  const filter = patientFilter(caller, 'r.patient_id', 7);
  const labels = sensitivityFilter(caller, 'r', 7 + filter.parameters.length);
  const rows = await query<Row>(
    `SELECT ${COLUMNS} FROM record r
     WHERE r.current AND r.type = ANY($1) AND ($2::uuid IS NULL OR r.patient_id = $2)
       AND ($4::text[] IS NULL OR r.body::json ->> 'status' = ANY($4))
       AND ($5::timestamptz IS NULL OR r.last_updated < $5 OR (r.last_updated = $5 AND r.id > $6::uuid))
       AND ${filter.sql} AND ${labels.sql}
     ORDER BY r.last_updated DESC, r.id LIMIT $3`,
    [
      typeof types === 'string' ? [types] : types,
      options.patientId ?? null,
      Math.min(options.limit, LARGEST_PAGE),
      options.statuses ?? null,
      options.after?.lastUpdated ?? null,
      options.after?.id ?? null,
      ...filter.parameters,
      ...labels.parameters,
    ],
  );
  return rows.map(toRecord);
}

/** Until the transaction ends nobody else looks for this identifier among the patient's records. */
export async function lockIdentifier(
  type: string,
  patientId: string,
  { system, value }: { readonly system: string | null; readonly value: string },
): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731009, hashtext($1))', [JSON.stringify([type, patientId, system, value])]);
}

/** The patient's record of this type that carries an identifier, if there is one; the first where there are several. */
export async function findIdentified(
  type: string,
  patientId: string,
  { system, value }: { readonly system: string | null; readonly value: string },
): Promise<string | undefined> {
  const wanted = { identifier: [system === null ? { value } : { system, value }] };
  const [row] = await query<{ id: string }>(
    `SELECT r.id FROM record r WHERE r.type = $1 AND r.patient_id = $2 AND r.current AND r.body::jsonb @> $3::jsonb
     ORDER BY r.last_updated, r.id LIMIT 1`,
    [type, patientId, JSON.stringify(wanted)],
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
  const rows = await query<Row>(
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

const toRecord = ({ body, ...row }: Row): StoredRecord => ({
  ...row,
  resource: parseJson(Buffer.from(body)) as Resource,
});
