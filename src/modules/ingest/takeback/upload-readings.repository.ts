import { int4Array } from '../../../platform/database/binary-arrays.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import { readId, type Withdrawal } from '../../observations/index.js';
import type { Became } from '../to-ingested.js';

/** For so long a file can be taken back. */
export const TAKE_BACK_DAYS = 30;

interface Of {
  readonly id: string;
  readonly patientId: string;
}

/** What one file told in one batch. */
export interface ToldBatch {
  readonly n: string;
  readonly ids: readonly string[];
}

/** Files of one patient are read and taken back by turns, batch by batch: one must see what the other says of a reading. */
export async function lockFilesBeside(uploadId: string): Promise<void> {
  await query(
    'SELECT pg_advisory_xact_lock(731084, hashtext(patient_id::text)) FROM upload WHERE clinic_id = $1 AND id = $2',
    [currentClinic(), uploadId],
  );
}

/**
 * In the transaction that stores them: which version each wrote, or (below zero) which one that is or was there it says, too.
 * What says less than any says nothing of it. By series, so that what overlaps is little.
 *
 * @param madeAt - when it was told; null: now
 */
export async function keepTold(
  uploadId: string,
  became: readonly Became[],
  madeAt: string | null = null,
): Promise<void> {
  const signed = became.flatMap((one) => {
    if (one instanceof DomainError || one.says === null) return [];
    return [{ id: one.id, version: one.outcome === 'unchanged' ? -(one.says ?? one.version) : one.version }];
  });
  if (signed.length === 0) return;
  await keepClaims(signed.map((one) => ({ ...one, uploadId, madeAt })));
  await query('UPDATE upload SET keeps_readings = true WHERE clinic_id = $1 AND id = $2 AND NOT keeps_readings', [
    currentClinic(),
    uploadId,
  ]);
}

/** Of a file: it told this version of a reading, or (below zero) said it, too. */
export interface Claim {
  readonly uploadId: string;
  readonly id: string;
  readonly version: number;
  /** When; null: now. */
  readonly madeAt: string | null;
}

/** A reading that is elsewhere now, or says again what it had said before, is still told by whoever told it, and since then. */
export async function keepClaims(claims: readonly Claim[]): Promise<void> {
  const batches = Map.groupBy(claims, ({ uploadId, id, madeAt }) => `${uploadId} ${readId(id)?.seriesId} ${madeAt}`);
  for (const some of batches.values()) await keepBatch(some);
}

async function keepBatch(told: readonly Claim[]): Promise<void> {
  const { uploadId, madeAt } = told[0]!;
  const ids = told.map(({ id }) => id).sort();
  // Whose it is today: records may have been merged since the file came.
  await query(
    `INSERT INTO upload_reading (clinic_id, patient_id, upload_id, ids, versions, first_id, last_id, made_at, is_done)
     SELECT clinic_id, patient_id, id, $3::uuid[], $4::int[], $5, $6, coalesce($7, now()), state = 'taken-back' FROM upload WHERE clinic_id = $1 AND id = $2`,
    [
      currentClinic(),
      uploadId,
      `{${told.map(({ id }) => id).join(',')}}`,
      int4Array(told.map(({ version }) => version)),
      ids[0],
      ids.at(-1),
      madeAt,
    ],
  );
}

/** Of how many versions a file that is read again has written. */
export async function countWritten(uploadId: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    'SELECT count(*)::int AS n FROM upload_reading r, unnest(r.versions) AS v WHERE r.clinic_id = $1 AND r.upload_id = $2 AND v > 0',
    [currentClinic(), uploadId],
  );
  return row!.n;
}

/** By file, which version of each of these readings it told last; below zero: it said again what was there. */
export function findVersionsTold(patientId: string, ids: readonly string[]): Promise<Claim[]> {
  const sorted = [...ids].sort();
  return query<Claim>(
    `SELECT DISTINCT ON (r.upload_id, x.id) r.upload_id AS "uploadId", x.id::text, x.version, r.made_at::text AS "madeAt"
     FROM upload_reading r, unnest(r.ids, r.versions) AS x(id, version)
     WHERE r.clinic_id = $1 AND r.patient_id = $2 AND r.first_id <= $4 AND r.last_id >= $3 AND x.id = ANY($5::uuid[])
     ORDER BY r.upload_id, x.id, abs(x.version) DESC, x.version DESC`,
    [currentClinic(), patientId, sorted[0], sorted.at(-1), `{${ids.join(',')}}`],
  );
}

