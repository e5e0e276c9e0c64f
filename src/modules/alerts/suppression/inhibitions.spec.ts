import { expect, it } from '@jest/globals';
import { aConcern, aConcernOf, anOutage } from '../alerts.testkit.js';
import type { Concern } from '../concerns/concern.js';
import { findInhibitor, inhibitsFirst, INHIBITIONS } from './inhibitions.js';

const ID = '6f1c1b0e-7f0f-4f57-9a53-2d6a4a2f1a01';
const pain = aConcern({ domain: 'pain' });
const steps = aConcern({ domain: 'activity' });
const silence = aConcernOf('missing-data', ID);

it.each<[string, Concern, Concern, boolean]>([
  ['a flare hides more pain', aConcernOf('flare', ID), pain, true],
  ['a flare hides no fewer steps', aConcernOf('flare', ID), steps, false],
  ['a flare hides no better pain', aConcernOf('flare', ID), aConcern({ kind: 'improvement', domain: 'pain' }), false],
  ['a silence hides fewer steps', silence, steps, true],
  ['a silence hides no more pain: that is reported', silence, pain, false],
  ['a device that brings nothing new hides fewer steps', aConcernOf('no-progress', ID), steps, true],
  ['a watch worn less and less hides fewer steps', aConcernOf('wear-declining', ID), steps, true],
  ['a vendor that is down hides the silence of its own', anOutage('fitbit'), silence, true],
  ['and of no other', anOutage('garmin'), silence, false],
  [
    'nor one of which nobody knows the vendor',
    anOutage('fitbit'),
    aConcern({ kind: 'missing-data', domain: 'data' }),
    false,
  ],
  ['nothing hides a red flag', aConcernOf('flare', ID), aConcernOf('red-flag', ID), false],
])('%s', (_name, by, concern, hides) => {
  const { kind, evidence } = by;
  expect(findInhibitor([{ id: 'a1', kind, evidence }], concern)?.id).toBe(hides ? 'a1' : undefined);
});

it('hides nothing that interrupts, and nothing hides itself', () => {
  expect(INHIBITIONS.filter((row) => row.hides === 'red-flag' || row.hides === row.by)).toEqual([]);
});

it('judges what hides others first', () => {
  expect([steps, silence].sort(inhibitsFirst)).toEqual([silence, steps]);
});
