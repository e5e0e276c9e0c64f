import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter } from '../../platform/auth/compartment.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { parseJson, stringifyJson } from '../../platform/json/index.js';
import type { Resource, StoredRecord } from './record.js';
import { stampResource } from './stamp-resource.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly lastUpdated: Date;
  readonly body: string;
}

const COLUMNS = `r.id, r.version, r.patient_id AS "patientId", r.last_updated AS "lastUpdated", r.body`;
const LARGEST_PAGE = 200;

/**
 * Stores the next version of a resource; its id, versionId and lastUpdated are ours.
 *
 * @param input.expectedVersion - the version that was read, 0 for "not there yet"; left out: whatever is there
 * @throws DomainError RECORD_VERSION_CONFLICT when somebody else was faster, or the id is another patient's
 */
export async function saveRecord(input: {
  type: string;
  id: string;
  patientId: string;
  resource: Resource;
  expectedVersion?: number | undefined;
}): Promise<StoredRecord> {
  const { type, id, patientId, expectedVersion } = input;
  const version = (await replaceCurrent(input)) + 1;
  const [stamp] = await query<{ now: Date }>('SELECT date_trunc($1, clock_timestamp()) AS now', ['milliseconds']);
  const lastUpdated = stamp?.now ?? new Date();
  const resource = stampResource(input.resource, { id, version, lastUpdated });
  const written = await query(
    `INSERT INTO record (clinic_id, type, id, version, patient_id, body, last_updated)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), type, id, version, patientId, stringifyJson(resource), lastUpdated],
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

/** Current versions that the caller may see, newest first. */
export async function searchRecords(
  type: string,
  caller: Caller,
  options: { readonly patientId?: string | undefined; readonly limit: number },
): Promise<StoredRecord[]> {
  const filter = patientFilter(caller, 'r.patient_id', 4);
  const rows = await query<Row>(
    `SELECT ${COLUMNS} FROM record r
     WHERE r.current AND r.type = $1 AND ($2::uuid IS NULL OR r.patient_id = $2) AND ${filter.sql}
     ORDER BY r.last_updated DESC, r.id LIMIT $3`,
    [type, options.patientId ?? null, Math.min(options.limit, LARGEST_PAGE), ...filter.parameters],
  );
  return rows.map(toRecord);
}

/** A patient's current versions in the order of their ids, for whoever takes all of them along. */
export async function findAllRecords(
  type: string,
  patientIds: readonly string[],
  after: string | null,
  most: number,
): Promise<StoredRecord[]> {
  const rows = await query<Row>(
    `SELECT ${COLUMNS} FROM record r WHERE r.clinic_id = $1 AND r.type = $2 AND r.patient_id = ANY($3::uuid[]) AND r.current
       AND ($4::uuid IS NULL OR r.id > $4) ORDER BY r.id LIMIT $5`,
    [currentClinic(), type, patientIds, after, most],
  );
  return rows.map(toRecord);
}

const toRecord = ({ body, ...row }: Row): StoredRecord => ({
  ...row,
  resource: parseJson(Buffer.from(body)) as Resource,
});
