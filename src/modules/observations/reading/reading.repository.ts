import type { MetricId } from '../../../metrics/index.js';
import { currentClinic, openTransaction, query } from '../../../platform/database/database.js';
import { type DailyRow, WORN_FROM } from '../daily/daily-values.repository.js';
import { belongs } from '../daily/day-parts.js';
import { hasHours } from '../daily/hours.js';
import type { Span } from '../daily/merge-intervals.js';
import type { ObservationRow, SourceKind } from '../observation.js';
import { spellId } from '../observation-id.js';
import { skeletonsById } from '../interning.js';
import { findFirstReceived } from '../first-received.js';
import { findBodies } from '../known-parts.js';
import { reachMs } from '../observations.repository.js';
import { completePage, heldAtOnce, onceAtRest } from '../complete-page.js';
import { type PageRow, type RawPage, readPage } from '../page-columns.js';
import { COUNTED, type RawRow, statusOf } from '../row.js';
import { toRows } from '../whole-rows.js';
import { send } from '../../../platform/database/statement.js';
import {
  findingLeftOut,
  type ObservationSearch,
  searching,
  type SearchPlace,
  type SoughtCoding,
} from '../search.repository.js';

export interface RawReading {
  readonly id: string;
  readonly version: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  /** When it came first, and when what it says now did. */
  readonly receivedMs: number;
  readonly saidMs: number;
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: SourceKind;
}
type FoundReading = Omit<RawReading, 'receivedMs'> & {
  readonly ownId: string | null;
  readonly seriesId: number;
  readonly skeletonId: number;
};

/** What has no hours belongs to a day as a whole, a night to that of waking: so far back such a period may begin. */
const reachBack = (metric: MetricId) => (hasHours(metric) ? null : reachMs(metric));

/**
 * Readings of a metric that begin in this span, of what has no hours those that belong to it, oldest first, read `count` at a time. Each series of the metric is walked
 * along its own stretch of the primary key and stops after a page: the cost follows the page, not the history. What does
 * not count is left out here, so a page may hold fewer: asking PostgreSQL for the status would cost it the index's order.
 *
 * @param after - `next` of the page before
 * @returns next: where the next page begins; null on the last one
 */
export async function findRaw(search: {
  patientId: string;
  metric: MetricId;
  fromMs: number;
  toMs: number;
  after: SearchPlace | null;
  count: number;
}): Promise<{ rows: RawReading[]; next: SearchPlace | null }> {
  const iso = (ms: number) => new Date(ms).toISOString();
  const { patientId, metric, fromMs, toMs, after, count } = search;
  const back = reachBack(metric);
  const isOfSpan = (o: Span) => back === null || belongs(metric, o, { startMs: fromMs, endMs: toMs });
  const earliestMs = fromMs - (back ?? 0);
  const found = await query<FoundReading>(
    `SELECT r.id AS "ownId", r.version, r.series_id AS "seriesId", r.skeleton_id AS "skeletonId",
       (extract(epoch FROM r.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM r.end_at) * 1000)::float8 AS "endMs",
       r.value::float8 AS value, (extract(epoch FROM r.received_at) * 1000)::float8 AS "saidMs", s.id AS "sourceId", s.system, s.device, s.kind
     FROM concept c JOIN series w ON w.clinic_id = $1 AND w.patient_id = $2 AND w.concept_id = c.id CROSS JOIN LATERAL (
       SELECT x.* FROM observation_row x
       WHERE x.clinic_id = $1 AND x.series_id = w.id AND x.start_at >= $4 AND x.start_at < $5
         AND (x.start_at, x.series_id, x.end_at) > ($4::timestamptz, $6::int, $7::timestamptz) AND x.value IS NOT NULL
         AND (x.end_at > $9 OR x.start_at >= $9)
       ORDER BY x.start_at, x.end_at LIMIT $8) r
     JOIN source s ON s.clinic_id = $1 AND s.id = w.source_id
     WHERE c.clinic_id = $1 AND c.metric = $3 ORDER BY r.start_at, r.series_id, r.end_at LIMIT $8`,
    [
      currentClinic(),
      patientId,
      metric,
      iso(after?.startMs ?? earliestMs),
      iso(toMs),
      after?.seriesId ?? 0,
      iso(after?.endMs ?? earliestMs),
      count + 1,
      iso(fromMs),
    ],
  );
  const page = found.slice(0, count);
  const ids = page.map(({ skeletonId }) => skeletonId);
  const bodies = await findBodies(currentClinic(), ids, skeletonsById);
  const last = found.length > count ? page.at(-1) : undefined;
  const rows = page
    .filter((row) => COUNTED.has(statusOf(bodies.get(row.skeletonId)!)) && isOfSpan(row))
    .map(({ ownId, ...row }) => ({ ...row, id: ownId ?? spellId(row)! }));
  const first = await findFirstReceived(rows);
  return {
    rows: rows.map((row) => ({ ...row, receivedMs: first.get(row.id) ?? row.saidMs })),
    next: last ? { startMs: last.startMs, endMs: last.endMs, seriesId: last.seriesId } : null,
  };
}

