import { expect, it } from '@jest/globals';
import type { MetricId } from '../metrics/index.js';
import { PARAMETERS } from './parameters.js';
import { findError } from './report-error.js';
import { scaleParameters } from './scale-parameters.js';

/** In multiples of the daily pain score's constants. */
it.each<[MetricId, number, number]>([
  ['mood', 1, 1],
  ['painInterference', 0.5, 1],
  ['phq9Score', 2.5, findError('phq9Score') / 1.2],
  ['odiScore', 5, 10],
])('%s: a change of %d times the size, days that scatter %d times as far', (metric, size, noise) => {
  const { effect, sd0, wander } = scaleParameters(metric);
  const { nrs } = PARAMETERS;
  const sizes = effect.flatMap((part, i) => [part.at / nrs.effect[i]!.at, part.spread / nrs.effect[i]!.spread]);
  expect([...sizes, sd0 / nrs.sd0, wander / nrs.wander].map((n) => n.toFixed(6))).toEqual(
    [size, size, size, size, noise, noise].map((n) => n.toFixed(6)),
  );
});
