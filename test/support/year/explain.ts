import type { Concern } from '../../../src/modules/alerts/index.js';
import { changeOf, type Happening, type What } from './story.js';

/** What an alert of a kind may truly be about. */
const CAUSES: Partial<Record<Concern['kind'], readonly What[]>> = {
  deterioration: ['deteriorating', 'flare', 'illness', 'worn less'],
  improvement: ['improving', 'plateauing', 'travel', 'deteriorating'],
  'goal-reached': ['improving', 'plateauing', 'travel'],
  'missing-data': ['not worn', 'not synced'],
  'no-progress': ['not worn', 'not synced'],
  'wear-declining': ['worn less', 'not worn'],
};
/** So long after its end something may still be noticed. */
const AFTERWARDS_DAYS = 14;
/** Coming back to what was usual takes as long as the change did to come. */
const easeOf = ({ what }: Happening) => changeOf(what).easeDays ?? 0;

const GETTING_BETTER: readonly What[] = ['improving', 'plateauing'];

/** What happened to the person that explains an alert on this day; null: nothing. */
export function explain(kind: Concern['kind'], day: number, happenings: readonly Happening[]): string | null {
  // Told at the end of a sprint of whoever did not come near the goal; true of everybody who was not on the way.
  if (kind === 'plateau')
    return happenings.some(
      (one) => GETTING_BETTER.includes(one.what) && one.from <= day && day <= one.from + easeOf(one),
    )
      ? null
      : 'a sprint without progress';
  if (kind === 'review-due') return 'a sprint that ends';
  const causes = CAUSES[kind] ?? [];
  const found = happenings.filter(
    (one) => causes.includes(one.what) && day >= one.from && day <= one.to + easeOf(one) + AFTERWARDS_DAYS,
  );
  return causes.find((what) => found.some((one) => one.what === what)) ?? null;
}
