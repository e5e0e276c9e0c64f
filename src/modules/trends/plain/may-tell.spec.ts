import { expect, it } from '@jest/globals';
import type { MetricId } from '../../../metrics/index.js';
import type { KnownConcern } from '../../told/index.js';
import { mayTell } from './may-tell.js';

const concern = (change: Partial<KnownConcern> = {}): KnownConcern => ({
  kind: 'deterioration',
  domain: 'activity',
  metric: 'steps',
  alsoMoved: [],
  isShown: false,
  ...change,
});
const shown = (change: Partial<KnownConcern> = {}) => concern({ isShown: true, ...change });

it.each<[string, MetricId, string, KnownConcern[], boolean]>([
  ['what is better needs nobody’s leave', 'steps', 'improving', [concern()], true],
  ['nor what is the same', 'steps', 'steady', [], true],
  ['worse, and nobody has looked', 'steps', 'worse', [concern()], false],
  ['worse, and on the page', 'steps', 'worse', [shown()], true],
  ['worse, and no alert says so', 'steps', 'worse', [], false],
  ['worse, and only what is better is on the page', 'steps', 'worse', [shown({ kind: 'improvement' })], false],
  ['another metric of the same concern', 'walkingMinutes', 'worse', [shown()], true],
  ['another concern', 'sleepDuration', 'worse', [shown()], false],
  ['what moved along', 'sleepDuration', 'worse', [shown({ alsoMoved: ['sleepDuration'] })], true],
  [
    'what moved along and has an alert of its own that waits',
    'sleepDuration',
    'worse',
    [shown({ alsoMoved: ['sleepDuration'] }), concern({ domain: 'sleep', metric: 'sleepDuration' })],
    false,
  ],
  [
    'worse, and on the page, while an alert about another metric of the concern waits',
    'walkingMinutes',
    'worse',
    [concern(), shown({ metric: 'walkingMinutes' })],
    true,
  ],
  [
    'worse, and waiting, though an alert about another metric of the concern is on the page',
    'walkingMinutes',
    'worse',
    [shown(), concern({ metric: 'walkingMinutes' })],
    false,
  ],
  ['two alerts of its own, of which one waits', 'steps', 'worse', [shown(), concern({ kind: 'flare' })], false],
  ['two alerts of its own, both on the page', 'steps', 'worse', [shown(), shown({ kind: 'flare' })], true],
  [
    'none of its own, and one of the concern waits',
    'walkingMinutes',
    'worse',
    [shown(), concern({ kind: 'flare', metric: null })],
    false,
  ],
  ['levelled off, and nobody has looked', 'steps', 'plateau', [concern({ kind: 'plateau', domain: 'sprint' })], false],
  ['levelled off, and on the page', 'steps', 'plateau', [shown({ kind: 'plateau', domain: 'sprint' })], true],
])('%s', (_name, metric, course, concerns, may) => expect(mayTell(metric, course, concerns)).toBe(may));
