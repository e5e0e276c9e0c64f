import type { Course, SprintVerdict } from '../../api/types.js';

/** What may be said of a sprint. The chances alone would contradict the target and the time a response takes. */
export type SprintStand =
  'provisional' | 'insufficient' | 'held' | 'reached' | 'early' | 'improving' | 'plateau' | 'deteriorating' | 'unclear';

export function standOf(verdict: SprintVerdict): SprintStand {
  const { label, isProvisional, isReached, isEarly, isClear } = verdict;
  if (label === 'insufficient') return 'insufficient';
  if (isProvisional) return 'provisional';
  if (label === 'deteriorating' && isClear) return 'deteriorating';
  if (isReached) return label === 'plateau' ? 'held' : 'reached';
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
