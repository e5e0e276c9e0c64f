import { METRIC_IDS, METRICS } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { NewObservation, ObservationRow } from './observation.js';

export interface Keyed {
  readonly observation: NewObservation;
  readonly conceptId: number;
  readonly sourceId: number;
  readonly skeletonId: number;
}

/** PostgreSQL has no year 0 and no sign before a year of five digits. */
function iso(ms: number): string {
  const text = new Date(ms).toISOString();
  if (text.startsWith('0000')) return `0001${text.slice(4)} BC`;
  return text.startsWith('+0') ? text.slice(2) : text;
}

/** Ids of those that were new, with when they arrived; absent are those whose natural key is taken. */
export async function insertNew(rows: readonly (Keyed & { id: string })[]): Promise<Map<string, number>> {
  const inserted = await query<{ id: string; receivedMs: number }>(
    `INSERT INTO observation (clinic_id, patient_id, concept_id, source_id, start_at, end_at, id, value, original_value, status, skeleton_id, remainder, issued_at)
     SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::uuid[], $8::numeric[], $9::numeric[], $10::text[], $11::int[], $12::text[], $13::timestamptz[])
     ON CONFLICT DO NOTHING RETURNING id, (extract(epoch FROM received_at) * 1000)::float8 AS "receivedMs"`,
    [
      currentClinic(),
      rows.map((r) => r.observation.patientId),
      rows.map((r) => r.conceptId),
      rows.map((r) => r.sourceId),
      rows.map((r) => iso(r.observation.startMs)),
      rows.map((r) => iso(r.observation.endMs)),
      rows.map((r) => r.id),
      rows.map((r) => r.observation.valueText),
      rows.map((r) => r.observation.originalText),
      rows.map((r) => r.observation.status),
      rows.map((r) => r.skeletonId),
      rows.map((r) => r.observation.remainder),
      rows.map((r) => (r.observation.issuedMs === null ? null : iso(r.observation.issuedMs))),
    ],
  );
  return new Map(inserted.map((row) => [row.id, row.receivedMs]));
}

const COLUMNS = `o.id, o.version, o.patient_id AS "patientId",
  (extract(epoch FROM o.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM o.end_at) * 1000)::float8 AS "endMs",
  o.value::text AS "valueText", o.original_value::text AS "originalText", o.status,
  (extract(epoch FROM o.issued_at) * 1000)::float8 AS "issuedMs", (extract(epoch FROM o.received_at) * 1000)::float8 AS "receivedMs",
  s.body AS skeleton, o.remainder`;
const FROM = `observation o JOIN skeleton s ON s.clinic_id = o.clinic_id AND s.id = o.skeleton_id`;

/** The stored observation with this natural key, locked until the transaction ends. */
export async function lockByKey(key: Keyed): Promise<ObservationRow & { skeletonId: number }> {
  const { observation: o } = key;
  const [row] = await query<ObservationRow & { skeletonId: number }>(
    `SELECT ${COLUMNS}, o.skeleton_id AS "skeletonId" FROM ${FROM}
     WHERE o.clinic_id = $1 AND o.patient_id = $2 AND o.concept_id = $3 AND o.source_id = $4 AND o.start_at = $5 AND o.end_at = $6 FOR UPDATE OF o`,
    [currentClinic(), o.patientId, key.conceptId, key.sourceId, iso(o.startMs), iso(o.endMs)],
  );
  if (!row) throw new Error('An observation that conflicts cannot be found');
  return row;
}

/** Keeps the old version and writes the next. */
export async function replace(old: ObservationRow, key: Keyed): Promise<{ version: number; receivedMs: number }> {
  await query('INSERT INTO observation_version (clinic_id, id, version, body) VALUES ($1, $2, $3, $4)', [
    currentClinic(),
    old.id,
    old.version,
    JSON.stringify(old),
  ]);
  const o = key.observation;
  const [row] = await query<{ version: number; receivedMs: number }>(
    `UPDATE observation SET version = version + 1, value = $2, original_value = $3, status = $4, skeleton_id = $5, remainder = $6, issued_at = $7, received_at = now()
     WHERE id = $1 AND start_at = $8
     RETURNING version, (extract(epoch FROM received_at) * 1000)::float8 AS "receivedMs"`,
    [
      old.id,
      o.valueText,
      o.originalText,
      o.status,
      key.skeletonId,
      o.remainder,
      o.issuedMs === null ? null : iso(o.issuedMs),
      iso(o.startMs),
    ],
  );
  return row!;
}

