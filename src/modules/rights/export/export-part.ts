/** Of whom the copy is, and for whom. */
export interface Copy {
  readonly patientId: string;
  /** The patient asked for it. In a copy that somebody of the clinic takes along protected notes are missing. */
  readonly byPatient: boolean;
}

/** One table of the export. Each is read page by page, in a transaction of the clinic that is open. */
export interface ExportPart {
  /** Path in the archive, without number and ending. */
  readonly name: string;
  readonly ending: 'ndjson' | 'csv';
  /** First line of each of its files. */
  readonly header: string;
  /** How much of the progress bar it is, in rows. */
  readonly countRows: (patientId: string) => Promise<number>;
  /** @param place - where the page before ended; null at the beginning. What it is made of is the part's own affair. */
  readonly readPage: (copy: Copy, place: unknown) => Promise<Page>;
}

export interface Page {
  /** Each with its line end. */
  readonly lines: readonly string[];
  /** Null: that was all. */
  readonly next: unknown;
}

/** For what is never long: all of it is one page. */
export function shortPart(
  part: Pick<ExportPart, 'name' | 'ending' | 'header'>,
  read: (copy: Copy) => Promise<readonly string[]>,
): ExportPart {
  return {
    ...part,
    countRows: () => Promise.resolve(1),
    readPage: async (copy) => ({ lines: await read(copy), next: null }),
  };
}
