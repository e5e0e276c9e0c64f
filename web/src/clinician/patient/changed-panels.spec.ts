import { describe, expect, it } from '@jest/globals';
import type { Panel, SeriesView } from '../../api/types.js';
import { changedBeside } from './changed-panels.js';

const panel = (metric: Panel['metric'], middle: number, level: number | null, target: number | null = null) =>
  ({
    metric,
    better: metric === 'painIntensity' ? 'down' : 'up',
    usual: { middle },
    change: level === null ? null : { level },
    target,
  }) as unknown as Panel;
const view = (about: string | null, panels: Panel[]) =>
  ({ headline: about && { key: 'trend.changed', facts: { metric: about } }, panels }) as Pick<
    SeriesView,
    'headline' | 'panels'
  >;
const metrics = (of: Pick<SeriesView, 'headline' | 'panels'>) => changedBeside(of).map(({ metric }) => metric);

describe('what else has changed', () => {
  // Steps 46 % down is three times what counts (15 %), pain 2.5 points up a little more than once, sleep quality less.
  const steps = panel('steps', 5322, 2849);
  const pain = panel('painIntensity', 4, 6.5);
  const sleep = panel('sleepDuration', 6.5, 5.6);

  it('names the steps beside the sleep that the headline is about: they were taken for it, and left out', () => {
    expect(metrics(view('sleepDuration', [steps, sleep, panel('mood', 5, null)]))).toEqual(['steps']);
  });

  it('tells the larger change first, whatever stands first on the page', () => {
    expect(metrics(view('sleepDuration', [pain, steps, sleep]))).toEqual(['steps', 'painIntensity']);
  });

  it('tells what the sprint aims at before all else', () => {
    expect(metrics(view('sleepDuration', [{ ...pain, target: 3 }, steps, sleep]))).toEqual(['painIntensity', 'steps']);
  });

  it('tells all of it where no headline says any', () => {
    expect(metrics(view(null, [sleep, steps]))).toEqual(['steps', 'sleepDuration']);
  });
});
