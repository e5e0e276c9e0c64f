import { randomUUID } from 'node:crypto';
import { currentClinic, query } from '../../platform/database/database.js';
import { isUnderHold } from '../patients/index.js';

export interface RawPayload {
  readonly id: string;
  readonly patientId: string;
  readonly vendor: string;
  readonly receivedMs: number;
  /** What it said, in its order: also readings that were known already; null: refused, its month being closed. */
  readonly observationIds: readonly (string | null)[];
  /** In which zones: see `told/read-zones.ts`; null for what came before that was kept. */
  readonly readZones: string | null;
  /** The export file that it stood in; null: it was sent by itself. */
  readonly uploadId: string | null;
}

/**
 * Keeps a payload that changed something, or that was never seen. The time is the clock's, not the transaction's: where
 * two payloads speak of the same reading, the one that waited for the other's commit has the later time, as it had the
 * last word.
 */
export async function keepPayload(payload: {
  patientId: string;
  vendor: string;
  sha256: string;
  rawBytes: number;
  /** Compressed. */
  body: Buffer;
  observationIds: readonly (string | null)[];
  readZones: string;
  changedSomething: boolean;
  /** The export file that it stood in: each keeps its own, because it may be taken back. */
  uploadId: string | null;
}): Promise<void> {
  await query(
    `INSERT INTO raw_payload (clinic_id, id, patient_id, vendor, received_at, sha256, raw_bytes, body, observation_ids, read_zones, upload_id)
     SELECT $1, $2, $3, $4, clock_timestamp(), $5, $6, $7, $8, $10, $11
     WHERE $9 OR NOT EXISTS (SELECT 1 FROM raw_payload
       WHERE clinic_id = $1 AND patient_id = $3 AND sha256 = $5 AND upload_id IS NOT DISTINCT FROM $11)`,
    [
      currentClinic(),
      randomUUID(),
      payload.patientId,
      payload.vendor,
      payload.sha256,
      payload.rawBytes,
      payload.body,
      payload.observationIds,
      payload.changedSomething,
      payload.readZones,
      payload.uploadId,
    ],
  );
}

/** Of a file that is taken back: they tell nothing any more, and what they said goes unless a legal hold keeps it. */
export async function silencePayloads(uploadId: string): Promise<void> {
  await query(
    `UPDATE raw_payload p SET observation_ids = '{}', read_zones = NULL,
       body = CASE WHEN h.held THEN body END, body_removed_at = CASE WHEN h.held THEN body_removed_at ELSE now() END
     FROM upload u, LATERAL (SELECT ${isUnderHold('u.patient_id')} AS held) h
     WHERE u.clinic_id = $1 AND u.id = $2 AND p.clinic_id = $1 AND p.patient_id = u.patient_id AND p.upload_id = u.id`,
    [currentClinic(), uploadId],
  );
}

/** Payloads that were sent under the id of a record that was merged once stayed with it, and their readings did not. */
const LIVING = `coalesce((SELECT r.merged_into FROM patient r
  WHERE r.clinic_id = raw_payload.clinic_id AND r.id = raw_payload.patient_id), patient_id)`;
const COLUMNS = `id, ${LIVING} AS "patientId", vendor, (extract(epoch FROM received_at) * 1000)::float8 AS "receivedMs",
  observation_ids AS "observationIds", read_zones AS "readZones", upload_id AS "uploadId"`;

/**
 * Payloads of a patient, under whatever ids, that were read in other zones than these. What goes to a later time goes first with its newest
 * readings, and the other way round, so that none comes into a place that another has yet to leave: ids sort by time.
 */
export async function findReadElsewhere(
  recordIds: readonly string[],
  zones: string,
  order: 'newest first' | 'oldest first',
): Promise<{ id: string; readZones: string }[]> {
  const by = order === 'newest first' ? 'max(o::text) DESC' : 'min(o::text)';
  return query<{ id: string; readZones: string }>(
    `SELECT p.id, p.read_zones AS "readZones" FROM raw_payload p LEFT JOIN unnest(p.observation_ids) AS o ON true
     WHERE p.clinic_id = $1 AND p.patient_id = ANY($2::uuid[]) AND p.body IS NOT NULL AND p.read_zones <> $3
     GROUP BY p.id, p.clinic_id, p.read_zones, p.received_at ORDER BY ${by}, p.received_at, p.id`,
    [currentClinic(), recordIds, zones],
  );
}

export async function findPayload(id: string): Promise<(RawPayload & { readonly body: Buffer | null }) | undefined> {
  const [row] = await query<RawPayload & { body: Buffer | null }>(
    `SELECT ${COLUMNS}, body FROM raw_payload WHERE clinic_id = $1 AND id = $2`,
    [currentClinic(), id],
  );
  return row;
}

