import { readTexts, readTimestamp } from '../../platform/database/binary-arrays.js';
import type { RawRow } from './row.js';

/** A row of a page. */
export interface PageRow extends RawRow {
  /** Whose it is, where several were asked for. */
  readonly patient_id: string | null;
  /** How many bytes of it have not come along, about; null where all of it has. */
  readonly left_out: number | null;
}

/** What is longer does not come along: who reads a page must know how much it holds before holding it. */
const LONGEST_ALONG = 8192;
/** Of a row called `o`: how long its texts are together. Asked once a row, as `text_bytes`. */
export const TEXT_BYTES = [
  'octet_length(o.remainder)',
  'octet_length(o.identifier)',
  'pg_column_size(o.value)',
  'pg_column_size(o.original_value)',
]
  .map((bytes) => `coalesce(${bytes}, 0)`)
  .join(' + ');
const IS_LONG = `o.text_bytes > ${LONGEST_ALONG}`;

/** In this order, `BYTES_A_ROW` together. What was not issued has PostgreSQL's -infinity, told by its first half. */
const NUMBERS = [
  'int4send(o.series_id)',
  'int4send(o.skeleton_id)',
  'int4send(o.version)',
  'timestamptz_send(o.start_at)',
  'timestamptz_send(o.end_at)',
  'timestamptz_send(o.received_at)',
  "coalesce(timestamptz_send(o.issued_at), '\\x8000000000000000')",
].join(' || ');
const BYTES_A_ROW = 3 * 4 + 4 * 8;
const NEVER = -(2 ** 31);

/**
 * Rows of `observation_row`, called `o`, with their patient and `TEXT_BYTES`, as one row: their numbers as bytes, their texts as arrays in
 * PostgreSQL's binary form. All are in the order of the rows, which must come straight from a sorted and limited subquery:
 * each aggregate then sees each row once, one after the other. To write each number as a text and read it again takes
 * longer than to find it (ADR 0076). What is seldom there shares an array, each of which takes its time:
 * `values`: the value, and after a space the original one. `remainders`: an object, or how many bytes of the row are left out.
 * `ids`: an id of its own, and after a space whose it is.
 *
 * @param isAlone - an expression of the statement: is it one patient, who need not be named with each row?
 */
export const pageColumns = (isAlone: string): string => `string_agg(${NUMBERS}, ''::bytea) AS numbers,
      array_send(array_agg(CASE WHEN ${IS_LONG} THEN NULL WHEN o.original_value IS NULL THEN o.value::text ELSE concat(o.value, ' ', o.original_value) END)) AS values,
      array_send(array_agg(CASE WHEN ${IS_LONG} THEN NULL ELSE o.identifier END)) AS identifiers,
      array_send(array_agg(CASE WHEN ${IS_LONG} THEN o.text_bytes::text ELSE o.remainder END)) AS remainders,
      array_send(array_agg(CASE WHEN o.id IS NOT NULL OR NOT (${isAlone}) THEN concat(o.id, ' ', o.patient_id) END)) AS ids`;

/** Null where there are no rows. */
export type RawPage = Readonly<Record<'numbers' | 'values' | 'identifiers' | 'remainders' | 'ids', Buffer | null>>;

export function readPage({ numbers, ...texts }: RawPage): PageRow[] {
  if (numbers === null) return [];
  const values = readTexts(texts.values!);
  const identifiers = readTexts(texts.identifiers!);
  const remainders = readTexts(texts.remainders!);
  const ids = readTexts(texts.ids!);
  // A null among the numbers would leave a row out of them, and give every later one another's texts.
  if (numbers.length !== ids.length * BYTES_A_ROW) throw new Error('A page has not as many numbers as texts');
  const rows: PageRow[] = [];
  for (let i = 0, at = 0; at < numbers.length; i++, at += BYTES_A_ROW) {
    const [value, original] = parted(values[i]!);
    const [own_id, patient_id] = parted(ids[i]!);
    const remainder = remainders[i]!;
    const isHere = remainder === null || remainder.startsWith('{');
    rows.push({
      series_id: numbers.readInt32BE(at),
      skeleton_id: numbers.readInt32BE(at + 4),
      version: numbers.readInt32BE(at + 8),
      start_ms: readTimestamp(numbers, at + 12),
      end_ms: readTimestamp(numbers, at + 20),
      received_ms: readTimestamp(numbers, at + 28),
      issued_ms: numbers.readInt32BE(at + 36) === NEVER ? null : readTimestamp(numbers, at + 36),
      value,
      original,
      identifier: identifiers[i]!,
      remainder: isHere ? remainder : null,
      left_out: isHere ? null : Number(remainder),
      own_id,
      patient_id,
    });
  }
  return rows;
}

const NOTHING = [null, null] as const;
/** Two texts without a space in them. */
function parted(text: string | null): readonly [string | null, string | null] {
  if (text === null) return NOTHING;
  const at = text.indexOf(' ');
  return at < 0 ? [text, null] : [text.slice(0, at) || null, text.slice(at + 1) || null];
}
