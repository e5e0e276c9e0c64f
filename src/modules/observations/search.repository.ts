import { findMetricByCoding, METRIC_IDS, METRICS } from '../../metrics/index.js';
import { int4Array, textArray, timestampArray } from '../../platform/database/binary-arrays.js';
import type { Part, Statement } from '../../platform/database/statement.js';
import { pageColumns, type PageRow, TEXT_BYTES } from './page-columns.js';
import { ROW_COLUMNS } from './row.js';

export interface ObservationSearch {
  readonly patientIds: readonly string[];
  /** Any of these; empty: all. An observation is found by any coding of its code. */
  readonly codes: readonly SoughtCoding[];
  /** Any of these; absent or empty: all. */
  readonly categories?: readonly SoughtCoding[];
  /** Any of these; absent: all. */
  readonly statuses?: readonly string[] | null;
  readonly date: readonly { op: 'eq' | 'ge' | 'gt' | 'le' | 'lt' | 'sa' | 'eb'; fromMs: number; toMs: number }[];
  /** When what stands was written, or corrected: from one moment up to, not including, another; infinite where open. Absent: ever. */
  readonly updated?: { readonly fromMs: number; readonly beforeMs: number } | undefined;
  /** Of whom what they answered (pain, mood, questionnaires) is found, too. Absent: of all. */
  readonly answersOf?: readonly string[];
  readonly newestFirst: boolean;
  readonly count: number;
  /** The last one of the page before. */
  readonly after: SearchPlace | undefined;
}

/** A code of a system (null: of any; '': of none); null: any code of it. */
export interface SoughtCoding {
  readonly system: string | null;
  readonly code: string | null;
}

/** Where in the order of a search an observation stands. */
export interface SearchPlace {
  readonly startMs: number;
  readonly endMs: number;
  readonly seriesId: number;
}

/** No period of the catalogue is longer: the bound keeps a search out of partitions long past. */
const LONGEST_PERIOD_MS = 366 * 24 * 3_600_000;
/** Beyond every time that FHIR can write, within what PostgreSQL can (it begins in 4713 BC). */
const EVER_MS = 200_000_000_000_000;

/** What makes the statement another one; each has its name. */
interface Shape {
  readonly order: 'ASC' | 'DESC';
  /** The first page, usually the only one, has no place to begin behind: asking every partition for it took a tenth of the time. */
  readonly isFirst: boolean;
  /** Of some of the patients only what a device measures is found. */
  readonly isNarrow: boolean;
  /** Own: what is kept under these very codes. Some: also what has them behind another one. Any: a whole system among them. */
  readonly codes: 'all' | 'own' | 'some' | 'any';
  readonly hasCategories: boolean;
  readonly hasStatuses: boolean;
  /** Dates are asked of codes outside the catalogue, whose periods may be of any length, or open. */
  readonly hasLong: boolean;
  /** It is asked when they were written: no index knows, so all that fits otherwise is walked. */
  readonly hasUpdated: boolean;
  /** Only how many there are. */
  readonly isCount: boolean;
}

