import { currentClinic, query } from '../../../platform/database/database.js';
import type { Packed } from './packed-file.js';
import type { ZipFile } from './zip.js';

/** Where an export has come to: which part, which file of it, and the part's own place. */
export interface ExportPlace {
  readonly part: number;
  readonly file: number;
  readonly within: unknown;
}

export interface PatientExport {
  readonly id: string;
  readonly patientId: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'removed';
  readonly requestedBy: string;
  /** By the patient, for whom the copy leaves nothing out. */
  readonly byPatient: boolean;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly rowsDone: number;
  readonly rowsTotal: number | null;
  readonly place: ExportPlace | null;
  readonly bytes: number | null;
  readonly doneAt: Date | null;
  readonly expiresAt: Date | null;
}

const COLUMNS = `id, patient_id AS "patientId", state, requested_by AS "requestedBy",
  EXISTS (SELECT 1 FROM patient p WHERE p.clinic_id = patient_export.clinic_id AND p.id = patient_export.patient_id
    AND 'person/' || p.person_id = requested_by) AS "byPatient", reason, created_at AS "createdAt",
  rows_done::float8 AS "rowsDone", rows_total::float8 AS "rowsTotal", place, bytes::float8 AS bytes, done_at AS "doneAt", expires_at AS "expiresAt"`;

/** @returns false when this id is there already */
export async function insertExport(one: {
  id: string;
  patientId: string;
  requestedBy: string;
  reason: string | null;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO patient_export (clinic_id, id, patient_id, requested_by, reason) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), one.id, one.patientId, one.requestedBy, one.reason],
  );
  return rows.length === 1;
}

export async function findExport(id: string, options: { lock?: boolean } = {}): Promise<PatientExport | undefined> {
  const [row] = await query<PatientExport>(
    `SELECT ${COLUMNS} FROM patient_export WHERE clinic_id = $1 AND id = $2 ${options.lock ? 'FOR UPDATE' : ''}`,
    [currentClinic(), id],
  );
  return row;
}

/** Newest first. */
export function findExports(patientId: string): Promise<PatientExport[]> {
  return query<PatientExport>(
    `SELECT ${COLUMNS} FROM patient_export WHERE clinic_id = $1 AND patient_id = $2 ORDER BY created_at DESC LIMIT 20`,
    [currentClinic(), patientId],
  );
}

export async function begin(id: string, rowsTotal: number): Promise<void> {
  await query(
    `UPDATE patient_export SET state = 'running', rows_total = $3, updated_at = now() WHERE clinic_id = $1 AND id = $2 AND state = 'queued'`,
    [currentClinic(), id, rowsTotal],
  );
}

/** A file and where to go on, together: what is committed is never made twice. */
export async function saveFile(
  one: PatientExport,
  file: { readonly name: string; readonly packed: Packed } | undefined,
  next: { readonly place: ExportPlace; readonly rows: number },
): Promise<void> {
  const clinicId = currentClinic();
  if (file) {
    const { crc, bytes, packedBytes, chunks } = file.packed;
    const [row] = await query<{ position: number }>(
      `INSERT INTO export_file (clinic_id, export_id, position, name, crc, bytes, packed_bytes)
       SELECT $1, $2, coalesce(max(position) + 1, 0), $3, $4, $5, $6 FROM export_file WHERE clinic_id = $1 AND export_id = $2 RETURNING position`,
      [clinicId, one.id, file.name, crc, bytes, packedBytes],
    );
    for (const [part, body] of chunks.entries())
      await query('INSERT INTO export_chunk (clinic_id, export_id, position, part, body) VALUES ($1, $2, $3, $4, $5)', [
        clinicId,
        one.id,
        row!.position,
        part,
        body,
      ]);
  }
  await query(
    `UPDATE patient_export SET place = $3, rows_done = rows_done + $4, updated_at = now() WHERE clinic_id = $1 AND id = $2`,
    [clinicId, one.id, JSON.stringify(next.place), next.rows],
  );
}

export async function finish(id: string, bytes: number, keepDays: number): Promise<void> {
  await query(
    `UPDATE patient_export SET state = 'done', bytes = $3, rows_done = coalesce(rows_total, rows_done), done_at = now(), updated_at = now(),
       expires_at = now() + make_interval(days => $4) WHERE clinic_id = $1 AND id = $2`,
    [currentClinic(), id, bytes, keepDays],
  );
}

export async function setState(id: string, state: PatientExport['state']): Promise<void> {
  await query('UPDATE patient_export SET state = $3, updated_at = now() WHERE clinic_id = $1 AND id = $2', [
    currentClinic(),
    id,
    state,
  ]);
}

export function findFiles(exportId: string): Promise<(ZipFile & { position: number })[]> {
  return query<ZipFile & { position: number }>(
    `SELECT position, name, crc::float8 AS crc, bytes::float8 AS bytes, packed_bytes::float8 AS "packedBytes"
     FROM export_file WHERE clinic_id = $1 AND export_id = $2 ORDER BY position`,
    [currentClinic(), exportId],
  );
}

export async function findChunk(exportId: string, position: number, part: number): Promise<Buffer | undefined> {
  const [row] = await query<{ body: Buffer }>(
    'SELECT body FROM export_chunk WHERE clinic_id = $1 AND export_id = $2 AND position = $3 AND part = $4',
    [currentClinic(), exportId, position, part],
  );
  return row?.body;
}

/** Of the clinic that is open, as the worker: files that nobody may fetch any more go; the row stays and says so. */
export async function removeExpiredFiles(): Promise<void> {
  const rows = await query<{ id: string }>(
    `SELECT id FROM patient_export WHERE clinic_id = $1
       AND ((state = 'done' AND expires_at <= now()) OR (state = 'failed' AND updated_at < now() - interval '1 day'))`,
    [currentClinic()],
  );
  for (const { id } of rows) {
    await query('DELETE FROM export_chunk WHERE clinic_id = $1 AND export_id = $2', [currentClinic(), id]);
    await query('DELETE FROM export_file WHERE clinic_id = $1 AND export_id = $2', [currentClinic(), id]);
    await setState(id, 'removed');
  }
}

/** Copies that were under way at this moment or made since end: nobody fetches them, and the worker takes their files away. */
export async function endExportsSince(patientId: string, since: Date): Promise<void> {
  await query(
    `UPDATE patient_export SET state = CASE state WHEN 'done' THEN state ELSE 'failed' END, expires_at = now(), updated_at = now()
     WHERE clinic_id = $1 AND patient_id = $2 AND (state IN ('queued', 'running') OR (state = 'done' AND done_at > $3))`,
    [currentClinic(), patientId, since],
  );
}
