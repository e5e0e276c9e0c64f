import { describe, expect, it } from '@jest/globals';
import type { Sprint } from '../api/types.js';
import { goalOf } from './goal-of.js';

const aSprint = (over: Partial<Sprint>): Sprint => ({
  id: 'a',
  version: 1,
  goal: 'Walk round the lake',
  startsOn: '2026-11-01',
  endsOn: '2026-11-30',
  week: 1,
  weeks: 4,
  daysLeft: 10,
  state: 'active',
  isEnded: false,
  metrics: [],
  ...over,
});
const running = aSprint({ id: 'running' });
const next = aSprint({ id: 'next', startsOn: '2026-12-05', endsOn: '2027-01-10', state: 'planned' });

describe('the goal a patient reads', () => {
  it.each([
    ['of the sprint that runs', running, next, '2026-11-20', 'running'],
    ['on its last day', running, next, '2026-11-30', 'running'],
    ['of the next one, once this is over', running, next, '2026-12-01', 'next'],
    ['of the next one, where somebody has ended this', aSprint({ isEnded: true }), next, '2026-11-20', 'next'],
    ['none, where there is only one that is over', running, null, '2026-12-01', undefined],
    ['none, where none was ever set', null, null, '2026-11-20', undefined],
  ])('%s', (_name, sprint, nextSprint, today, id) => {
    expect(goalOf({ sprint, nextSprint }, today)?.id).toBe(id);
  });
});
