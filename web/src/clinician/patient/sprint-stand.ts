import type { Course, SprintVerdict } from '../../api/types.js';

/** What may be said of a sprint. The chances alone would contradict the target and the time a response takes. */
export type SprintStand =
  'provisional' | 'insufficient' | 'held' | 'reached' | 'early' | 'improving' | 'plateau' | 'deteriorating' | 'unclear';

export function standOf(verdict: SprintVerdict): SprintStand {
  const { label, isProvisional, isReached, isEarly, isClear } = verdict;
  const isWorse = label === 'deteriorating' && isClear && !isProvisional;
  // That it is reached is no chance but seen, for a week: the chart says so too, however young the sprint is.
  if (isReached && !isWorse) return label === 'plateau' ? 'held' : 'reached';
  if (label === 'insufficient') return 'insufficient';
  if (isProvisional) return 'provisional';
  if (isWorse) return 'deteriorating';
  if (!isClear) return 'unclear';
  return label === 'plateau' && isEarly ? 'early' : label;
}

export const COURSE_OF_STAND: Record<SprintStand, Course> = {
  provisional: 'none',
  insufficient: 'none',
  held: 'steady',
  reached: 'improving',
  early: 'steady',
  improving: 'improving',
  plateau: 'plateau',
  deteriorating: 'worse',
  unclear: 'none',
};