/** A metric's days that have a value, oldest first, at most `count`. */
export function findDays(
  patientId: string,
  metric: MetricId,
  span: { from: string; to: string; count: number },
): Promise<DailyRow[]> {
  return query<DailyRow>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", ${WORN_FROM}, coverage, device, state, late FROM daily_value d
     WHERE clinic_id = $1 AND patient_id = $2 AND metric = $3 AND day BETWEEN $4 AND $5 ORDER BY d.day LIMIT $6`,
    [currentClinic(), patientId, metric, span.from, span.to, span.count],
  );
}

/** Of what the newest are asked for; of all where a list is empty. */
export type LastWanted = Pick<ObservationSearch, 'codes' | 'date'> &
  Required<Pick<ObservationSearch, 'categories' | 'statuses'>>;

/** Codes of which this patient has series; of the wanted only, unless there are none. One index probe a code. */
export function findCodes(
  patientId: string,
  wanted: readonly SoughtCoding[],
  categories: readonly SoughtCoding[] = [],
): Promise<{ system: string; code: string }[]> {
  const listed = (codings: readonly SoughtCoding[]) => [codings.map((k) => k.system), codings.map((k) => k.code)];
  return query(
    `SELECT c.system, c.code FROM concept c
     WHERE c.clinic_id = $1 AND EXISTS (SELECT 1 FROM series s WHERE s.clinic_id = $1 AND s.patient_id = $2 AND s.concept_id = c.id)
       AND (cardinality($4::text[]) = 0 OR EXISTS (
         SELECT 1 FROM unnest($3::text[], $4::text[]) AS k(system, code)
         WHERE (k.code IS NULL OR k.code = c.code) AND (k.system IS NULL OR k.system = c.system)))
       AND (cardinality($6::text[]) = 0 OR c.id IN (
         SELECT t.concept_id FROM unnest($5::text[], $6::text[]) AS k(system, code) JOIN skeleton_coding t
         ON t.clinic_id = $1 AND t.element = 'category' AND (k.code IS NULL OR k.code = t.code) AND (k.system IS NULL OR k.system = t.system)))
     ORDER BY c.system, c.code`,
    [currentClinic(), patientId, ...listed(wanted), ...listed(categories)],
  );
}

/** The newest observations kept under a code, newest first, at most `count`; not those behind the one with which they are more than an answer holds. */
export async function findNewest(
  patientId: string,
  code: { system: string; code: string },
  count: number,
  { categories, statuses, date }: Partial<Omit<LastWanted, 'codes'>> = {},
): Promise<ObservationRow[]> {
  const tx = openTransaction();
  if (!tx) throw new Error('No transaction: wrap the call in database.inClinic(...)');
  const search = {
    patientIds: [patientId],
    codes: [code],
    categories: categories ?? [],
    statuses: statuses ?? null,
    date: date ?? [],
    newestFirst: true,
    count,
    after: undefined,
  };
  const clinicId = currentClinic();
  const fetch = async (rows: readonly PageRow[]) => (await send<RawRow>(tx, findingLeftOut(clinicId, rows))).rows;
  const rows = await onceAtRest(async () => {
    const { rows: pages } = await send<RawPage>(tx, searching(clinicId, search));
    const held = heldAtOnce(pages.flatMap(readPage).slice(0, count));
    const complete = await completePage(held, fetch);
    return complete.length === held.length ? complete : undefined;
  });
  return toRows(clinicId, rows, () => patientId);
}