/** Ends with a day, month or year that is named: before the moment that its column has, at which the next one begins. */
const ENDS_BEFORE = `coalesce(coalesce(${[
  'effectiveDateTime',
  'effectivePeriod,end',
  'effectiveTiming,repeat,boundsPeriod,end',
  'effectiveTiming,event,-1',
]
  .map((path) => `x.remainder::json #>> '{${path}}'`)
  .join(', ')}) ~ '^[0-9-]{4,10}$', false)`;
/** Only where it ends at the very moment that was asked for are its words looked at. */
const endWithin = (
  end: string,
) => `${end} >= ($5::timestamptz[])[3] AND (${end} > ($5::timestamptz[])[3] OR NOT ${ENDS_BEFORE})
          AND ${end} <= ($5::timestamptz[])[4] + interval '1 ms' AND (${end} <= ($5::timestamptz[])[4] OR ${ENDS_BEFORE})`;
const SPAN = `x.start_at >= ($5::timestamptz[])[1] AND x.start_at < ($5::timestamptz[])[2] AND ${endWithin('x.end_at')}`;
/**
 * The same where a period may be of any length. One with a start alone has no end yet, one with an end alone began nobody
 * knows when: the columns have the day that is named, the remainder that there is no other.
 * What says no time at all stands where it came in, and is found by no date.
 *
 * @param exactAt - the place in $5 of the first start, not widened for periods that began before
 */
const longSpan = (exactAt: number) => {
  const period = `CASE WHEN x.remainder LIKE '%Period":%' THEN coalesce(x.remainder::jsonb -> 'effectivePeriod',
            x.remainder::jsonb #> '{effectiveTiming,repeat,boundsPeriod}') END`;
  const has = (member: string) => `(${period}) ->> '${member}' IS NOT NULL`;
  const start = `CASE WHEN ${has('end')} AND NOT ${has('start')} THEN to_timestamp(${-EVER_MS / 1000}) ELSE x.start_at END`;
  const end = `CASE WHEN ${has('start')} AND NOT ${has('end')} THEN to_timestamp(${EVER_MS / 1000}) ELSE x.end_at END`;
  return `x.start_at >= CASE WHEN w.is_long THEN '-infinity' ELSE ($5::timestamptz[])[1] END AND CASE WHEN w.is_long
          THEN coalesce(x.remainder NOT LIKE '%"$none":["effective"%', true)
            AND ${start} >= ($5::timestamptz[])[${exactAt}] AND ${start} < ($5::timestamptz[])[2]
            AND ${endWithin(end)}
          ELSE ${SPAN} END`;
};

const updatedWithin = (span: string) =>
  ` AND x.received_at >= (${span}::timestamptz[])[1] AND x.received_at < (${span}::timestamptz[])[2]`;

/** The rows of `skeleton_coding` that fit sought codings in two parameters. */
const fitting = (column: string, element: string, codes: string, systems: string, isAny: boolean) =>
  `(SELECT t.${column} FROM unnest(${codes}::text[], ${systems}::text[]) AS k(code, system) JOIN skeleton_coding t
     ON t.clinic_id = $1 AND t.element = '${element}' AND ${isAny ? '(k.code IS NULL OR t.code = k.code)' : 't.code = k.code'}
       AND (k.system IS NULL OR k.system = t.system))`;

/**
 * Each series that fits is read along its own index, newest or oldest first, and only as far as the page goes; so a
 * search costs what its page costs, however long the history is. Columns are written out behind the limit, for the rows
 * of the page alone. A series under the very code is read as it is; of one under another code the rows whose skeleton has
 * the code too.
 */
function searchStatement(name: string, shape: Shape): Statement {
  const { order, isFirst, isNarrow, codes, hasCategories, hasStatuses, hasLong, hasUpdated, isCount } = shape;
  let last = isCount ? 5 : 6;
  const next = () => `$${++last}`;
  const beyond = order === 'DESC' ? '<' : '>';
  const behind = isFirst
    ? ''
    : `AND x.start_at ${beyond}= ($5::timestamptz[])[5]
          AND (x.start_at, x.series_id, x.end_at) ${beyond} (($5::timestamptz[])[5], ${next()}::int, ($5::timestamptz[])[6])`;
  const narrow = isNarrow ? `AND (c.metric = ANY(${next()}::text[]) OR w.patient_id = ANY(${next()}::uuid[]))` : '';
  const categories = hasCategories ? ([next(), next()] as const) : undefined;
  const category = (column: string) => (categories ? `IN ${fitting(column, 'category', ...categories, true)}` : '');
  const status = hasStatuses
    ? `AND x.skeleton_id IN (SELECT k.id FROM skeleton k WHERE k.clinic_id = $1 AND k.status = ANY(${next()}::text[]))`
    : '';
  const updated = hasUpdated ? updatedWithin(next()) : '';
  const hasOthers = codes === 'some' || codes === 'any';
  const others = (column: string) => fitting(column, 'code', '$3', '$4', codes === 'any');
  const isDirect = `EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS k(code, system)
          WHERE ${codes === 'any' ? '(k.code IS NULL OR k.code = c.code)' : 'k.code = c.code'} AND (k.system IS NULL OR k.system = c.system))`;
  const page = (text: string) => (isCount ? '' : text);
  const found = `FROM (SELECT w.id, w.patient_id, ${codes === 'all' ? '$3::text[] IS NULL AND $4::text[] IS NULL' : isDirect} AS is_direct, c.id AS concept_id, c.metric IS NULL AS is_long
        FROM series w JOIN concept c ON c.clinic_id = w.clinic_id AND c.id = w.concept_id
        WHERE w.clinic_id = $1 AND w.patient_id = ANY($2::uuid[]) ${narrow} ${categories ? `AND c.id ${category('concept_id')}` : ''}) w
      CROSS JOIN LATERAL (
        SELECT ${page('x.*')} FROM observation_row x WHERE x.clinic_id = $1 AND x.series_id = w.id
          AND ${hasLong ? longSpan(isFirst ? 5 : 7) : SPAN} ${behind}
          ${hasOthers ? `AND (w.is_direct OR x.skeleton_id IN ${others('skeleton_id')})` : ''} ${categories ? `AND x.skeleton_id ${category('skeleton_id')}` : ''} ${status}${updated}
        ${page(`ORDER BY x.start_at ${order}, x.end_at ${order} LIMIT $6`)}) o
      WHERE w.is_direct${hasOthers ? ` OR w.concept_id IN ${others('concept_id')}` : ''}`;
  if (isCount) return { name, text: `SELECT count(*)::int AS total ${found}` };
  return {
    name,
    text: `SELECT ${pageColumns('cardinality($2::uuid[]) = 1')} FROM (
      SELECT o.*, w.patient_id, ${TEXT_BYTES} AS text_bytes
      ${found}
      ORDER BY o.start_at ${order}, o.series_id ${order}, o.end_at ${order} LIMIT $6) o`,
  };
}

