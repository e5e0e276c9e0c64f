import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../metrics/index.js';
import { decideSprintChange, decideSprintEnd, type StandingSprint } from './sprint-change.js';

const TODAY = '2026-11-26';
const day = (offset: number) => addDays(TODAY, offset);
const sprint = (change: Partial<StandingSprint> = {}): StandingSprint => ({
  version: 3,
  startsOn: day(-10),
  endsOn: day(31),
  isEnded: false,
  ...change,
});
const change = (more: object = {}) => ({ version: 3, endsOn: day(31), ...more });

describe('correcting a sprint', () => {
  it.each<[string, StandingSprint, object, string]>([
    ['its words and targets', sprint(), change(), 'change'],
    ['an earlier last day', sprint(), change({ endsOn: day(17) }), 'change'],
    ['one that has not begun', sprint({ startsOn: day(3), endsOn: day(40) }), change({ endsOn: day(30) }), 'change'],
    ['on its last day', sprint({ startsOn: day(-41), endsOn: TODAY }), change({ endsOn: TODAY }), 'change'],
    ['one that is over', sprint({ startsOn: day(-42), endsOn: day(-1) }), change(), 'SPRINT_ENDED'],
    ['what somebody else has changed', sprint({ version: 4 }), change(), 'SPRINT_CHANGED'],
    ['27 days', sprint(), change({ endsOn: day(16) }), 'SPRINT_LENGTH'],
    ['43 days', sprint(), change({ endsOn: day(32) }), 'SPRINT_LENGTH'],
    ['a last day that is past', sprint(), change({ endsOn: day(-1) }), 'SPRINT_LAST_DAY_PAST'],
    [
      'words of one that was ended today',
      sprint({ endsOn: TODAY, isEnded: true }),
      change({ endsOn: TODAY }),
      'change',
    ],
  ])('%s', (_name, standing, asked, answer) => {
    const decision = decideSprintChange(standing, asked as { version: number; endsOn: string }, TODAY);
    expect(decision.kind === 'refuse' ? decision.code : decision.kind).toBe(answer);
  });

  it('one that was ended today goes on by another last day, and stays ended by the same', () => {
    const ended = sprint({ endsOn: TODAY, isEnded: true });
    expect(decideSprintChange(ended, change({ endsOn: day(31) }), TODAY)).toMatchObject({ staysEnded: false });
    expect(decideSprintChange(ended, change({ endsOn: TODAY }), TODAY)).toMatchObject({ staysEnded: true });
  });
});

describe('ending a sprint', () => {
  it.each<[string, StandingSprint, number, string]>([
    ['one that runs', sprint(), 3, 'end'],
    ['on its first day', sprint({ startsOn: TODAY }), 3, 'end'],
    ['on its last day', sprint({ endsOn: TODAY }), 3, 'end'],
    ['one that has not begun', sprint({ startsOn: day(1) }), 3, 'remove'],
    ['again', sprint({ endsOn: TODAY, isEnded: true }), 2, 'same'],
    ['one that is over', sprint({ endsOn: day(-1) }), 3, 'SPRINT_ENDED'],
    ['what somebody else has changed', sprint(), 2, 'SPRINT_CHANGED'],
  ])('%s', (_name, standing, version, answer) => {
    const decision = decideSprintEnd(standing, version, TODAY);
    expect(decision.kind === 'refuse' ? decision.code : decision.kind).toBe(answer);
  });
});
