import { expect, it } from '@jest/globals';
import type { MetricId } from '../../metrics/index.js';
import { deliveryBegan } from '../observations/index.js';
import { type Held, holdMetrics } from './held-metrics.js';

const NOW = 1_000_000;
const BEGAN = deliveryBegan(NOW);
const changed = (metric: MetricId, live: boolean) => ({ metric, day: '2026-08-01', live });
const came = (metric: MetricId, receivedMs: number) => ({ metric, startMs: 0, receivedMs });
const news = (some: Partial<Parameters<typeof holdMetrics>[1]>) => ({
  nowMs: NOW,
  changed: [],
  anew: null,
  arrived: [],
  ...some,
});

it.each<[string, Held, Partial<Parameters<typeof holdMetrics>[1]>, Held]>([
  ['nothing of what is on time', {}, { changed: [changed('steps', true)] }, {}],
  ['what came late', {}, { changed: [changed('steps', false), changed('sleepDuration', true)] }, { steps: BEGAN }],
  [
    'nothing of which something on time came with it',
    {},
    { changed: [changed('steps', true), changed('steps', false)] },
    {},
  ],
  [
    'nothing of a delivery that had begun with what is on time',
    {},
    { changed: [changed('steps', false)], arrived: [came('steps', BEGAN)] },
    {},
  ],
  [
    'what came late, when what was on time is older than this delivery',
    {},
    { changed: [changed('steps', false)], arrived: [came('steps', BEGAN - 1)] },
    { steps: BEGAN },
  ],
  ['what was held, when nothing comes', { steps: 5 }, {}, { steps: 5 }],
  ['what was held, when more comes late', { steps: 5 }, { changed: [changed('steps', false)] }, { steps: BEGAN }],
  ['no longer what speaks on time', { steps: 5 }, { changed: [changed('steps', true)] }, {}],
  [
    'no longer what has spoken on time, though no finished day changed',
    { steps: 5 },
    { arrived: [came('steps', 6)] },
    {},
  ],
  ['what had spoken before it was held', { steps: 5 }, { arrived: [came('steps', 4)] }, { steps: 5 }],
  ['what was added up another way', {}, { anew: { sinceMs: 700, metrics: ['steps'] } }, { steps: 700 }],
  [
    'nothing that spoke while it was added up',
    {},
    { anew: { sinceMs: 700, metrics: ['steps', 'heartRate'] }, arrived: [came('steps', 701)] },
    { heartRate: 700 },
  ],
  ['no questionnaire: it travels long', {}, { changed: [changed('phq9Score', false)] }, {}],
])('holds %s', (_name, before, some, expected) => {
  expect(holdMetrics(before, news(some))).toEqual(expected);
});
