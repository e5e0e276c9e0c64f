import { METRICS } from '../../metrics/index.js';
import type { toPatientDetail, toPatientSummary } from './patient-view.js';

type Detail = ReturnType<typeof toPatientDetail>;
type Summary = ReturnType<typeof toPatientSummary>;

/** What the team makes of it is the team's to read; the patient's side is told by `told`. */
export const withoutJudgement = <T extends Summary>(view: T): T => ({
  ...view,
  course: 'none',
  headline: null,
  openAlerts: 0,
});

/** A patient as they read of themselves, or as somebody who follows them does. @param seesAnswers - pain, mood, questionnaires */
export function forPatientSide(detail: Detail, seesAnswers: boolean): Detail {
  const narrow = <Sprint extends NonNullable<Detail['sprint']> | null>(sprint: Sprint): Sprint =>
    sprint && {
      ...sprint,
      metrics: sprint.metrics.filter(({ metric }) => seesAnswers || !METRICS[metric].selfReported),
    };
  return { ...withoutJudgement(detail), sprint: narrow(detail.sprint), nextSprint: narrow(detail.nextSprint) };
}
