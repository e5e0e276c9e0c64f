import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../metrics/index.js';
import { Cadence, findWindows } from './cadence.js';

/** Days between reports as known on each day, when a report comes on the days given. */
function follow(metric: MetricId, days: number, reports: readonly number[]): number[] {
  const cadence = new Cadence(metric);
  return Array.from({ length: days }, (_, t) => cadence.push(reports.includes(t)));
}
const every = (gap: number, upTo: number) => Array.from({ length: Math.floor(upTo / gap) }, (_, i) => i * gap);

describe('how often does a report come', () => {
  it.each<[string, MetricId, readonly number[], number]>([
    ['nothing has come yet: as the catalogue expects', 'phq9Score', [], 14],
    ['three reports are no habit yet', 'phq9Score', [0, 40, 80], 14],
    ['every four weeks', 'phq9Score', every(28, 140), 28],
    ['PEG weekly', 'pegScore', every(7, 140), 7],
    ['pain daily', 'painIntensity', every(1, 140), 1],
    ['pain three times a week', 'painIntensity', every(7, 140).flatMap((t) => [t, t + 2, t + 4]), 2],
    ['pain weekly', 'painIntensity', every(7, 140), 7],
    ['irregular: the middle gap', 'phq9Score', [0, 10, 31, 45, 80], 17.5],
    ['a watch in a drawer has no cadence', 'steps', every(20, 140), 1],
  ])('%s', (_name, metric, reports, expected) => {
    expect(follow(metric, 140, reports).at(-1)).toBe(expected);
  });

  it('never knows what comes later', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 199 })),
        fc.integer({ min: 1, max: 199 }),
        (reports, cut) => {
          const known = reports.filter((t) => t < cut);
          expect(follow('gad7Score', 200, reports).slice(0, cut)).toEqual(follow('gad7Score', cut, known));
        },
      ),
    );
  });

  it('gives the windows that fit', () => {
    expect(findWindows(1)).toEqual(findWindows(4));
    expect(findWindows(7)).toMatchObject({ recent: { days: 2, within: 35 }, usual: { least: 2, days: 28 } });
    expect(findWindows(28)).toMatchObject({ recent: { days: 2, within: 42 }, usual: { least: 1, days: 84 } });
    expect(findWindows(91).recent.within).toBeGreaterThan(91);
  });
});
