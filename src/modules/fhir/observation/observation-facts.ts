import type { MetricId } from '../../../metrics/index.js';
import type { Issue, IssueCode } from '../validate/index.js';

/** What our typed columns know about an Observation. */
export interface ObservationFacts {
  /** The id out of `Patient/<id>`. */
  readonly patientRef: string;
  /** The first coding of the catalogue, else the first one; nulls for a code that is only a text. */
  readonly coding: { readonly system: string | null; readonly code: string | null };
  readonly metric: MetricId | null;
  readonly status: string;
  /** Null when the resource does not say when (never for a catalogue metric, except beside `civilDay`). */
  readonly startMs: number | null;
  /** Equal to `startMs` for a moment. */
  readonly endMs: number | null;
  /** Where the last date begins that it names: a month or year that is not over yet has begun. Null as `startMs`. */
  readonly begunMs: number | null;
  /** 'YYYY-MM-DD' when a catalogue metric is given for a whole day: the caller knows the patient's time zone. */
  readonly civilDay: string | null;
  /** In the canonical unit of the metric; outside the catalogue as it came. Unrounded. */
  readonly value: number | null;
  /** The number as it was written, in the unit it was written in. */
  readonly valueText: string | null;
  readonly original: { readonly value: number; readonly unit: string | null } | null;
  readonly issuedMs: number | null;
  readonly deviceLabel: string | null;
  readonly identifier: { readonly system: string | null; readonly value: string } | null;
}

const COUNTED = new Set(['final', 'amended', 'corrected', 'preliminary']);

/** Does an observation of this status take part in days and trends? Others are stored and shown, not counted. */
export function countsForTrends(status: string): boolean {
  return COUNTED.has(status);
}

export function issueAt(code: IssueCode, path: string, diagnostics: string): Issue {
  return { severity: 'error', code, expression: `Observation.${path}`, diagnostics };
}