/** A batch that nobody else is at, locked until the transaction ends. */
export async function takeBatch(uploadId: string): Promise<ToldBatch | undefined> {
  const [row] = await query<ToldBatch>(
    `SELECT n, ids::text[] AS ids FROM upload_reading WHERE clinic_id = $1 AND upload_id = $2 AND NOT is_done ORDER BY n LIMIT 1
     FOR UPDATE SKIP LOCKED`,
    [currentClinic(), uploadId],
  );
  return row;
}

/** It stays with what it told: another file may have relied on it. */
export async function endBatch(uploadId: string, n: string): Promise<void> {
  await query('UPDATE upload_reading SET is_done = true WHERE clinic_id = $1 AND upload_id = $2 AND n = $3', [
    currentClinic(),
    uploadId,
    n,
  ]);
}

/**
 * Of these readings the versions that only files tell that are taken back, and the newest before the last of them that
 * something else tells.
 *
 * Versions of which no file says anything are somebody else's. A vendor's payload says the version that files had come to by
 * then: it may have been told before one of them, and been replaced by it.
 */
export function findToldAlone(of: Of, ids: readonly string[]): Promise<Withdrawal[]> {
  const sorted = [...ids].sort();
  return query<Withdrawal>(
    `WITH told AS MATERIALIZED (
       SELECT x.id, abs(x.version) AS version, x.version > 0 AS wrote, r.made_at, u.state IN ('taking-back', 'taken-back') AS goes
       FROM upload_reading r JOIN upload u ON u.clinic_id = r.clinic_id AND u.id = r.upload_id, unnest(r.ids, r.versions) AS x(id, version)
       WHERE r.clinic_id = $1 AND r.patient_id = $2 AND r.first_id <= $4 AND r.last_id >= $3 AND x.id = ANY($5::uuid[])),
     vendor AS MATERIALIZED (
       SELECT o AS id, p.received_at FROM raw_payload p, unnest(p.observation_ids) AS o
       WHERE p.clinic_id = $1 AND p.patient_id = $2 AND p.upload_id IS NULL AND o BETWEEN $3 AND $4),
     said AS (
       SELECT id, version, wrote, goes FROM told
       UNION ALL
       SELECT v.id, max(t.version), false, false FROM vendor v JOIN told t ON t.id = v.id AND t.made_at <= v.received_at
       GROUP BY v.id, v.received_at),
     alone AS (SELECT id, version FROM said GROUP BY id, version HAVING bool_or(wrote) AND bool_and(goes))
     SELECT l.id::text, l.versions, (SELECT max(v.version) FROM observation_version v
       WHERE v.clinic_id = $1 AND v.id = l.id AND v.version < l.last AND v.version <> ALL (l.versions) AND NOT v.is_withdrawn) AS former
     FROM (SELECT id, max(version) AS last, array_agg(version ORDER BY version) AS versions FROM alone GROUP BY id) l`,
    [currentClinic(), of.patientId, sorted[0], sorted.at(-1), `{${ids.join(',')}}`],
  );
}

/**
 * A file that was brought in longer ago is taken back no more. What one that is being taken back told is still needed, and so
 * is what one told that was: a file that only said it again may yet be taken back, too.
 */
export async function removeOldTold(most: number): Promise<number> {
  const limit = `now() - make_interval(days => ${TAKE_BACK_DAYS + 1})`;
  const rows = await query(
    `DELETE FROM upload_reading r USING (SELECT o.clinic_id, o.upload_id, o.n FROM upload_reading o
       JOIN upload u ON u.clinic_id = o.clinic_id AND u.id = o.upload_id
       WHERE o.clinic_id = $1 AND o.made_at < ${limit} AND u.state <> 'taking-back'
         AND (u.state <> 'taken-back' OR NOT EXISTS (SELECT FROM upload_reading y JOIN upload g ON g.clinic_id = y.clinic_id AND g.id = y.upload_id
           WHERE y.clinic_id = o.clinic_id AND y.patient_id = o.patient_id AND (y.made_at >= ${limit} OR g.state = 'taking-back')))
       LIMIT $2) old
     WHERE r.clinic_id = old.clinic_id AND r.upload_id = old.upload_id AND r.n = old.n RETURNING r.n`,
    [currentClinic(), most],
  );
  return rows.length;
}
