import { expect, it } from '@jest/globals';
import type { MetricId } from '../../../../src/metrics/index.js';
import { PROFESSIONS } from '../../api/types.js';
import { orderPanels } from './panel-order.js';

const panels = (['steps', 'sleepDuration', 'painIntensity', 'mood'] as const satisfies readonly MetricId[]).map(
  (metric) => ({ metric }),
);
const metrics = (profession: Parameters<typeof orderPanels>[1]) =>
  orderPanels(panels, profession).map(({ metric }) => metric);

it.each([
  ['psychologist', ['mood', 'steps', 'sleepDuration', 'painIntensity']],
  ['sleep-specialist', ['sleepDuration', 'steps', 'painIntensity', 'mood']],
  ['pharmacist', ['painIntensity', 'sleepDuration', 'steps', 'mood']],
  ['dietitian', ['steps', 'sleepDuration', 'painIntensity', 'mood']],
  [null, ['steps', 'sleepDuration', 'painIntensity', 'mood']],
] as const)('%s', (profession, expected) => expect(metrics(profession)).toEqual(expected));

it('leaves nothing out, whoever looks', () => {
  for (const profession of PROFESSIONS) expect(metrics(profession).sort()).toEqual(metrics(null).sort());
});
