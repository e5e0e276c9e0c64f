import { daysBetween } from '../../metrics/index.js';

export const SPRINT_DAYS = { least: 28, most: 42 } as const;

/** Whether so many days, both counted, make a sprint. */
export const isSprintLong = (startsOn: string, endsOn: string): boolean => {
  const days = daysBetween(startsOn, endsOn) + 1;
  return days >= SPRINT_DAYS.least && days <= SPRINT_DAYS.most;
};

/** The sprint as it stands. `isEnded`: somebody has ended it, today its last day. */
export interface StandingSprint {
  readonly version: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly isEnded: boolean;
}
export type SprintRefusal = 'SPRINT_ENDED' | 'SPRINT_CHANGED' | 'SPRINT_LAST_DAY_PAST' | 'SPRINT_LENGTH';
type Refused = { readonly kind: 'refuse'; readonly code: SprintRefusal };

/**
 * May this sprint be corrected so? What has ended stays as it was judged. A sprint that was ended today may be shorter than
 * others; another last day makes an ordinary one of it again.
 *
 * @param today - in the patient's days
 */
export function decideSprintChange(
  sprint: StandingSprint,
  change: { readonly version: number; readonly endsOn: string },
  today: string,
): Refused | { readonly kind: 'change'; readonly staysEnded: boolean } {
  if (sprint.endsOn < today) return refuse('SPRINT_ENDED');
  if (sprint.version !== change.version) return refuse('SPRINT_CHANGED');
  if (change.endsOn === sprint.endsOn) return { kind: 'change', staysEnded: sprint.isEnded };
  if (change.endsOn < today) return refuse('SPRINT_LAST_DAY_PAST');
  return isSprintLong(sprint.startsOn, change.endsOn) ? { kind: 'change', staysEnded: false } : refuse('SPRINT_LENGTH');
}

/** Today becomes the last day; a sprint that has not begun is taken back whole. Ended twice is ended once. */
export function decideSprintEnd(
  sprint: StandingSprint,
  version: number,
  today: string,
): Refused | { readonly kind: 'end' | 'remove' | 'same' } {
  if (sprint.endsOn < today) return refuse('SPRINT_ENDED');
  if (sprint.isEnded && sprint.endsOn === today) return { kind: 'same' };
  if (sprint.version !== version) return refuse('SPRINT_CHANGED');
  return { kind: sprint.startsOn > today ? 'remove' : 'end' };
}

const refuse = (code: SprintRefusal): Refused => ({ kind: 'refuse', code });
