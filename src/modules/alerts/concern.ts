import type { Domain } from '../../metrics/index.js';

export interface AlertSentence {
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Something that is so with one patient and that somebody should look at: a state, not an event. Whoever finds it
 * (trends today) reports it each time it is judged; what becomes of it is the lifecycle's decision.
 */
export interface Concern {
  readonly kind: 'deterioration' | 'improvement' | 'plateau' | 'missing-data';
  readonly domain: Domain | 'data' | 'sprint';
  readonly severity: 1 | 2 | 3;
  readonly confidence: number;
  readonly since: string;
  /** Rests on data of these days, so that it may interrupt somebody; otherwise it is history. */
  readonly live: boolean;
  readonly sentence: AlertSentence;
  readonly patientSentence: AlertSentence;
  /** Kept and shown as it was computed; the alert itself reads only these members. */
  readonly evidence: {
    readonly metric: string;
    readonly baseline: { readonly low: number; readonly high: number };
    readonly alsoMoved: readonly { readonly metric: string }[];
    /** Is the confidence a share of the clinic's own judged alarms? Otherwise it says how strong the evidence is. */
    readonly confidenceFrom?: 'evidence' | 'outcomes';
  };
}

/** All metrics a concern rests on, its own first. */
export const metricsOf = <Metric extends string>(evidence: {
  readonly metric: Metric;
  readonly alsoMoved: readonly { readonly metric: Metric }[];
}): Metric[] => [evidence.metric, ...evidence.alsoMoved.map((moved) => moved.metric)];
