import type { MetricId, ZoneHistory } from '../../../metrics/index.js';

export type SourceKind = 'watch' | 'phone' | 'form' | 'file' | 'other';

/** One reading in our unit, with what the vendor wrote beside it. */
export interface ParsedObservation {
  /** Where it stands in the payload; a stream's readings have none. */
  readonly path?: string;
  readonly metric: MetricId;
  readonly startMs: number;
  /** Equal to startMs for an instant. */
  readonly endMs: number;
  /** In the metric's canonical unit. */
  readonly value: number;
  readonly original: { readonly value: number; readonly unit: string };
  readonly source: {
    /** 'fitbit', 'google-health', 'apple-health', 'open-mhealth'. */
    readonly system: string;
    /** Who made the device, where the vendor tells it apart from the name. */
    readonly maker?: string | undefined;
    /** How the vendor names the device or app; null when it does not say. */
    readonly device: string | null;
    readonly kind: SourceKind;
  };
  /** Stays the same when the vendor revises value or period; null when only metric, period and source identify the reading. */
  readonly externalId: string | null;
  /** What to know a reading by that has no such id and is told in wall-clock time: that time. */
  readonly toldAs?: string;
  /** When the vendor last revised it, where the payload tells. */
  readonly revisedMs?: number;
}

/** Which entry was not taken, what was wrong, what would be right. Carries no names and no measured values. */
export interface Refusal {
  readonly path: string;
  readonly message: string;
}

export interface ParseResult {
  readonly observations: ParsedObservation[];
  readonly refused: Refusal[];
  /** Understood, but not a metric of ours (yet). */
  readonly skipped: { readonly kind: string; readonly count: number }[];
}

export interface ParseContext {
  /** Where the patient has lived: vendors send days and wall-clock times without a zone. */
  readonly zones: ZoneHistory;
  /** `YYYY-MM-DD`, where it is known here: a file that names another day of birth is somebody else's. */
  readonly bornOn?: string | undefined;
}

/** Pure. One bad entry is refused alone; only a payload of an unknown shape throws VendorPayloadError. */
export interface VendorParser {
  readonly vendor: string;
  /** A payload is one document with one reading, or a list of them: one that cannot be read is refused whole. */
  readonly sendsDocuments?: boolean;
  parse(payload: unknown, context: ParseContext): ParseResult;
}
