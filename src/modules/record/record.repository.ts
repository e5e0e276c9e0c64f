import type { Caller } from '../../platform/auth/caller.js';
import { asSubject, reachPatient, UUID } from '../../platform/auth/compartment.js';
import { sensitivityFilter } from '../../platform/auth/sensitivity.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { stringifyJson } from '../../platform/json/index.js';
import type { Resource, StoredRecord } from './record.js';
import { labelsOf } from './labels.js';
import { COLUMNS, type RecordRow, toRecord } from './record-row.js';
import { stampResource } from './stamp-resource.js';

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
  const [row] = await query<RecordRow>(
    `SELECT ${COLUMNS} FROM record r WHERE r.type = $1 AND r.id = $2 AND r.current`,
    [type, id],
  );
  return row && toRecord(row);
}

export async function readRecordVersion(type: string, id: string, version: number): Promise<StoredRecord | undefined> {
  const [row] = await query<RecordRow>(
    `SELECT ${COLUMNS} FROM record r WHERE r.type = $1 AND r.id = $2 AND r.version = $3`,
    [type, id, version],
  );
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
  await reachPatient(asSubject(caller, type), current.patientId);
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
 * Who put the labels on that each of these records carries without a break since, by its id; not in it: one that carries
 * none, or whose labels came without a person. Who only wrote on beneath them did not.
 */
export async function findProtectors(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ id: string; personId: string | null }>(
    `SELECT DISTINCT ON (r.id) r.id, r.author_id AS "personId" FROM record r
     WHERE r.type = $1 AND r.id = ANY($2::uuid[]) AND r.version > (
       SELECT coalesce(max(version), 0) FROM record o WHERE o.type = r.type AND o.id = r.id AND cardinality(o.sensitivity) = 0)
     ORDER BY r.id, r.version`,
    [type, ids],
  );
  return new Map(rows.flatMap(({ id, personId }) => (personId === null ? [] : [[id, personId] as const])));
}
