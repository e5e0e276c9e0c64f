import { describe, expect, it } from '@jest/globals';
import type { ReachedGoal } from '../../detection/index.js';
import { aConcern } from '../alerts/alerts.testkit.js';
import { Concern } from '../alerts/concerns/concern.js';
import { listConcerns } from './list-concerns.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const plan = { id: 's1', startsOn: '2026-06-22', endsOn: '2026-08-02', weeks: 6, isEnded: false };
const sentence = { key: 'goal.reached', facts: { metric: 'steps', value: 7100, target: 7000 } } as const;
const goal: ReachedGoal = { metric: 'steps', value: 7100, baseline: 5000, target: 7000, since: '2026-07-20', sentence };
const pain: ReachedGoal = { ...goal, metric: 'painIntensity', baseline: null };
const list = (today: string, reachedGoals: readonly ReachedGoal[], live = true) =>
  listConcerns({ patientId: PATIENT, plan, today }, { found: [], totals: [], reachedGoals }, () => live);

describe('what trends report of a patient', () => {
  it('names each goal that is reached, with the numbers it rests on', () => {
    const [first, second] = list('2026-07-25', [goal, pain]).map((one) => Concern.parse(one));
    expect(first).toMatchObject({
      kind: 'goal-reached',
      key: 's1:steps',
      since: '2026-07-20',
      live: true,
      evidence: { goalId: 's1', metric: 'steps', value: 7100, baseline: 5000, target: 7000, reachedOn: '2026-07-20' },
    });
    expect(second).toMatchObject({ key: 's1:painIntensity', evidence: { baseline: null } });
  });

  it('interrupts nobody with a goal that rests on old readings', () => {
    expect(list('2026-07-25', [goal], false)).toMatchObject([{ kind: 'goal-reached', live: false }]);
  });

  it('tells the goal beside the sprint that wants a decision, and both beside what was found', () => {
    expect(list('2026-08-01', [goal]).map(({ kind }) => kind)).toEqual(['goal-reached', 'review-due']);
    const found = [aConcern({ patientId: PATIENT })];
    const all = listConcerns(
      { patientId: PATIENT, plan, today: '2026-08-01' },
      { found, totals: [], reachedGoals: [goal] },
      () => true,
    );
    expect(all.map(({ kind }) => kind)).toEqual(['deterioration', 'goal-reached', 'review-due']);
  });

  it('knows no goals without a sprint', () => {
    expect(
      listConcerns(
        { patientId: PATIENT, plan: null, today: '2026-08-01' },
        { found: [], totals: [], reachedGoals: [goal] },
        () => true,
      ),
    ).toEqual([]);
  });
});
