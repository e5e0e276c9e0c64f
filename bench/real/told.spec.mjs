import { describe, expect, it } from '@jest/globals';
import { tell } from './told.mjs';

const activity = { domain: 'activity' };
const pain = { domain: 'pain' };

describe('what the clinic is told', () => {
  it.each([
    ['news of what is measured', [], [activity], [activity], { told: [activity], open: ['activity'] }],
    ['nothing of what was measured long ago', [], [activity], [], { told: [], open: [] }],
    ['nothing new of what is known', ['activity'], [activity], [activity], { told: [], open: ['activity'] }],
    [
      'nothing new when a known one is measured no more',
      ['activity'],
      [activity],
      [],
      { told: [], open: ['activity'] },
    ],
    ['only the live one of two', [], [activity, pain], [pain], { told: [pain], open: ['pain'] }],
    [
      'the other domain beside a known one',
      ['activity'],
      [activity, pain],
      [activity, pain],
      { told: [pain], open: ['activity', 'pain'] },
    ],
    ['nothing when it goes', ['activity'], [], [], { told: [], open: [] }],
  ])('%s', (_name, open, concerns, live, expected) => {
    expect(tell(open, concerns, (concern) => live.includes(concern))).toEqual(expected);
  });

  it('what comes back after it has gone is told again', () => {
    const after = tell(['activity'], [], () => true);
    expect(tell(after.open, [activity], () => true).told).toEqual([activity]);
  });
});
