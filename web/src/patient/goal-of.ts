import type { Day, PatientDetail, Sprint } from '../api/types.js';

/** The sprint whose goal holds for the patient today: the one that runs, else the next that is set. */
export function goalOf(
  { sprint, nextSprint }: Pick<PatientDetail, 'sprint' | 'nextSprint'>,
  today: Day,
): Sprint | null {
  return sprint && !sprint.isEnded && sprint.endsOn >= today ? sprint : nextSprint;
}
