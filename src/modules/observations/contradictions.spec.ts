import { describe, expect, it } from '@jest/globals';
import { findContradictions } from './contradictions.js';
import { deviceObservation } from './device-observation.js';
import type { NewObservation } from './observation.js';

const reading = (value: number, change: Partial<NewObservation> = {}): NewObservation => ({
  ...deviceObservation({
    patientId: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
    metric: 'steps',
    startMs: 0,
    endMs: 60_000,
    value,
    source: { system: 'test', device: 'band', kind: 'watch' },
  }),
  ...change,
});
const said = (valueString: string) => reading(0, { valueText: null, remainder: JSON.stringify({ valueString }) });
const pressure = (valueQuantity: object, exact?: string) => {
  const $exact = exact === undefined ? {} : { $exact: { 'component.0.valueQuantity.value': exact } };
  return reading(0, { valueText: null, remainder: JSON.stringify({ component: [{ valueQuantity }], ...$exact }) });
};
const dose = (valueQuantity: object) =>
  reading(5, {
    concept: { system: 'urn:n', code: 'dose', metric: null },
    skeleton: JSON.stringify({ status: 'final', valueQuantity }),
  });
const hours = (unit: string) => reading(5, { skeleton: JSON.stringify({ valueQuantity: { code: unit } }) });

describe('several values of one moment in one message', () => {
  it.each<[string, NewObservation[], number[]]>([
    ['another is wrong, the same again is not', [reading(12), reading(0), reading(12), reading(84)], [1, 3]],
    ['another spelling of a number is the same', [reading(100), reading(0, { valueText: '1e2' })], []],
    ['of another length', [reading(12), reading(13, { endMs: 1 })], []],
    ['at another site', [reading(12), reading(13, { variant: 'left' })], []],
    [
      'of another device',
      [reading(12), reading(13, { source: { system: 'test', device: 'bang', kind: 'watch' } })],
      [],
    ],
    ['of another patient', [reading(12), reading(13, { patientId: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a12' })], []],
    ['a correction', [reading(12), reading(13, { status: 'corrected' }), reading(14, { status: 'amended' })], []],
    ['corrected twice', [reading(12, { status: 'corrected' }), reading(13, { status: 'corrected' })], []],
    ['taken back', [reading(12), reading(13, { status: 'entered-in-error' })], []],
    ['preliminary, then final', [reading(12, { status: 'preliminary' }), reading(13)], []],
    ['issued at another time', [reading(12, { issuedMs: 2 }), reading(13, { issuedMs: 1 })], []],
    ['issued at the same time', [reading(12, { issuedMs: 1 }), reading(13, { issuedMs: 1 })], [1]],
    ['under a condition: what is there stays', [reading(12), reading(13, { onlyIfNew: true })], []],
    ['no number, but another text', [said('warm'), said('warm'), said('cold')], [2]],
    ['the same components, written in another order', [pressure({ value: 120, unit: 'mmHg' }), pressure({ unit: 'mmHg', value: 120 })], []], // prettier-ignore
    ['another component', [pressure({ value: 120, unit: 'mmHg' }), pressure({ value: 121, unit: 'mmHg' })], [1]],
    ['a component that differs where JavaScript does not look', [pressure({ value: 0.1 }, '0.1000000000000000000001'), pressure({ value: 0.1 }, '0.1000000000000000000002')], [1]], // prettier-ignore
    ['in another unit, outside the catalogue', [dose({ unit: 'mg' }), dose({ unit: 'mg', code: 'mg' }), dose({ unit: 'g' })], [2]], // prettier-ignore
    ['below it, or above', [dose({ comparator: '<' }), dose({ comparator: '>' }), dose({})], [1, 2]],
    ['in another unit, of which our own is the same', [hours('h'), hours('min')], []],
  ])('%s', (_name, message, wrong) => {
    expect(findContradictions(message)).toEqual(wrong);
  });

  it('are found among many that share much', () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      reading(1, { patientId: `${String(i % 50).padStart(3, '0')}`, startMs: Math.floor(i / 50) * 60_000 }),
    );
    expect(findContradictions(many)).toEqual([]);
    expect(findContradictions([...many, { ...many[1234]!, valueText: '2' }, many[77]!])).toEqual([3000]);
  });
});

it.each<[string, (i: number) => NewObservation]>([
  // As long as the weight of a length was known, these shared one place.
  ['whose starts and lengths make up for each other', (i) => reading(1, { startMs: 1e12 - i, endMs: 1e12 + 63 * i })],
  ['whose code is empty', (i) => reading(1, { startMs: 1e12 + i, concept: { system: '', code: '', metric: null } })],
])('thousands of readings %s are told apart as fast as others', (_which, make) => {
  const crafted = Array.from({ length: 20_000 }, (_, i) => make(i));
  const before = process.cpuUsage();
  expect(findContradictions(crafted)).toEqual([]);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
});