/** It was read again, in these zones. */
export async function noteReadIn(id: string, zones: string, observationIds: readonly (string | null)[]): Promise<void> {
  await query('UPDATE raw_payload SET read_zones = $3, observation_ids = $4 WHERE clinic_id = $1 AND id = $2', [
    currentClinic(),
    id,
    zones,
    observationIds,
  ]);
}

/** Payloads whose body is kept and tells something, oldest first, without the body. `toMs` is exclusive. */
export function findPayloads(fromMs: number, toMs: number): Promise<RawPayload[]> {
  return query<RawPayload>(
    `SELECT ${COLUMNS}
     FROM raw_payload WHERE clinic_id = $1 AND received_at >= $2 AND received_at < $3 AND body IS NOT NULL
       AND NOT (upload_id IS NOT NULL AND observation_ids = '{}')
     ORDER BY received_at, id`,
    [currentClinic(), new Date(fromMs), new Date(toMs)],
  );
}

/** Compressed, as it was kept; nothing when it was removed meanwhile. */
export async function findPayloadBody(id: string): Promise<Buffer | undefined> {
  const [row] = await query<{ body: Buffer | null }>('SELECT body FROM raw_payload WHERE clinic_id = $1 AND id = $2', [
    currentClinic(),
    id,
  ]);
  return row?.body ?? undefined;
}

/**
 * Which payloads told of a patient, under whatever ids, or of one reading; newest first.
 *
 * @param page.after - a payload of the patient: only what comes after it
 */
export function findPayloadsOf(
  recordIds: readonly string[],
  observationId: string | undefined,
  { after, most }: { readonly after: string | undefined; readonly most: number },
) {
  return query<{
    id: string;
    vendor: string;
    receivedAt: Date;
    rawBytes: number | null;
    keptBytes: number | null;
    removedAt: Date | null;
    observations: number;
  }>(
    `SELECT id, vendor, received_at AS "receivedAt", raw_bytes AS "rawBytes", octet_length(body) AS "keptBytes",
       body_removed_at AS "removedAt", cardinality(array_remove(observation_ids, NULL)) AS observations
     FROM raw_payload WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR observation_ids @> ARRAY[$3::uuid])
       AND ($5::uuid IS NULL OR (received_at, id) <
         (SELECT last.received_at, last.id FROM raw_payload last WHERE last.clinic_id = $1 AND last.id = $5))
     ORDER BY received_at DESC, id DESC LIMIT $4`,
    [currentClinic(), recordIds, observationId ?? null, most, after ?? null],
  );
}

export async function isPayloadOf(id: string, recordIds: readonly string[]): Promise<boolean> {
  const rows = await query(
    'SELECT 1 FROM raw_payload WHERE clinic_id = $1 AND id = $2 AND patient_id = ANY($3::uuid[])',
    [currentClinic(), id, recordIds],
  );
  return rows.length === 1;
}

export interface RawUsage {
  readonly vendor: string;
  readonly kept: number;
  readonly removed: number;
  /** On disk, compressed. */
  readonly keptBytes: number;
  readonly oldestAt: Date | null;
}

/** What the payloads of this clinic take, by vendor. */
export function findRawUsage(): Promise<RawUsage[]> {
  return query<RawUsage>(
    `SELECT vendor, count(body)::int AS kept, (count(*) - count(body))::int AS removed,
       coalesce(sum(octet_length(body)), 0)::float8 AS "keptBytes", min(received_at) FILTER (WHERE body IS NOT NULL) AS "oldestAt"
     FROM raw_payload WHERE clinic_id = $1 GROUP BY vendor ORDER BY vendor`,
    [currentClinic()],
  );
}

/**
 * At most `most` of them, the oldest first. The rows stay, with the day on which the body went; under a legal hold all stays.
 *
 * @param since - none that may go is left before this instant, so those that went long ago are not walked through again
 * @returns how many, and up to which instant
 */
export async function removeBodiesOlderThan(
  days: number,
  most: number,
  since: string,
): Promise<{ removed: number; upTo: string }> {
  const [row] = await query<{ removed: number; upTo: string | null }>(
    `WITH gone AS (
       UPDATE raw_payload SET body = NULL, body_removed_at = now()
       WHERE clinic_id = $1 AND id IN (
         SELECT id FROM raw_payload p
         WHERE clinic_id = $1 AND body IS NOT NULL AND received_at >= $4 AND received_at < now() - make_interval(days => $2)
           AND NOT ${isUnderHold('p.patient_id')}
         ORDER BY received_at LIMIT $3 FOR UPDATE)
       RETURNING received_at)
     SELECT count(*)::int AS removed, max(received_at)::text AS "upTo" FROM gone`,
    [currentClinic(), days, most, since],
  );
  return { removed: row!.removed, upTo: row!.upTo ?? since };
}
