import { describe, expect, it } from '@jest/globals';
import { addDays, countDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import { cutAt, tellStory, type Story, weekly } from './story.testkit.js';

const DAY0 = '2026-06-01';
const START = 60;
const END = START + 41;
const TARGET = 6000;
/** Day of the sprint on which the steps are past the target for good, give or take what a middle of seven days lags. */
const PAST_IT = START + 20;
const sprint: PatientDays['sprint'] = {
  startsOn: addDays(DAY0, START),
  endsOn: addDays(DAY0, END),
  metrics: [
    { metric: 'steps', baseline: 5000, target: TARGET },
    { metric: 'pegScore', baseline: null, target: 3 },
  ],
};
const walking = (steps: Story['steps'], days: number): Story => ({
  seed: 3,
  days,
  steps: steps!,
  pain: () => 5,
  peg: weekly(() => 5),
  sprint,
});
const reachedOf = (story: Story, days = story.days) => evaluatePatient(cutAt(tellStory(story), days)).reachedGoals;
const better: Story['steps'] = (t) => (t < PAST_IT ? 4000 : 9000);

describe('a goal of the sprint that is reached', () => {
  it('is said with what was reached, and since when on end', () => {
    const [goal, ...others] = reachedOf(walking(better, END - 3));
    expect(others).toEqual([]);
    expect(goal).toMatchObject({
      metric: 'steps',
      baseline: 5000,
      target: TARGET,
      sentence: { key: 'goal.reached', facts: { metric: 'steps', value: goal!.value, target: TARGET } },
    });
    expect(goal!.value).toBeGreaterThanOrEqual(TARGET);
    expect(goal!.since >= addDays(DAY0, PAST_IT)).toBe(true);
    expect(goal!.since <= addDays(DAY0, PAST_IT + 9)).toBe(true);
  });

  it('has the same first day on every later one', () => {
    const days = [PAST_IT + 12, PAST_IT + 15, END - 1];
    const first = days.map((n) => reachedOf(walking(better, END), n).map(({ since }) => since));
    expect(new Set(first.flat()).size).toBe(1);
    expect(first.every((one) => one.length === 1)).toBe(true);
  });

  it('is none in the first week: what was so before the sprint is not its doing', () => {
    const always = walking(() => 9000, START + 10);
    expect(reachedOf(always, START + 6)).toEqual([]);
    expect(reachedOf(always, START + 7)).toMatchObject([{ metric: 'steps' }]);
    // Chart and verdict say the same: on its first days neither that it is reached, nor that it has levelled off.
    for (const [day, isReached] of [
      [1, false],
      [6, false],
      [7, true],
    ] as const) {
      const { metrics, sprintVerdict } = evaluatePatient(cutAt(tellStory(always), START + day));
      expect([day, metrics.steps!.sentence!.key === 'goal.reached', sprintVerdict!.isReached]).toEqual([
        day,
        isReached,
        isReached,
      ]);
    }
    // Nor can it be reached before it was set.
    expect(reachedOf(always, START + 7)[0]!.since >= sprint!.startsOn).toBe(true);
  });

  it('is told once it has been so for a week on end: a middle of seven days passes a target by chance', () => {
    const { since } = reachedOf(walking(better, END))[0]!;
    const from = countDays(DAY0, since);
    expect(reachedOf(walking(better, END), from + 6)).toEqual([]);
    expect(reachedOf(walking(better, END), from + 7)).toMatchObject([{ since }]);
  });

  it('is none any more when it is missed again, and stays as it was once the sprint is over', () => {
    expect(reachedOf(walking((t) => (t < START + 10 || t > START + 25 ? 4000 : 9000), END))).toEqual([]);
    const over = walking((t) => (t < PAST_IT || t > END ? 4000 : 9000), END + 12);
    expect(reachedOf(over)).toMatchObject([{ metric: 'steps' }]);
    // Two weeks after its end nobody waits for it any more.
    expect(reachedOf({ ...over, days: END + 20 })).toEqual([]);
  });

  it('is none of somebody without a sprint', () => {
    const { sprint: _, ...alone } = walking(() => 9000, 120);
    expect(reachedOf(alone)).toEqual([]);
  });
});
