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

/** A patient as they read of themselves, or as somebody who follows them does. @param seesAnswers - may read what the patient answers: pain, mood, questionnaires, and what they work towards */
export const forPatientSide = (detail: Detail, seesAnswers: boolean): Detail => ({
  ...withoutJudgement(detail),
  sprint: narrowSprint(detail.sprint, seesAnswers),
  nextSprint: narrowSprint(detail.nextSprint, seesAnswers),
  // How often somebody answers is theirs to tell, as the answers are.
  devices: detail.devices.filter(({ kind, selfReports }) => seesAnswers || (kind !== 'form' && !selfReports)),
});

interface Goals {
  readonly metrics: readonly { readonly course: string }[];
}

/** A sprint for the same readers: its goal is the patient's own words, and goes with the answers; how it goes is told by `told`. */
export function narrowSprint<Sprint extends Goals>(sprint: Sprint | null, seesAnswers: boolean): Sprint | null {
  if (!sprint || !seesAnswers) return null;
  return { ...sprint, metrics: sprint.metrics.map((goal) => ({ ...goal, course: 'none' })) };
}