const statements = new Map<string, Statement>();
function statementFor(shape: Shape): Statement {
  const { order, isFirst, isNarrow, codes, hasCategories, hasStatuses, hasLong, hasUpdated, isCount } = shape;
  const marks = [
    isFirst && 'first',
    isNarrow && 'narrow',
    codes,
    hasCategories && 'category',
    hasStatuses && 'status',
    hasLong && 'long',
  ];
  // PostgreSQL takes a name's first 63 letters: the longest of these has 62.
  const name = [
    hasUpdated ? 'updated' : 'observation',
    isCount ? 'count' : 'search',
    order,
    ...marks.filter((mark) => mark !== false),
  ].join('-');
  let statement = statements.get(name);
  if (!statement) statements.set(name, (statement = searchStatement(name, shape)));
  return statement;
}
/** What a device measures. Whatever else there is may be an answer, whether we know its code or not. */
const MEASURED = `{${METRIC_IDS.filter((id) => !METRICS[id].selfReported).join(',')}}`;

const isOfCatalogue = ({ system, code }: SoughtCoding) =>
  system !== null && code !== null && findMetricByCoding(system, code) !== undefined;

/** Nothing is stored that begins more than a day ahead of now; saying so keeps a search out of the partitions to come. */
const AHEAD_MS = 48 * 3_600_000;

function codesOf(codes: readonly SoughtCoding[], isOwn: boolean): Shape['codes'] {
  if (codes.length === 0) return 'all';
  if (codes.some(({ code }) => code === null)) return 'any';
  return isOwn ? 'own' : 'some';
}

/**
 * Is anything of this clinic kept under another code and has a sought one, too? Hardly ever: asked beside the search for
 * what is kept under the very codes, it saves every partition from looking. Undefined where the whole must be asked.
 */
export function askingForOthers(clinicId: string, { codes }: ObservationSearch): Part | undefined {
  if (codesOf(codes, true) !== 'own') return undefined;
  return {
    statement: OTHERS,
    values: [clinicId, textArray(codes.map(({ code }) => code)), textArray(codes.map(({ system }) => system))],
  };
}

const OTHERS: Statement = {
  name: 'observation-search-others',
  text: `SELECT 1 FROM unnest($2::text[], $3::text[]) AS k(code, system) JOIN skeleton_coding t
    ON t.clinic_id = $1 AND t.element = 'code' AND t.code = k.code AND (k.system IS NULL OR k.system = t.system) LIMIT 1`,
};

/**
 * A page, for `readPage`. One more than asked for, to know whether there is a next one. Date follows FHIR: a period matches
 * where it overlaps.
 *
 * @param isOwn - only what is kept under the very codes
 */
export function searching(clinicId: string, search: ObservationSearch, isOwn = false): Part {
  return asking(clinicId, search, { isOwn, isCount: false });
}

