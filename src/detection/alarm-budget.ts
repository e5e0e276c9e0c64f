import { countDays, type Day } from './civil-days.js';
import { DetectionInputError } from './detection-input-error.js';

/** False alarms that a clinic accepts per patient and month of 30.44 days, from 0.02 to 0.5; 0.1 unless it says otherwise. */
export type AlarmBudget = number;
export const DEFAULT_BUDGET: AlarmBudget = 0.1;
export const BUDGET_RANGE = { least: 0.02, most: 0.5 } as const;

/** Score thresholds that give these false-alarm rates on patients in whom nothing changes (README, "Figures"). */
const KNOTS: readonly (readonly [budget: number, threshold: number])[] = [
  [0.02, 0.844],
  [0.03, 0.646],
  [0.05, 0.418],
  [0.07, 0.28],
  [0.1, 0.147],
  [0.15, 0],
  [0.2, -0.098],
  [0.3, -0.229],
  [0.5, -0.39],
];

/**
 * Which score opens a concern at this budget, before the clinic's own patients have taught anything? Linear in the log
 * of the budget between and beyond the knots.
 *
 * @throws DetectionInputError for a budget outside {@link BUDGET_RANGE}
 */
export function findThreshold(budget: AlarmBudget): number {
  if (!(budget >= BUDGET_RANGE.least && budget <= BUDGET_RANGE.most)) {
    const problem = `must be ${BUDGET_RANGE.least} to ${BUDGET_RANGE.most} false alarms per patient and month`;
    throw new DetectionInputError('options.alarmBudgetPerPatientMonth', null, problem);
  }
  const upper = Math.max(
    1,
    KNOTS.findIndex(([knot], i) => (i > 0 && budget <= knot) || i === KNOTS.length - 1),
  );
  const [[x0, y0], [x1, y1]] = [KNOTS[upper - 1]!, KNOTS[upper]!];
  return y0 + ((y1 - y0) * Math.log(budget / x0)) / Math.log(x1 / x0);
}

/** The other way round: what budget would this threshold serve? For thresholds beyond the knots too. */
export function findBudget(threshold: number): AlarmBudget {
  const upper = Math.max(
    1,
    KNOTS.findIndex(([, knot], i) => (i > 0 && threshold >= knot) || i === KNOTS.length - 1),
  );
  const [[x0, y0], [x1, y1]] = [KNOTS[upper - 1]!, KNOTS[upper]!];
  return x0 * Math.exp((Math.log(x1 / x0) * (threshold - y0)) / (y1 - y0));
}

/** What the detector goes by: the clinic's calibration, or the budget's threshold and the benchmark's confidence. */
export function chooseCalibration(options: {
  readonly alarmBudgetPerPatientMonth?: AlarmBudget;
  readonly calibration?: AlarmCalibration;
}): AlarmCalibration {
  const threshold = findThreshold(options.alarmBudgetPerPatientMonth ?? DEFAULT_BUDGET);
  return options.calibration ?? { threshold, confidence: DEFAULT_CONFIDENCE };
}

/** What a clinic's own patients and outcomes have taught (see `trends`). */
export interface AlarmCalibration {
  /** What was chosen, on days before the first of `changes`; questionnaires go by it. */
  readonly budget?: AlarmBudget;
  /** Score that opens a concern, on days before the first of `changes`. */
  readonly threshold: number;
  /**
   * Later scores, oldest first: each day is judged by what was in force on it, so that a new threshold neither closes
   * nor opens anything in the past.
   */
  readonly changes?: readonly ThresholdChange[];
  /** Chance that an alarm of score s is true = 1 / (1 + exp(-(intercept + slope * min(s, SURE_SCORE)))). */
  readonly confidence: ConfidenceCurve;
}

export interface ThresholdChange {
  /** The first day it holds. */
  readonly since: Day;
  readonly budget?: AlarmBudget;
  readonly threshold: number;
}

/** A calibration as it is used: days are indexes. */
export interface AlarmRule {
  readonly thresholdOn: (t: number) => number;
  readonly budgetOn: (t: number) => AlarmBudget;
  readonly confidence: ConfidenceCurve;
}

/**
 * @param firstDay - of the history: day 0
 * @param budget - where the calibration does not say
 */
export function toRule(calibration: AlarmCalibration, firstDay: Day, budget: AlarmBudget): AlarmRule {
  const { changes = [], confidence } = calibration;
  const known = changes.map((change) => ({ ...change, from: countDays(firstDay, change.since) }));
  const findOn = (t: number) => known.findLast(({ from }) => from <= t) ?? calibration;
  return {
    thresholdOn: (t) => findOn(t).threshold,
    budgetOn: (t) => findOn(t).budget ?? budget,
    confidence,
  };
}

export interface ConfidenceCurve {
  readonly intercept: number;
  readonly slope: number;
}

/** Beyond this score alarms are true no more often: about one in 30 of even the loudest is something else (README). */
export const SURE_SCORE = 2.8;

/** Fitted at the benchmark's prevalence (README). */
export const DEFAULT_CONFIDENCE: ConfidenceCurve = { intercept: 0.063, slope: 1.203 };

/** Chance that a sustained change is really there. */
export function toConfidence(score: number, { intercept, slope }: ConfidenceCurve = DEFAULT_CONFIDENCE): number {
  return 1 / (1 + Math.exp(-(intercept + slope * Math.min(score, SURE_SCORE))));
}
