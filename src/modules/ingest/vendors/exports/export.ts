import type { RefusalCount } from '../refusal-tally.js';
import type { ParseContext, ParsedObservation } from '../vendor.js';
import type { Unchecked } from './assert-theirs.js';

/** Whose export files are read. */
export const EXPORT_KINDS = ['apple-health', 'fitbit'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Where the contents of an export go, in their order. What comes next is read after it has taken what came before. */
export interface ExportSink {
  /** Readings that name their instants, at most a thousand at once. */
  readings(batch: ParsedObservation[]): Promise<void>;
  /** A file that tells days or times on the wall, in the words of its vendor's parser: kept, so that it follows a corrected zone. */
  payload(vendor: string, content: unknown): Promise<void>;
}

export interface ExportProgress {
  readonly bytesRead: number;
  readonly records: number;
}

export interface ExportSummary {
  /** Entries seen, whatever became of them. */
  readonly records: number;
  readonly skipped: { readonly kind: string; readonly count: number }[];
  /** Those that never came to the sink. */
  readonly refusals: readonly RefusalCount[];
  /** Why it could not be checked whose export it is; null: it is the patient's. */
  readonly unchecked: Unchecked | null;
}

/** An export file that was opened and looks right; nothing of it has been read. */
export interface OpenExport {
  readonly kind: ExportKind;
  /** How many bytes to expect, for progress only: a zip may lie about it. */
  readonly bytesTotal: number | null;
  /** Memory stays bounded whatever the size. @throws VendorError when it is broken, hostile or somebody else's */
  read(
    context: ParseContext,
    sink: ExportSink,
    onProgress?: (progress: ExportProgress) => void,
  ): Promise<ExportSummary>;
  close(): Promise<void>;
}
