import { describe, expect, it } from '@jest/globals';
import { NewSprint } from './sprints.schema.js';

const sprint = (change: object = {}) => ({
  id: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
  goal: 'Walk to the market',
  startsOn: '2026-03-01',
  endsOn: '2026-04-04',
  metrics: [{ metric: 'steps', target: 6000 }],
  ...change,
});
const metric = (name: string, more: object = {}) => ({ metric: name, target: 5, ...more });

function refusals(change: object): Record<string, string> {
  const result = NewSprint.safeParse(sprint(change));
  return Object.fromEntries((result.error?.issues ?? []).map((i) => [i.path.join('.'), i.message]));
}

describe('NewSprint', () => {
  it.each([
    ['28 days', { endsOn: '2026-03-28' }],
    ['42 days', { endsOn: '2026-04-11' }],
    [
      'five metrics',
      { metrics: ['painIntensity', 'mood', 'sleepQuality', 'pegScore', 'steps'].map((name) => metric(name)) },
    ],
    ['a baseline', { metrics: [metric('steps', { target: 6000, baseline: 4000 })] }],
    ['a goal with spaces around', { goal: '  Walk ' }],
  ])('takes %s', (_name, change) => expect(refusals(change)).toEqual({}));

  it.each([
    ['27 days', { endsOn: '2026-03-27' }, 'endsOn', /28 to 42/],
    ['43 days', { endsOn: '2026-04-12' }, 'endsOn', /28 to 42/],
    ['an end before the start', { endsOn: '2026-02-01' }, 'endsOn', /28 to 42/],
    ['a day that does not exist', { startsOn: '2026-02-30' }, 'startsOn', /YYYY-MM-DD/],
    ['no metric', { metrics: [] }, 'metrics', /1 to 5/],
    ['six metrics', { metrics: Array.from({ length: 6 }, () => metric('mood')) }, 'metrics', /1 to 5/],
    ['a metric twice', { metrics: [metric('mood'), metric('mood')] }, 'metrics.1.metric', /twice/],
    ['a metric nobody knows', { metrics: [metric('glucose')] }, 'metrics.0.metric', /./],
    ['a target beyond the scale', { metrics: [metric('mood', { target: 11 })] }, 'metrics.0.target', /0 to 10/],
    ['an impossible baseline', { metrics: [metric('mood', { baseline: -1 })] }, 'metrics.0.baseline', /0 to 10/],
    ['no goal', { goal: '  ' }, 'goal', /goal/],
    ['a misspelt member', { goals: 'x' }, '', /goals/],
  ])('refuses %s and names it', (_name, change, path, message) => {
    expect(refusals(change)[path]).toMatch(message);
  });
});
