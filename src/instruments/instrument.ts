import type { Coding, MetricId } from '../metrics/index.js';

export type InstrumentId = 'peg' | 'diary';

/** One question answered on a whole-number scale. */
export interface InstrumentItem {
  /** Also the linkId in FHIR. */
  readonly id: string;
  /** Keys of the words; the web's catalogues hold them in each language. */
  readonly textKey: string;
  readonly lowKey: string;
  readonly highKey: string;
  /** Default English words, for FHIR and wherever no catalogue is at hand. */
  readonly text: string;
  readonly lowText: string;
  readonly highText: string;
  readonly min: number;
  readonly max: number;
  readonly coding: Coding;
  /** A required item cannot be skipped; the instrument has no score without it. */
  readonly required: boolean;
  /** The metric that this one answer is, if any. */
  readonly metric?: MetricId;
}

/** A questionnaire with its scoring. A change of wording or scoring gets a new version; old responses keep theirs. */
export interface Instrument {
  readonly id: InstrumentId;
  readonly version: string;
  /** Canonical address with version, as FHIR writes it. */
  readonly canonical: string;
  readonly titleKey: string;
  /** What it is called everywhere: by the clinic, and by those who fill it in. */
  readonly names: { readonly clinic: string; readonly patient: string };
  /** For FHIR, where both read it. */
  readonly title: string;
  readonly items: readonly InstrumentItem[];
  /** How all answers become one number; absent when the instrument has no total. */
  readonly total?: {
    readonly rule: 'mean';
    readonly decimals: number;
    readonly metric: MetricId;
    readonly coding: Coding;
  };
  readonly source: string;
}
