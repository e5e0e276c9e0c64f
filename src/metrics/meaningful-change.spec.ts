import { describe, expect, it } from '@jest/globals';
import { METRICS } from './catalogue.js';
import { findMeaningfulChange } from './meaningful-change.js';
import type { MetricId } from './metric.js';

describe('which change counts', () => {
  it.each<[string, MetricId, number, 'better' | 'worse', number]>([
    ['NRS, severe: two points before 30 %', 'painIntensity', 8, 'better', 2],
    ['NRS, moderate: 30 % before two points', 'painIntensity', 5, 'better', 1.5],
    ['NRS, mild: never less than one step', 'painIntensity', 2, 'better', 1],
    ['NRS, getting worse: two points, however low it was', 'painIntensity', 2, 'worse', 2],
    ['PEG, severe: one point', 'pegScore', 7, 'better', 1],
    ['PEG, mild: 30 %', 'pegScore', 2.5, 'better', 0.75],
    ['PEG, very mild: what the scale can tell', 'pegScore', 1, 'better', 0.6],
    ['PEG, getting worse', 'pegScore', 2.5, 'worse', 1],
    ['steps: a share both ways', 'steps', 6000, 'worse', 900],
    ['sleep', 'sleepDuration', 7, 'better', 0.75],
    ['PHQ-9', 'phq9Score', 14, 'worse', 5],
    ['GAD-7', 'gad7Score', 9, 'better', 4],
    ['ISI', 'isiScore', 15, 'better', 6],
    ['PROMIS pain interference', 'promisPainInterference', 63, 'worse', 3],
  ])('%s', (_name, metric, usual, towards, expected) => {
    expect(findMeaningfulChange(METRICS[metric], usual, towards)).toBeCloseTo(expected, 9);
  });
});
