import type { MetricId } from '../../metrics/index.js';

export const SOURCE_KINDS = ['watch', 'phone', 'form', 'file', 'other'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Where a value began: the device, account, form or clinician, never the road it took. */
export interface Source {
  readonly system: string;
  readonly device: string;
  readonly kind: SourceKind;
}

/** What is measured, in a coding system's words; null for a metric outside the catalogue. */
export interface Concept {
  readonly system: string;
  readonly code: string;
  readonly metric: MetricId | null;
}

/** One measured value on its way into the store. Two with the same patient, code, period, source and variant are the same one. */
export interface NewObservation {
  readonly patientId: string;
  readonly concept: Concept;
  readonly source: Source;
  /** What else makes it another reading of the same moment, such as the site of a pain; '' for nearly all. */
  readonly variant: string;
  /** It does not say when: `startMs` is when it came, and it stands where its like came first. */
  readonly isUntimed?: boolean;
  /** In our own words, whatever the road's: only another value or status is news. */
  readonly inOwnWords?: boolean;
  readonly startMs: number;
  /** Equal to startMs for a moment. */
  readonly endMs: number;
  /** In the metric's canonical unit, as decimal text; null when there is none. */
  readonly valueText: string | null;
  /** As it was written, where that is another number. */
  readonly originalText: string | null;
  readonly status: string;
  readonly issuedMs: number | null;
  /** Value of its one identifier, whose system the skeleton names; null when there is none, or it is in the remainder. */
  readonly identifier: string | null;
  /** FHIR members that a source repeats, kept once; and those that only this one has. JSON text. */
  readonly skeleton: string;
  readonly remainder: string | null;
  /** JSON text of its `device`, of which the skeleton has only the place; absent or null when there is none. */
  readonly device?: string | null;
  /** What is there already stays as it is, whatever this says. */
  readonly onlyIfNew?: boolean;
  /** Decided here, just now: it stands, whatever was said before. */
  readonly isDecided?: boolean;
  /** Said here of what is there already: its source was not heard of. */
  readonly isNoContact?: boolean;
  /** Others of the same message that its remainder refers to by the names they have there. */
  readonly links?: readonly Link[];
}

/** A name that a message gives to one of its observations, and that one's place among those stored together. */
export interface Link {
  readonly name: string;
  readonly to: number;
}

export type StoredOutcome = 'created' | 'updated' | 'unchanged';

export interface Stored {
  readonly id: string;
  readonly version: number;
  readonly outcome: StoredOutcome;
  readonly receivedMs: number;
  /** Unchanged, and what stands says something else: this was older news. The version that it says; null: of none that is known. */
  readonly says?: number | null;
}

/** A stored observation, as its columns and its skeleton have it. */
export interface StoredRow {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly valueText: string | null;
  readonly originalText: string | null;
  readonly status: string;
  readonly issuedMs: number | null;
  readonly receivedMs: number;
  readonly identifier: string | null;
  readonly skeleton: string;
  readonly remainder: string | null;
}

/** With what its source says for it. */
export interface ObservationRow extends StoredRow {
  /** JSON text of its `device`; null where there is none, or its own is in the remainder. */
  readonly device: string | null;
}
