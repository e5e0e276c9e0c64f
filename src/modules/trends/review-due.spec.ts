import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../metrics/index.js';
import { Concern } from '../alerts/concerns/concern.js';
import { findReview } from './review-due.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const sprint = { id: 's1', startsOn: '2026-06-22', endsOn: '2026-08-02', weeks: 6, isEnded: false };

describe('the decision at the end of a sprint', () => {
  it.each<[number, boolean | null]>([
    [-4, null],
    [-3, true],
    [0, true],
    [1, true],
    [14, true],
    [15, false],
    [28, false],
    [29, null],
  ])('%i days after the last one: live %p', (days, live) => {
    expect(findReview(PATIENT, sprint, addDays(sprint.endsOn, days))?.live ?? null).toBe(live);
  });

  it('is of that sprint, and there is none without one', () => {
    const concern = Concern.parse(findReview(PATIENT, sprint, sprint.endsOn));
    expect(concern).toMatchObject({ kind: 'review-due', key: 's1', since: '2026-07-30', evidence: { weeks: 6 } });
    expect(findReview(PATIENT, null, sprint.endsOn)).toBeNull();
  });

  it('is not due for one that somebody has ended', () => {
    expect(findReview(PATIENT, { ...sprint, isEnded: true }, sprint.endsOn)).toBeNull();
  });
});