/** Of a page the rows whose texts did not come along, each whole, as it is now. */
export function findingLeftOut(clinicId: string, rows: readonly PageRow[]): Part {
  return {
    statement: LEFT_OUT,
    values: [
      clinicId,
      int4Array(rows.map(({ series_id }) => series_id)),
      timestampArray(rows.map(({ start_ms }) => Math.round(start_ms))),
      timestampArray(rows.map(({ end_ms }) => Math.round(end_ms))),
    ],
  };
}

const LEFT_OUT: Statement = {
  name: 'observation-search-left-out',
  text: `SELECT ${ROW_COLUMNS} FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[]) AS k(series_id, start_at, end_at)
    CROSS JOIN LATERAL (SELECT * FROM observation_row x WHERE x.clinic_id = $1 AND x.series_id = k.series_id
      AND x.start_at = k.start_at AND x.end_at = k.end_at) o`,
};

/** How many there are on all pages together: `total`. It costs what they cost, so it is asked where nobody waits behind it. */
export function counting(clinicId: string, search: Omit<ObservationSearch, 'newestFirst' | 'count' | 'after'>): Part {
  const all = { ...search, newestFirst: true, count: 0, after: undefined };
  return asking(clinicId, all, { isOwn: false, isCount: true });
}

function asking(
  clinicId: string,
  search: ObservationSearch,
  { isOwn, isCount }: { isOwn: boolean; isCount: boolean },
): Part {
  const { startFrom, startBefore, endFrom, endTo, exactFrom } = boundsOf(search.date);
  const { after, codes, answersOf, categories = [], statuses, updated } = search;
  const hasLong = search.date.length > 0 && !(codes.length > 0 && codes.every(isOfCatalogue));
  return {
    statement: statementFor({
      order: search.newestFirst ? 'DESC' : 'ASC',
      isFirst: after === undefined,
      isNarrow: answersOf !== undefined,
      codes: codesOf(codes, isOwn),
      hasCategories: categories.length > 0,
      hasStatuses: Boolean(statuses),
      hasLong,
      hasUpdated: updated !== undefined,
      isCount,
    }),
    values: [
      clinicId,
      `{${search.patientIds.join(',')}}`,
      codes.length > 0 ? textArray(codes.map(({ code }) => code)) : null,
      codes.length > 0 ? textArray(codes.map(({ system }) => system)) : null,
      timestampArray([
        startFrom,
        startBefore,
        endFrom,
        endTo,
        ...(after ? [after.startMs, after.endMs] : []),
        ...(hasLong ? [exactFrom] : []),
      ]),
      ...(isCount ? [] : [search.count + 1]),
      ...(after ? [after.seriesId] : []),
      ...(answersOf ? [MEASURED, `{${answersOf.join(',')}}`] : []),
      ...(categories.length > 0
        ? [textArray(categories.map(({ code }) => code)), textArray(categories.map(({ system }) => system))]
        : []),
      ...(statuses ? [textArray(statuses)] : []),
      ...(updated ? [timestampArray([Math.max(updated.fromMs, -EVER_MS), Math.min(updated.beforeMs, EVER_MS)])] : []),
    ],
  };
}

/** All conditions together as one range of starts and one of ends. `toMs` of a condition is exclusive. */
function boundsOf(date: ObservationSearch['date']) {
  let startFrom = -EVER_MS;
  let exactFrom = -EVER_MS;
  let startBefore = Date.now() + AHEAD_MS;
  let endFrom = -EVER_MS;
  let endTo = EVER_MS;
  for (const { op, fromMs, toMs } of date) {
    if (op === 'eq') {
      exactFrom = Math.max(exactFrom, fromMs);
      startBefore = Math.min(startBefore, toMs);
      endTo = Math.min(endTo, toMs);
    } else if (op === 'sa') exactFrom = Math.max(exactFrom, toMs);
    else if (op === 'eb') endTo = Math.min(endTo, fromMs - 1);
    else if (op === 'le' || op === 'lt') startBefore = Math.min(startBefore, op === 'le' ? toMs : fromMs);
    else {
      const at = op === 'ge' ? fromMs : toMs;
      endFrom = Math.max(endFrom, at);
      startFrom = Math.max(startFrom, at - LONGEST_PERIOD_MS);
    }
  }
  return { startFrom: Math.max(startFrom, exactFrom), startBefore, endFrom, endTo, exactFrom };
}
