import { METRICS, type MetricId } from '../../metrics/index.js';
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
export const forPatientSide = (detail: Detail, seesAnswers: boolean): Detail => ({
  ...withoutJudgement(detail),
  sprint: narrowSprint(detail.sprint, seesAnswers),
  nextSprint: narrowSprint(detail.nextSprint, seesAnswers),
});

interface Goals {
  readonly metrics: readonly { readonly metric: MetricId; readonly course: string }[];
}

/** A sprint's goals and numbers for the same readers: how they go is told by `told`, scores are answers. */
export function narrowSprint<Sprint extends Goals>(sprint: Sprint | null, seesAnswers: boolean): Sprint | null {
  if (!sprint) return null;
  const metrics = sprint.metrics.filter(({ metric }) => seesAnswers || !METRICS[metric].selfReported);
  return { ...sprint, metrics: metrics.map((goal) => ({ ...goal, course: 'none' })) };
}
