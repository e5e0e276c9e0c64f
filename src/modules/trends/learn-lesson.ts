import {
  DEFAULT_CONFIDENCE,
  DETECTOR_VERSION,
  MONTH_DAYS,
  THRESHOLD_GRID,
  type AlarmCalibration,
  type JudgedAlarm,
  type Period,
} from '../../detection/index.js';
import { judgeOutcome, type PastAlert } from '../alerts/index.js';
import type { Lesson } from './alarm-budget.repository.js';
import { judgeOpening } from './match-alert.js';
import type { ReplayedPatient } from './replay-patients.js';

const [LEAST, ...MORE] = THRESHOLD_GRID.map((threshold) => ({ threshold, confidence: DEFAULT_CONFIDENCE }));
/** By what the patients of a lesson are replayed. */
export const LESSON_CALIBRATIONS: readonly [AlarmCalibration, ...AlarmCalibration[]] = [LEAST!, ...MORE];

/** Adds up what a clinic's patients, replayed by `LESSON_CALIBRATIONS`, teach, one patient at a time: nothing of a patient is kept but counts. */
export class LessonBuilder {
  private watchedDays = 0;
  private patients = 0;
  private leftOut = 0;
  private readonly points = THRESHOLD_GRID.map((threshold) => ({ threshold, opened: 0, real: 0, refuted: 0 }));
  private readonly judged: JudgedAlarm[] = [];
  /** Those of the period. */
  private readonly recent = { real: 0, refuted: 0 };

  constructor(private readonly period: Period) {}

  add({ replay, alerts }: ReplayedPatient): void {
    this.judged.push(...alerts.flatMap(toJudged));
    if (replay.watchedDays === 0) return;
    for (const { real } of alerts.filter(({ raisedOn }) => raisedOn >= this.period.from).flatMap(toJudged))
      this.recent[real ? 'real' : 'refuted']++;
    this.patients++;
    this.watchedDays += replay.watchedDays;
    this.points.forEach((point, i) => {
      const openings = replay.openings[i]!.filter((o) => o.direction === 'worse' && o.raisedOn >= this.period.from);
      point.opened += openings.length;
      const judgements = openings.map((opening) => judgeOpening(opening, alerts));
      point.real += judgements.filter((judgement) => judgement === 'real').length;
      point.refuted += judgements.filter((judgement) => judgement === 'false').length;
    });
  }

  /** A patient whose history cannot be replayed. */
  leaveOut(): void {
    this.leftOut++;
  }

  finish(): { readonly lesson: Lesson; readonly judged: readonly JudgedAlarm[]; readonly leftOut: number } {
    const curve = { patientMonths: this.watchedDays / MONTH_DAYS, judged: this.recent, points: this.points };
    const { from: firstDay, to: lastDay } = this.period;
    return {
      lesson: { firstDay, lastDay, patients: this.patients, curve },
      judged: this.judged,
      leftOut: this.leftOut,
    };
  }
}

/** Scores of another detector mean something else. */
function toJudged({ outcome, scoreAtRaising: score, detectorVersion }: PastAlert): JudgedAlarm[] {
  const judgement = judgeOutcome(outcome);
  if (judgement === null || score === null || detectorVersion !== DETECTOR_VERSION) return [];
  return [{ score, real: judgement === 'real' }];
}
