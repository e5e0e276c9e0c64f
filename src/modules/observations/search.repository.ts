import { METRIC_IDS, METRICS } from '../../metrics/index.js';
import { textArray, timestampArray } from '../../platform/database/binary-arrays.js';
import type { Part, Statement } from '../../platform/database/statement.js';
import { type RawRow, ROW_COLUMNS } from './row.js';

export interface ObservationSearch {
  readonly patientIds: readonly string[];
  readonly codes: readonly { system: string | null; code: string }[];
  readonly date: readonly { op: 'eq' | 'ge' | 'gt' | 'le' | 'lt' | 'sa' | 'eb'; fromMs: number; toMs: number }[];
  /** Of whom what they answered (pain, mood, questionnaires) is found, too. Absent: of all. */
  readonly answersOf?: readonly string[];
  readonly newestFirst: boolean;
  readonly count: number;
  /** The last one of the page before. */
  readonly after: SearchPlace | undefined;
}

/** Where in the order of a search an observation stands. */
export interface SearchPlace {
  readonly startMs: number;
  readonly endMs: number;
  readonly seriesId: number;
}

/** Whose it is, where several were asked for. */
export type FoundRow = RawRow & { readonly patient_id: string | null };

/** A period longer than this is found by its start only: the bound keeps a search out of partitions long past. */
const LONGEST_PERIOD_MS = 366 * 24 * 3_600_000;
/** Beyond every time that FHIR can write, within what PostgreSQL can (it begins in 4713 BC). */
const EVER_MS = 200_000_000_000_000;

/**
 * Each series that fits is read along its own index, newest or oldest first, and only as far as the page goes; so a
 * search costs what its page costs, however long the history is. Columns are written out behind the limit, for the rows
 * of the page alone.
 *
 * @param isFirst - the first page, usually the only one, has no place to begin behind: asking every partition for it
 *   took a tenth of the time
 * @param isNarrow - of some of the patients only what a device measures is found
 */
const searchStatement = (order: 'ASC' | 'DESC', isFirst: boolean, isNarrow: boolean): Statement => {
  const beyond = order === 'DESC' ? '<' : '>';
  const behind = isFirst
    ? ''
    : `AND x.start_at ${beyond}= ($5::timestamptz[])[5]
          AND (x.start_at, x.series_id, x.end_at) ${beyond} (($5::timestamptz[])[5], $7::int, ($5::timestamptz[])[6])`;
  const next = isFirst ? 7 : 8;
  const narrow = isNarrow ? `AND (c.metric = ANY($${next}::text[]) OR w.patient_id = ANY($${next + 1}::uuid[]))` : '';
  return {
    name: `observation-search-${order}${isFirst ? '-first' : ''}${isNarrow ? '-narrow' : ''}`,
    text: `SELECT ${ROW_COLUMNS}, CASE WHEN cardinality($2::uuid[]) > 1 THEN o.patient_id END AS patient_id FROM (
      SELECT o.*, w.patient_id
      FROM series w JOIN concept c ON c.clinic_id = w.clinic_id AND c.id = w.concept_id
      CROSS JOIN LATERAL (
        SELECT x.* FROM observation_row x WHERE x.clinic_id = $1 AND x.series_id = w.id
          AND x.start_at >= ($5::timestamptz[])[1] AND x.start_at < ($5::timestamptz[])[2]
          AND x.end_at >= ($5::timestamptz[])[3] AND x.end_at <= ($5::timestamptz[])[4] ${behind}
        ORDER BY x.start_at ${order}, x.end_at ${order} LIMIT $6) o
      WHERE w.clinic_id = $1 AND w.patient_id = ANY($2::uuid[])
        AND ($3::text[] IS NULL OR EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS k(code, system)
          WHERE k.code = c.code AND (k.system IS NULL OR k.system = c.system))) ${narrow}
      ORDER BY o.start_at ${order}, o.series_id ${order}, o.end_at ${order} LIMIT $6) o`,
  };
};
const statements = (order: 'ASC' | 'DESC', isNarrow: boolean) => ({
  first: searchStatement(order, true, isNarrow),
  behind: searchStatement(order, false, isNarrow),
});
const WIDE = { newest: statements('DESC', false), oldest: statements('ASC', false) };
const NARROW = { newest: statements('DESC', true), oldest: statements('ASC', true) };
/** What a device measures. Whatever else there is may be an answer, whether we know its code or not. */
const MEASURED = `{${METRIC_IDS.filter((id) => !METRICS[id].selfReported).join(',')}}`;

/** Nothing is stored that begins more than a day ahead of now; saying so keeps a search out of the partitions to come. */
const AHEAD_MS = 48 * 3_600_000;

/** One more than asked for, to know whether there is a next page. Date follows FHIR: a period matches where it overlaps. */
export function searching(clinicId: string, search: ObservationSearch): Part {
  const { startFrom, startBefore, endFrom, endTo } = boundsOf(search.date);
  const { after, codes, answersOf } = search;
  const { newest, oldest } = answersOf ? NARROW : WIDE;
  const asked = search.newestFirst ? newest : oldest;
  return {
    statement: after ? asked.behind : asked.first,
    values: [
      clinicId,
      `{${search.patientIds.join(',')}}`,
      codes.length > 0 ? textArray(codes.map(({ code }) => code)) : null,
      codes.length > 0 ? textArray(codes.map(({ system }) => system)) : null,
      timestampArray([startFrom, startBefore, endFrom, endTo, ...(after ? [after.startMs, after.endMs] : [])]),
      search.count + 1,
      ...(after ? [after.seriesId] : []),
      ...(answersOf ? [MEASURED, `{${answersOf.join(',')}}`] : []),
    ],
  };
}

/** All conditions together as one range of starts and one of ends. `toMs` of a condition is exclusive. */
function boundsOf(date: ObservationSearch['date']) {
  let startFrom = -EVER_MS;
  let startBefore = Date.now() + AHEAD_MS;
  let endFrom = -EVER_MS;
  let endTo = EVER_MS;
  for (const { op, fromMs, toMs } of date) {
    if (op === 'eq') {
      startFrom = Math.max(startFrom, fromMs);
      startBefore = Math.min(startBefore, toMs);
      endTo = Math.min(endTo, toMs);
    } else if (op === 'sa') startFrom = Math.max(startFrom, toMs);
    else if (op === 'eb') endTo = Math.min(endTo, fromMs - 1);
    else if (op === 'le' || op === 'lt') startBefore = Math.min(startBefore, op === 'le' ? toMs : fromMs);
    else {
      const at = op === 'ge' ? fromMs : toMs;
      endFrom = Math.max(endFrom, at);
      startFrom = Math.max(startFrom, at - LONGEST_PERIOD_MS);
    }
  }
  return { startFrom, startBefore, endFrom, endTo };
}
