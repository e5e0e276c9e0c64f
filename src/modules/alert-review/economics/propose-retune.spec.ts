import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES, type Kind, type RuleSettings } from '../../alerts/index.js';
import { type Answers, proposeRetune } from './propose-retune.js';

const answers = (change: Partial<Answers>): Answers => ({
  kind: 'flare',
  fired: 10,
  actedOn: 0,
  pending: 0,
  untouched: 0,
  cleared: 0,
  nothingThere: 0,
  notNeeded: 0,
  severest: 3,
  ...change,
});
const propose = (kind: Kind, change: Partial<Answers>, settings: Partial<RuleSettings> = {}) =>
  proposeRetune(answers({ kind, ...change }), { ...DEFAULT_RULES[kind], ...settings });
const HOURS_8 = { tier: 'today', dueWithinHours: 8 } as const;

describe('nothing is proposed', () => {
  it.each<[string, Kind, Partial<Answers>, Partial<RuleSettings>]>([
    ['of fewer than five', 'flare', { fired: 4, notNeeded: 4 }, {}],
    ['when a fifth is acted on', 'flare', { actedOn: 2, notNeeded: 8 }, {}],
    ['while a fifth is still in work', 'flare', { pending: 2, notNeeded: 8 }, {}],
    ['of red flags, ever', 'red-flag', { notNeeded: 10 }, {}],
    ['of what is off', 'flare', { notNeeded: 10 }, { on: false }],
    ['without a reason', 'flare', { fired: 10 }, {}],
    ['of good news, on which nobody acts', 'improvement', { cleared: 10 }, {}],
    ['of goals that are reached and missed again', 'goal-reached', { cleared: 10 }, {}],
    ['where all severities have the same time', 'plateau', { notNeeded: 8 }, {}],
    ['where none was more severe than the least', 'prom-threshold', { notNeeded: 8, severest: 1 }, {}],
    ['of plateaus that were none: neither a rule nor the budget decides', 'plateau', { nothingThere: 8 }, {}],
    ['where it is somebody’s already, and not pressing', 'missing-data', { untouched: 8 }, {}],
  ])('%s', (_name, kind, change, settings) => {
    expect(propose(kind, change, settings)).toBeNull();
  });
});

describe('too few are acted on', () => {
  it.each<[string, Kind, Partial<Answers>, Partial<RuleSettings>, string, object | null]>([
    [
      'they clear by themselves',
      'no-show',
      { cleared: 9, actedOn: 1 },
      { clearAfterDays: 1 },
      'comes-and-goes',
      { clearAfterDays: 3 },
    ],
    [
      'after eight days too',
      'no-show',
      { cleared: 9 },
      { clearAfterDays: 8 },
      'comes-and-goes',
      { clearAfterDays: 16 },
    ],
    [
      'after forty days too',
      'no-show',
      { cleared: 9 },
      { clearAfterDays: 40 },
      'comes-and-goes',
      { clearAfterDays: 60 },
    ],
    [
      'after sixty days too',
      'message-waiting',
      { cleared: 9 },
      { clearAfterDays: 60 },
      'comes-and-goes',
      { severity: 1 },
    ],
    [
      'detection is wrong: the budget decides',
      'deterioration',
      { nothingThere: 8, notNeeded: 2 },
      {},
      'nothing-there',
      null,
    ],
    ['a questionnaire is wrong', 'prom-threshold', { nothingThere: 8 }, {}, 'nothing-there', { severity: 1 }],
    ['known already', 'prom-threshold', { notNeeded: 8, cleared: 2 }, {}, 'not-needed', { severity: 1 }],
    [
      'known already, with a clock of its own',
      'flare',
      { notNeeded: 8, severest: 2 },
      { levels: [{ tier: 'today', dueWithinHours: null }, HOURS_8, HOURS_8] },
      'not-needed',
      { severity: 1 },
    ],
    ['known already, and pressing nobody', 'plateau', { notNeeded: 8 }, { severity: 1 }, 'not-needed', { on: false }],
    ['nobody takes it', 'plateau', { untouched: 8 }, {}, 'nobody-looked', { discipline: 'nurse-coordinator' }],
    [
      'nobody takes it, though it is somebody’s',
      'message-waiting',
      { untouched: 8 },
      { discipline: 'psychologist' },
      'nobody-looked',
      { severity: 1 },
    ],
  ])('%s', (_name, kind, change, settings, why, proposed) => {
    expect(propose(kind, change, settings)).toMatchObject({ why, change: proposed });
  });

  it('says how many are the reason', () => {
    expect(propose('prom-threshold', { fired: 12, actedOn: 1, notNeeded: 7, cleared: 4 })).toMatchObject({
      fired: 12,
      actedOn: 1,
      because: 7,
    });
  });
});
