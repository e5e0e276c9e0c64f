import type { MetricId } from '../metrics/index.js';
import {
  chooseCalibration,
  DEFAULT_BUDGET,
  toConfidence,
  type AlarmBudget,
  type AlarmCalibration,
} from './alarm-budget.js';
import { checkSprint } from './check-patient.js';
import { addDays, type Day } from './civil-days.js';
import type { ConcernEpisode } from './concern-follower.js';
import { DetectionInputError } from './detection-input-error.js';
import type { Scores } from './fused-watch.js';
import { BASELINE_DAYS } from './parameters.js';
import type { DetectorOptions, PatientDay, SprintPlan } from './patient-days.js';
import { PatientHistory } from './patient-history.js';
import { chooseActivity } from './patient-signals.js';
import type { ConcernDomain, PatientTrend } from './patient-trend.js';
import { PatientWatch, type WatchedDay } from './patient-watch.js';
import { findConfidence } from './scale-concerns.js';
import type { ScaleConcern } from './scale-follower.js';
import { tellPatient } from './tell-patient.js';

export interface MonitorStart {
  /** The day of the first push. */
  readonly firstDay: Day;
  readonly sprint?: SprintPlan | null;
}

/** A concern on the day it opened. */
export interface OpenedConcern {
  readonly kind: 'deterioration' | 'improvement';
  readonly domain: ConcernDomain;
  readonly metric: MetricId;
  /** Estimated first day of the change. */
  readonly since: Day;
  readonly score: number;
  readonly confidence: number;
}

export interface DayNews {
  readonly on: Day;
  /** Log evidence for a change in each direction; null on the first days, which only teach. */
  readonly scores: Scores | null;
  /** Directions in which the score rang today, whether or not a concern opened from it. */
  readonly alarms: readonly ('worse' | 'better')[];
  readonly opened: readonly OpenedConcern[];
}

/**
 * A patient followed day by day. A day costs the same however long the history, and no answer can know a later day: there
 * is none yet. For late data start anew and push again; the result is a function of the days.
 */
export class PatientMonitor {
  private readonly history: PatientHistory;
  private readonly calibration: AlarmCalibration;
  private readonly budget: AlarmBudget;
  private readonly baselineDays: number;
  private watch: PatientWatch;

  /** @throws DetectionInputError naming the field when the plan or an option cannot be true */
  constructor({ firstDay, sprint = null }: MonitorStart, options: DetectorOptions = {}) {
    addDays(firstDay, 0);
    if (sprint) checkSprint(sprint);
    this.baselineDays = readBaselineDays(options);
    this.calibration = chooseCalibration(options);
    this.budget = options.alarmBudgetPerPatientMonth ?? DEFAULT_BUDGET;
    this.history = new PatientHistory(firstDay, sprint);
    this.watch = this.start('steps');
  }

  /** Takes the next day. @throws DetectionInputError naming metric and day; the monitor is then as it was */
  push(day: PatientDay): DayNews {
    this.history.push(day);
    const last = this.history.days - 1;
    this.chooseActivity(last);
    return this.toNews(this.watch.push(last), last);
  }

  /** How is the patient on the last day pushed, and what deserves attention? @throws DetectionInputError before any day */
  read(): PatientTrend {
    if (this.history.days === 0) throw new DetectionInputError('days', null, 'must be a whole number of at least 1');
    const { history, watch, baselineDays, calibration } = this;
    return tellPatient({ history, watch, baselineDays, curve: calibration.confidence });
  }

  private start(activity: 'steps' | 'walkingMinutes'): PatientWatch {
    const { baselineDays, calibration, budget } = this;
    return new PatientWatch(activity, this.history, { baselineDays, calibration, budget });
  }

  /** Only the first weeks decide what stands for activity; until then nothing was judged and starting over is cheap. */
  private chooseActivity(last: number): void {
    if (last >= this.baselineDays) return;
    const activity = chooseActivity(this.history, this.baselineDays);
    if (activity === this.watch.activity) return;
    this.watch = this.start(activity);
    for (let t = 0; t < last; t++) this.watch.push(t);
  }

  private toNews({ scores, alarms, opened, scales }: WatchedDay, last: number): DayNews {
    const on = addDays(this.history.firstDay, last);
    return {
      on,
      scores,
      alarms: alarms.map((a) => a.direction),
      opened: [...opened.map((c) => this.toOpened(c)), ...scales.map((c) => this.toOpenedScale(c, last))],
    };
  }

  private toOpened({ domain, signal, episode }: ConcernEpisode): OpenedConcern {
    return {
      kind: episode.direction === 'worse' ? 'deterioration' : 'improvement',
      domain,
      metric: this.watch.metricOf[signal],
      since: addDays(this.history.firstDay, episode.onset),
      score: episode.peak,
      confidence: toConfidence(episode.peak, this.calibration.confidence),
    };
  }

  private toOpenedScale({ domain, context, episode }: ScaleConcern, last: number): OpenedConcern {
    return {
      kind: 'deterioration',
      domain,
      metric: context.series.metric,
      since: addDays(this.history.firstDay, episode.onset),
      score: episode.peak,
      confidence: findConfidence(context, episode, last),
    };
  }
}

function readBaselineDays({ baselineDays = BASELINE_DAYS }: DetectorOptions): number {
  if (Number.isInteger(baselineDays) && baselineDays >= BASELINE_DAYS) return baselineDays;
  throw new DetectionInputError('options.baselineDays', null, `must be a whole number of at least ${BASELINE_DAYS}`);
}
