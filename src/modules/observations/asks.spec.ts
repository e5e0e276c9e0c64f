import { describe, expect, it } from '@jest/globals';
import { LOINC, type MetricId } from '../../metrics/index.js';
import { asks } from './asks.js';
import { dueDays } from './due-days.js';
import type { NewObservation } from './observation.js';

const ITEM_9 = { system: LOINC, code: '44260-8' };
const PATIENT = '00000000-0000-4000-8000-000000000001';
const ZONES = new Map([[PATIENT, [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'UTC' }]]]);

function observation(
  coding: object[],
  remainder: object | null = null,
  metric: MetricId | null = null,
): NewObservation {
  return {
    patientId: PATIENT,
    concept: { system: 'urn:local', code: 'x', metric },
    source: { system: 'fhir', device: '', kind: 'other' },
    variant: '',
    startMs: 0,
    endMs: 0,
    valueText: null,
    originalText: null,
    status: 'final',
    issuedMs: null,
    identifier: null,
    skeleton: JSON.stringify({ status: 'final', code: { coding } }),
    remainder: remainder === null ? null : JSON.stringify(remainder),
  };
}
const part = (code: string) => ({ component: [{ code: { coding: [{ system: LOINC, code }] }, valueInteger: 1 }] });
const local = { system: 'urn:local', code: 'x' };

describe('an observation with an answer that we know of', () => {
  it.each<[string, NewObservation, boolean]>([
    ['the question', observation([ITEM_9]), true],
    ['the question behind a code of their own', observation([local, ITEM_9]), true],
    ['a form with the question', observation([local], part('44260-8')), true],
    ['a form with a total', observation([local], part('44261-6')), true],
    ['a total with the question beside it', observation([local], part('44260-8'), 'phq9Score'), true],
    ['a form of something else', observation([local], part('8480-6')), false],
    ['a reading of a device', observation([local], null, 'steps'), false],
    ['a note', observation([local], { note: [{ text: 'a "component" of care' }] }), false],
  ])('%s', (_name, one, found) => {
    expect(asks(one)).toBe(found);
  });

  it('is looked at, and so is whatever took the place of an earlier version', () => {
    const days = (one: NewObservation, ...corrected: NewObservation[]) =>
      dueDays([one], ZONES, new Set(corrected)).map(({ day }) => day);
    const empty = observation([local], { component: [] });
    expect(days(observation([local, ITEM_9]))).toEqual(['1970-01-01']);
    expect(days(empty)).toEqual([]);
    expect(days(empty, empty)).toEqual(['1970-01-01']);
  });
});
