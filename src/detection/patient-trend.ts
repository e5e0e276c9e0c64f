import type { MetricId } from '../metrics/index.js';
import type { Day } from './civil-days.js';
import type { Verdict } from './sprint-verdict.js';

/** 'urgent' is the clinic's rule, never the detector's. 'none' = too little data to say anything. */
export type Course = 'worse' | 'plateau' | 'improving' | 'steady' | 'none';

/** A key of the catalogue of sentences with raw facts: numbers in canonical units, days as YYYY-MM-DD. */
export interface Sentence {
  readonly key:
    | 'trend.changed'
    | 'trend.levelled'
    | 'trend.steady'
    | 'trend.tooEarly'
    | 'trend.insufficient'
    | 'trend.otherDevice'
    | 'trend.wearDeclining'
    | 'goal.reached'
    | 'hint.askPain';
  readonly facts: Readonly<Record<string, string | number | null | boolean>>;
}

/** What is usual for this person: middle ± 1.4826 median absolute deviations of the valid days of the window. */
export interface UsualRange {
  readonly from: Day;
  readonly to: Day;
  readonly validDays: number;
  readonly totalDays: number;
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

export interface MetricChange {
  /** Estimated first day, with the days between which it lies with about 80 % certainty. */
  readonly on: Day;
  readonly interval: readonly [Day, Day];
  readonly level: number;
  readonly delta: number;
  /** Change in per cent of usual for amounts (steps, minutes, hours); null for scores. */
  readonly percent: number | null;
}

export interface MetricTrend {
  readonly metric: MetricId;
  readonly course: Course;
  /** Before its own change; without one before the leading concern; without any, the start of the history. */
  readonly usual: UsualRange | null;
  readonly change: MetricChange | null;
  /** The recent middle: median of up to seven valid days of the last 14, of those since the change or the concern. */
  readonly value: number | null;
  /** Null while the person is new to us: there is nothing true to say yet. With a new device it says only that. */
  readonly sentence: Sentence | null;
  readonly patientSentence: Sentence | null;
}

export type ConcernKind = 'deterioration' | 'improvement' | 'plateau' | 'missing-data';
export type ConcernDomain =
  'activity' | 'sleep' | 'heart' | 'pain' | 'mood' | 'coping' | 'function' | 'data' | 'sprint';

/** Another signal that moved the same way. */
export interface MovedSignal {
  readonly metric: MetricId;
  readonly value: number;
  readonly usual: number;
  readonly delta: number;
  readonly unit: string;
  readonly since: Day;
}

/** A signal that was looked at and stayed within what is meaningful. */
export interface UnmovedSignal {
  readonly metric: MetricId;
  readonly value: number;
  readonly usual: number;
  readonly delta: number;
  readonly meaningful: number;
  readonly unit: string;
}

/** Everything a clinician needs to check a concern by eye. Stored as it was computed. */
export interface Evidence {
  readonly metric: MetricId;
  readonly unit: string;
  readonly value: number;
  readonly usual: number;
  readonly delta: number;
  readonly percent: number | null;
  readonly since: Day;
  readonly sinceInterval: readonly [Day, Day];
  /** The days judged, and the days they are compared with. */
  readonly window: { readonly from: Day; readonly to: Day };
  readonly baseline: UsualRange;
  readonly daysSince: number;
  /** Valid days since, and how many of them lie on the worse side of the usual middle (better side: improvement). */
  readonly wornSince: number;
  readonly beyondUsual: number;
  readonly confidence: number;
  /** Highest score of the concern so far; null for what no score decides. */
  readonly score: number | null;
  /** The score on the day it was raised: what was known when somebody was told. */
  readonly scoreAtRaising: number | null;
  /** Share of days since with a valid value. */
  readonly coverage: number;
  readonly alsoMoved: readonly MovedSignal[];
  readonly notMoved: readonly UnmovedSignal[];
  readonly clearsWhen: ClearRule;
  readonly detectorVersion: string;
}

/** The middle of so many valid days has to reach the value. */
export interface ClearRule {
  readonly metric: MetricId;
  readonly comparator: 'above' | 'below';
  readonly value: number;
  readonly days: number;
}

/** Something that is so on the last day: not an event, a state. It stays until the evidence clears. */
export interface Concern {
  readonly kind: ConcernKind;
  readonly domain: ConcernDomain;
  /** 1 noticeable, 2 more than 1.5 meaningful changes, 3 more than three. Never falls while the concern lasts. */
  readonly severity: 1 | 2 | 3;
  readonly confidence: number;
  readonly since: Day;
  readonly evidence: Evidence;
  readonly sentence: Sentence;
  readonly patientSentence: Sentence;
}

/** How the first goal of the sprint stands. */
export interface SprintVerdict extends Verdict {
  readonly metric: MetricId;
  /** Before day 21: chances are told, but nothing should rest on them. */
  readonly isProvisional: boolean;
  /** The sprint is over. */
  readonly isFinal: boolean;
  /** Too early to expect a response: "no change" is no plateau yet. */
  readonly isEarly: boolean;
  /** Where it was meant to get: "no change" is no plateau either. */
  readonly isReached: boolean;
  /** The label is likely enough to be said (0.65; a plateau stays said down to 0.5). */
  readonly isClear: boolean;
}

/** A goal of the sprint that is where it was meant to get. */
export interface ReachedGoal {
  readonly metric: MetricId;
  readonly value: number;
  readonly baseline: number | null;
  readonly target: number;
  /** First of the days on end, within the sprint, on which it has been so. */
  readonly since: Day;
  readonly sentence: Sentence;
}

export interface PatientTrend {
  readonly through: Day;
  readonly detectorVersion: string;
  readonly concerns: readonly Concern[];
  readonly metrics: Readonly<Partial<Record<MetricId, MetricTrend>>>;
  /** What would help to see more; null when enough is known. */
  readonly hint: Sentence | null;
  /** From the first day of the sprint on, as things stand. Null without one. */
  readonly sprintVerdict: SprintVerdict | null;
  /** In the order of the sprint. */
  readonly reachedGoals: readonly ReachedGoal[];
}
