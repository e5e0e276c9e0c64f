import { DEFAULT_BUDGET, type AlarmCalibration } from './alarm-budget.js';
import type { Direction } from './candidates.js';
import { checkPatient } from './check-patient.js';
import { addDays, type Day } from './civil-days.js';
import type { ConcernEpisode, SignalDomain } from './concern-follower.js';
import { BASELINE_DAYS, SIGNALS } from './parameters.js';
import type { PatientDays } from './patient-days.js';
import { chooseActivity } from './patient-signals.js';
import { PatientWatch } from './patient-watch.js';

/** A concern that opened on some day of a history: what somebody would have been told, and when. */
export interface Opening {
  readonly direction: Direction;
  readonly domain: SignalDomain;
  /** The day it was noticed, and the day it most likely began. */
  readonly raisedOn: Day;
  readonly onset: Day;
  /** Null while it lasts. */
  readonly clearedOn: Day | null;
}

/** Both days inclusive. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export interface PatientReplay {
  /** Days of the period on which the patient was watched: four weeks are known, and something counted in the last 14 days. */
  readonly watchedDays: number;
  /** For each calibration what would have opened up to the end of the period, oldest first. */
  readonly openings: readonly (readonly Opening[])[];
}

const SILENT_DAYS = 14;

/**
 * What would each of these calibrations have told, had it been in force? One pass over the days, judged as
 * `PatientMonitor` judges them: only the threshold differs, so that thirty of them cost a few times what one does.
 *
 * @throws DetectionInputError when the input cannot be true
 */
export function replayPatient(
  input: PatientDays,
  calibrations: readonly [AlarmCalibration, ...AlarmCalibration[]],
  period: Period,
): PatientReplay {
  checkPatient(input);
  const [calibration, ...others] = calibrations;
  const options = { baselineDays: BASELINE_DAYS, calibration, others, budget: calibration.budget ?? DEFAULT_BUDGET };
  const watch = new PatientWatch(chooseActivity(input, BASELINE_DAYS), { ...input, sprint: null }, options);
  let [watchedDays, counted] = [0, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < input.days; t++) {
    watch.push(t);
    if (SIGNALS.some((id) => watch.fused.signals.at(id, t).w > 0)) counted = t;
    const on = addDays(input.firstDay, t);
    const isWatched = t >= BASELINE_DAYS && t - counted < SILENT_DAYS;
    if (isWatched && on >= period.from && on <= period.to) watchedDays++;
  }
  const tell = (concern: ConcernEpisode) => toOpening(concern, input.firstDay);
  const openings = [watch.concerns, ...watch.tracks.map((track) => track.concerns)].map((concerns) =>
    concerns
      .findAll()
      .map(tell)
      .filter(({ raisedOn }) => raisedOn <= period.to),
  );
  return { watchedDays, openings };
}

function toOpening({ domain, episode }: ConcernEpisode, firstDay: Day): Opening {
  const { direction, raisedOn, onset, clearedOn } = episode;
  return {
    direction,
    domain,
    raisedOn: addDays(firstDay, raisedOn),
    onset: addDays(firstDay, onset),
    clearedOn: clearedOn === null ? null : addDays(firstDay, clearedOn),
  };
}
