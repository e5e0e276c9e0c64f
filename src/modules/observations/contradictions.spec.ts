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
