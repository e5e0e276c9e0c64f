import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { VendorPayloadError } from '../../vendor.errors.js';

export type Row = Readonly<Record<string, string>>;

/** A row of health data has a few hundred letters; without its end we would hold the file. */
const MOST_LETTERS = 65_536;

/**
 * Rows of a CSV with a line of headers, in lower case.
 *
 * @throws VendorPayloadError when it is no such CSV; rows before that were right
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  const source = Readable.from(bytes, { objectMode: false });
  const rows = parse({
    bom: true,
    columns: (headers: string[]) => headers.map((header) => header.trim().toLowerCase()),
    max_record_size: MOST_LETTERS,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  source.once('error', (error) => rows.destroy(error));
  source.pipe(rows);
  try {
    for await (const row of rows) yield row as Row;
  } catch (error) {
    if (error instanceof CsvError) throw new VendorPayloadError('The file is not valid CSV.');
    throw error;
  } finally {
    source.destroy();
  }
}
