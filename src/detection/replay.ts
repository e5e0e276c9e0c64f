import { listThresholds, type AlarmCalibration } from './alarm-budget.js';
import type { Direction } from './candidates.js';
import { checkPatient } from './check-patient.js';
import { addDays, countDays, type Day } from './civil-days.js';
import { replayConcerns, type SignalDomain } from './concern-episodes.js';
import { prepareFused, scoreDays } from './fused-score.js';
import { BASELINE_DAYS, SIGNALS } from './parameters.js';
import type { PatientDays } from './patient-days.js';
import { buildPatientSignals } from './patient-signals.js';
import type { Signals } from './signals.js';
import { findHistories, watchMetrics } from './watched-metrics.js';

/** A concern that opened on some day of a history: what somebody would have been told, and when. */
export interface Opening {
  readonly direction: Direction;
  readonly domain: SignalDomain;
  /** The day it was noticed, and the day it most likely began. */
  readonly raisedOn: Day;
  readonly onset: Day;
  /** Null while it lasts. */
  readonly clearedOn: Day | null;
  /** Highest score of the concern's life. */
  readonly peak: number;
}

/** Both days inclusive. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** One patient's history, scored once, to be asked again and again. */
export interface PatientReplay {
  /** Which concerns would have opened in the period under this calibration? Oldest first. */
  readonly openings: (calibration: AlarmCalibration, period: Period) => readonly Opening[];
  /** Days of the period on which the patient was watched: four weeks are known, and something counted in the last 14 days. */
  readonly countWatched: (period: Period) => number;
}

const SILENT_DAYS = 14;

/**
 * Prepares a history for replays. Days are judged as `evaluatePatient` judges them; scores do not depend on the
 * threshold, so that a hundred thresholds cost little more than one.
 *
 * @throws DetectionInputError when the input cannot be true
 */
export function prepareReplay(input: PatientDays): PatientReplay {
  checkPatient(input);
  const patient = buildPatientSignals(input, BASELINE_DAYS);
  const histories = findHistories(patient, watchMetrics(input, patient, BASELINE_DAYS));
  const bank = prepareFused(patient.signals);
  const replayed = { bank, scores: scoreDays(bank, BASELINE_DAYS), baselineDays: BASELINE_DAYS, histories };
  const watchedBefore = countWatchedBefore(patient.signals);
  const day = (t: number) => addDays(input.firstDay, t);
  return {
    openings: (calibration, { from, to }) => {
      const thresholds = listThresholds(calibration, input.firstDay, input.days);
      return replayConcerns(replayed, { thresholds, confidence: calibration.confidence })
        .map(({ domain, episode: { direction, raisedOn, onset, clearedOn, peak } }) => ({
          direction,
          domain,
          raisedOn: day(raisedOn),
          onset: day(onset),
          clearedOn: clearedOn === null ? null : day(clearedOn),
          peak,
        }))
        .filter(({ raisedOn }) => raisedOn >= from && raisedOn <= to);
    },
    countWatched: ({ from, to }) => {
      const index = (t: number) => Math.max(0, Math.min(input.days, t));
      const first = watchedBefore[index(countDays(input.firstDay, from))]!;
      return watchedBefore[index(countDays(input.firstDay, to) + 1)]! - first;
    },
  };
}

/** Watched days before each index. */
function countWatchedBefore({ days, byId }: Signals): Int32Array {
  const before = new Int32Array(days + 1);
  let last = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < days; t++) {
    if (SIGNALS.some((id) => byId[id].w[t]! > 0)) last = t;
    before[t + 1] = before[t]! + Number(t >= BASELINE_DAYS && t - last < SILENT_DAYS);
  }
  return before;
}