export async function findById(
  id: string,
  period: { fromMs: number; toMs: number },
): Promise<ObservationRow | undefined> {
  const [row] = await query<ObservationRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE o.clinic_id = $1 AND o.id = $2 AND o.start_at >= $3 AND o.start_at < $4`,
    [currentClinic(), id, iso(period.fromMs), iso(period.toMs)],
  );
  return row;
}

export async function findOldVersion(id: string, version: number): Promise<ObservationRow | undefined> {
  const [row] = await query<{ body: string }>('SELECT body FROM observation_version WHERE id = $1 AND version = $2', [
    id,
    version,
  ]);
  return row && (JSON.parse(row.body) as ObservationRow);
}

export interface ObservationSearch {
  readonly patientIds: readonly string[];
  readonly codes: readonly { system: string | null; code: string }[];
  readonly date: readonly { op: 'eq' | 'ge' | 'gt' | 'le' | 'lt'; fromMs: number; toMs: number }[];
  readonly newestFirst: boolean;
  readonly count: number;
  readonly after: { startMs: number; id: string } | undefined;
}

/** One more than asked for, to know whether there is a next page. Date follows FHIR: a period matches where it overlaps. */
export async function search(query_: ObservationSearch): Promise<ObservationRow[]> {
  const parameters: unknown[] = [currentClinic(), query_.patientIds];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = [`o.clinic_id = $1`, `o.patient_id = ANY($2)`];
  if (query_.codes.length > 0) {
    const concepts = await findConcepts(query_.codes);
    if (concepts.length === 0) return [];
    conditions.push(`o.concept_id = ANY(${add(concepts)})`);
  }
  for (const { op, fromMs, toMs } of query_.date) conditions.push(dateCondition(op, add, fromMs, toMs));
  const order = query_.newestFirst ? 'DESC' : 'ASC';
  if (query_.after)
    conditions.push(
      `(o.start_at, o.id) ${query_.newestFirst ? '<' : '>'} (${add(iso(query_.after.startMs))}, ${add(query_.after.id)}::uuid)`,
    );
  return query<ObservationRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE ${conditions.join(' AND ')} ORDER BY o.start_at ${order}, o.id ${order} LIMIT ${add(query_.count + 1)}`,
    parameters,
  );
}

/** A period longer than this is found by its start only: the bound keeps a search out of partitions long past. */
const LONGEST_PERIOD = `interval '366 days'`;

/** toMs is exclusive. */
function dateCondition(op: string, add: (value: unknown) => string, fromMs: number, toMs: number): string {
  const from = () => `${add(iso(fromMs))}::timestamptz`;
  const to = () => `${add(iso(toMs))}::timestamptz`;
  switch (op) {
    case 'ge': {
      const at = from();
      return `o.end_at >= ${at} AND o.start_at >= ${at} - ${LONGEST_PERIOD}`;
    }
    case 'gt': {
      const at = to();
      return `o.end_at >= ${at} AND o.start_at >= ${at} - ${LONGEST_PERIOD}`;
    }
    case 'le':
      return `o.start_at < ${to()}`;
    case 'lt':
      return `o.start_at < ${from()}`;
    default: {
      const end = to();
      return `o.start_at >= ${from()} AND o.start_at < ${end} AND o.end_at <= ${end}`;
    }
  }
}

async function findConcepts(codes: readonly { system: string | null; code: string }[]): Promise<number[]> {
  const rows = await query<{ id: number }>(
    `SELECT c.id FROM concept c JOIN unnest($1::text[], $2::text[]) AS w(system, code) ON c.code = w.code AND (w.system IS NULL OR c.system = w.system)`,
    [codes.map((c) => c.system), codes.map((c) => c.code)],
  );
  return rows.map((row) => row.id);
}

/** Marks days as due for a worker. */
export async function markDue(days: readonly { patientId: string; day: string }[]): Promise<void> {
  if (days.length === 0) return;
  await query('INSERT INTO due_day (clinic_id, patient_id, day) SELECT $1, * FROM unnest($2::uuid[], $3::date[])', [
    currentClinic(),
    days.map((d) => d.patientId),
    days.map((d) => d.day),
  ]);
}

export interface DayObservation {
  readonly id: string;
  readonly version: number;
  readonly metric: string;
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: 'watch' | 'phone' | 'form' | 'file' | 'other';
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  readonly receivedMs: number;
}

/** How far back a period may begin that still touches a day: a device's two days; "the past month" of a questionnaire. */
const DEVICE_REACH = `interval '2 days'`;
const SELF_REPORT_REACH = `interval '32 days'`;
const SELF_REPORTED = METRIC_IDS.filter((metric) => METRICS[metric].selfReported);

/** Everything of the catalogue that touches this span and counts. */
export function findForDays(patientId: string, fromMs: number, toMs: number): Promise<DayObservation[]> {
  const touching = (reach: string, metrics: string) =>
    `SELECT o.id, o.version, c.metric, o.source_id AS "sourceId", s.system, s.device, s.kind,
       (extract(epoch FROM o.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM o.end_at) * 1000)::float8 AS "endMs",
       o.value::float8 AS value, (extract(epoch FROM o.received_at) * 1000)::float8 AS "receivedMs"
     FROM observation o JOIN concept c ON c.id = o.concept_id AND c.clinic_id = o.clinic_id JOIN source s ON s.id = o.source_id AND s.clinic_id = o.clinic_id
     WHERE o.clinic_id = $1 AND o.patient_id = $2 AND o.start_at >= $3::timestamptz - ${reach} AND o.start_at < $4 AND o.end_at >= $3
       AND c.metric ${metrics} AND o.value IS NOT NULL AND o.status IN ('final', 'amended', 'corrected', 'preliminary')`;
  return query<DayObservation>(
    `${touching(DEVICE_REACH, '<> ALL($5)')} UNION ALL ${touching(SELF_REPORT_REACH, '= ANY($5)')} ORDER BY "startMs"`,
    [currentClinic(), patientId, iso(fromMs), iso(toMs), SELF_REPORTED],
  );
}
