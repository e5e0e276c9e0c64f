import { currentClinic, query } from '../../platform/database/database.js';
import type { DomainError } from '../../platform/http/domain-error.js';
import { tellFile } from './tell-file.js';
import { TAKE_BACK_DAYS } from './takeback/upload-readings.repository.js';
import type { RefusalCount, Unchecked } from './vendors/index.js';

/** Of one patient in thirty days. */
const MOST_LISTED = 100;

export interface Upload {
  readonly id: string;
  readonly patientId: string;
  /** What the sender says it is: an `ExportKind`, or `any`. */
  readonly kind: string;
  readonly state: 'receiving' | 'reading' | 'done' | 'failed' | 'taking-back' | 'taken-back';
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly records: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly refused: number;
  /** Why, the commonest first; null: it was read before that was kept, or not to its end. */
  readonly refusals: readonly RefusalCount[] | null;
  readonly error: string | null;
  /** The same as a word; null also of a file that failed before there were any. */
  readonly errorCode: string | null;
  /** Why it could not be checked whose it is; null: it was, or is not read to its end. */
  readonly unchecked: Unchecked | null;
  /** How many of its readings are gone from the record again. */
  readonly takenBack: number;
  readonly takenBackBy: string | null;
  /** It has told readings that are kept apart, so that it can be taken back; not of files from before that was done. */
  readonly keepsReadings: boolean;
  readonly createdBy: string;
  readonly sentAt: Date;
}

export type UploadProgress = Partial<
  Omit<Upload, 'id' | 'patientId' | 'kind' | 'createdBy' | 'sentAt' | 'takenBack' | 'takenBackBy' | 'keepsReadings'>
>;

const COLUMN: Record<keyof UploadProgress, string> = {
  state: 'state',
  bytesRead: 'bytes_read',
  bytesTotal: 'bytes_total',
  records: 'records',
  stored: 'stored',
  duplicates: 'duplicates',
  skipped: 'skipped',
  refused: 'refused',
  refusals: 'refusals',
  error: 'error',
  errorCode: 'error_code',
  unchecked: 'unchecked',
};

export async function insertUpload(upload: {
  id: string;
  patientId: string;
  kind: string;
  createdBy: string;
}): Promise<void> {
  await query(
    `INSERT INTO upload (clinic_id, id, patient_id, kind, state, created_by) VALUES ($1, $2, $3, $4, 'receiving', $5)`,
    [currentClinic(), upload.id, upload.patientId, upload.kind, upload.createdBy],
  );
}

/** What is to be taken back, or was, stays so: whoever reads it may be a node that was thought dead. */
const IS_READ = `state NOT IN ('taking-back', 'taken-back')`;

/** Where its state changes, that is told: as the last step of the transaction. */
export async function updateUpload(id: string, progress: UploadProgress): Promise<void> {
  const names = Object.keys(progress) as (keyof UploadProgress)[];
  const [row] = await query<{ patientId: string }>(
    `UPDATE upload SET updated_at = now(), ${names.map((name, i) => `${COLUMN[name]} = $${i + 2}`).join(', ')} WHERE id = $1 AND ${IS_READ}
     RETURNING patient_id AS "patientId"`,
    [
      id,
      ...names.map((name) => (name === 'refusals' ? progress[name] && JSON.stringify(progress[name]) : progress[name])),
    ],
  );
  if (row && progress.state !== undefined) await tellFile(row.patientId);
}

const SELECT = `SELECT id, patient_id AS "patientId", kind, state, bytes_read::float8 AS "bytesRead", bytes_total::float8 AS "bytesTotal",
    records, stored, duplicates, skipped, refused, refusals, error, error_code AS "errorCode", unchecked, taken_back AS "takenBack", taken_back_by AS "takenBackBy",
    keeps_readings AS "keepsReadings", created_by AS "createdBy", created_at AS "sentAt" FROM upload`;

export async function findUpload(id: string): Promise<Upload | undefined> {
  const [row] = await query<Upload>(`${SELECT} WHERE id = $1`, [id]);
  return row;
}

/** The newest first: the last ones, and those that can be taken back. */
export function findUploadsOf(patientId: string, most: number): Promise<Upload[]> {
  return query<Upload>(
    `${SELECT} WHERE clinic_id = $1 AND patient_id = $2 AND (keeps_readings AND created_at > now() - make_interval(days => ${TAKE_BACK_DAYS})
       OR id IN (SELECT id FROM upload WHERE clinic_id = $1 AND patient_id = $2 ORDER BY created_at DESC, id LIMIT $3))
     ORDER BY created_at DESC, id LIMIT ${MOST_LISTED}`,
    [currentClinic(), patientId, most],
  );
}

/** @returns false where somebody wants it taken back: then nothing more of it is read */
export async function beginReading(id: string): Promise<boolean> {
  const rows = await query(
    `UPDATE upload SET state = 'reading', error = NULL, error_code = NULL, refusals = NULL, bytes_read = 0, updated_at = now()
     WHERE clinic_id = $1 AND id = $2 AND ${IS_READ} RETURNING id`,
    [currentClinic(), id],
  );
  return rows.length === 1;
}

const SILENT = `state IN ('receiving', 'reading') AND updated_at < now() - make_interval(mins => $1)`;

/** Of the clinic: not over, and no node has said a word of them for so long. */
export async function findSilentUploads(minutes: number): Promise<string[]> {
  const rows = await query<{ id: string }>(`SELECT id FROM upload WHERE ${SILENT}`, [minutes]);
  return rows.map(({ id }) => id);
}

/** Unless somebody has said a word of it meanwhile. */
export async function endSilentUpload(
  id: string,
  minutes: number,
  { message, code }: Pick<DomainError, 'message' | 'code'>,
): Promise<void> {
  await query(
    `UPDATE upload SET updated_at = now(), state = 'failed', error = $3, error_code = $4 WHERE id = $2 AND ${SILENT}`,
    [minutes, id, message, code],
  );
}

/** Says no more than that somebody is at work on it. */
export async function touchUpload(id: string): Promise<void> {
  await query('UPDATE upload SET updated_at = now() WHERE id = $1', [id]);
}

/** When something was last written of it, for `claimUpload`. Undefined: nobody knows of it. */
export async function findLastWord(id: string): Promise<string | undefined> {
  const [row] = await query<{ at: string }>('SELECT updated_at::text AS at FROM upload WHERE id = $1', [id]);
  return row?.at;
}

/** Of several nodes that want it, one. @param lastWord - as it was when they all found it */
export async function claimUpload(id: string, lastWord: string): Promise<boolean> {
  const rows = await query(
    'UPDATE upload SET updated_at = clock_timestamp() WHERE id = $1 AND updated_at = $2::timestamptz RETURNING id',
    [id, lastWord],
  );
  return rows.length === 1;
}
