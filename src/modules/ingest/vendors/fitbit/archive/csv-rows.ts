import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { VendorPayloadError } from '../../vendor.errors.js';

export type Row = Readonly<Record<string, string>>;

/** A row of health data has a few hundred letters; without its end we would hold the file. */
const MOST_LETTERS = 65_536;
const MOST_COLUMNS = 100;
/** Rows of another length; the parser takes its time over each. */
const MOST_CROOKED = 1000;

const notCsv = () => new VendorPayloadError('The file is not valid CSV.');

/**
 * Rows of a CSV with a line of headers, in lower case.
 *
 * @param needed - headers without which nothing in it can be read
 * @throws VendorPayloadError when it is no such CSV; rows before that were right
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>, needed: readonly string[]): AsyncGenerator<Row> {
  const source = Readable.from(bytes, { objectMode: false });
  const rows = parse({
    bom: true,
    // Of each row as it stood then: the parser itself is a piece ahead of who reads.
    info: true,
    columns: (headers: string[]) => {
      const names = headers.map((header) => header.trim().toLowerCase());
      if (names.length > MOST_COLUMNS || needed.some((name) => !names.includes(name))) throw notCsv();
      return names;
    },
    max_record_size: MOST_LETTERS,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  source.once('error', (error) => rows.destroy(error));
  source.pipe(rows);
  try {
    for await (const { info, record } of rows as AsyncIterable<{ info: Info; record: Row }>) {
      if (info.invalid_field_length > MOST_CROOKED) throw notCsv();
      yield record;
    }
  } catch (error) {
    throw error instanceof CsvError ? notCsv() : error;
  } finally {
    source.destroy();
  }
}
