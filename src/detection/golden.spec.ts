import { describe, expect, it } from '@jest/globals';
import { evaluatePatient } from './evaluate-patient.js';
import { cutAt, tellStory, weekly, type Story } from './story.testkit.js';

/** First day on which a deterioration is present, and what is said of it then. Day 0 = 1 June 2026, day 50 = 21 July. */
function findFirst(story: Story) {
  const input = tellStory(story);
  for (let days = 29; days <= story.days; days++) {
    const concern = evaluatePatient(cutAt(input, days)).concerns.find((c) => c.kind === 'deterioration');
    if (concern) return [days - 1, concern.domain, concern.since, concern.severity];
  }
  return null;
}

const quiet = { days: 90, sleep: () => 7, pain: () => 5, peg: weekly(() => 5), restingHeartRate: () => 62 };

describe('golden series: known truth, pinned answers', () => {
  it.each<[string, Story, unknown]>([
    [
      'steps halve on day 50',
      { ...quiet, seed: 2, steps: (t) => (t < 50 ? 6000 : 3000) },
      [57, 'activity', '2026-07-21', 3],
    ],
    [
      'steps fade over three weeks from day 50',
      { ...quiet, seed: 2, steps: (t) => 6000 - 150 * Math.max(0, Math.min(21, t - 49)) },
      [63, 'activity', '2026-07-22', 3],
    ],
    [
      'everything gets a little worse on day 50',
      {
        ...quiet,
        seed: 2,
        steps: (t) => (t < 50 ? 6000 : 4800),
        sleep: (t) => (t < 50 ? 7 : 6.2),
        pain: (t) => (t < 50 ? 5 : 6.2),
      },
      [60, 'pain', '2026-07-20', 1],
    ],
    ['nothing happens', { ...quiet, seed: 2, steps: () => 6000 }, null],
  ])('%s', (_name, story, expected) => {
    expect(findFirst(story)).toEqual(expected);
  });
});
