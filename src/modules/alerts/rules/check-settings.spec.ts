import { expect, it } from '@jest/globals';
import { INSTRUMENT_TOTALS } from '../../../metrics/index.js';
import { KIND_NAMES } from '../concerns/kinds.js';
import { checkSettings } from './check-settings.js';
import { DEFAULT_RULES } from './default-rules.js';

const DEFAULT = DEFAULT_RULES['prom-threshold'];
const at = (instrument: string, score: number) =>
  checkSettings('prom-threshold', {
    ...DEFAULT,
    thresholds: [{ instrument, comparator: 'at-least', score, severity: 1 }],
  });

it.each(KIND_NAMES)('what Stepwell comes with is well: %s', (kind) => {
  expect(checkSettings(kind, DEFAULT_RULES[kind])).toEqual([]);
});

it.each([
  ['phq9', 0],
  ['phq9', 27],
  ['gad7', 21],
  ['peg', 6.5],
])('a threshold on %s at %d can be reached', (instrument, score) => {
  expect(at(instrument, score)).toEqual([]);
});

it.each([
  ['a misspelt instrument', 'phq-9', 10, 'instrument', 'must be one of phq9, gad7, isi, pcs, pseq, odi, bpi, peg'],
  ['a name that every object has', 'constructor', 10, 'instrument', /^must be one of /],
  ['beyond the scale', 'phq9', 70, 'score', 'must be from 0 to 27, as scores of phq9 are'],
  ['below the scale', 'gad7', -1, 'score', 'must be from 0 to 21, as scores of gad7 are'],
])('a threshold that can never be reached is refused: %s', (_name, instrument, score, member, message) => {
  const path = `settings.thresholds.0.${member}`;
  expect(at(instrument, score)).toEqual([
    { path, message: typeof message === 'string' ? message : expect.stringMatching(message) },
  ]);
});

it('every instrument of a rule is one whose totals are known', () => {
  for (const instrument of Object.keys(INSTRUMENT_TOTALS)) expect(at(instrument, 5)).toEqual([]);
});

it.each([null, 2.5, 1000])('a red flag that waits %p hours is refused', (dueWithinHours) => {
  const settings = DEFAULT_RULES['red-flag'];
  const levels = settings.levels.map((level, i) => (i === 2 ? { ...level, dueWithinHours } : level));
  expect(checkSettings('red-flag', { ...settings, levels: levels as typeof settings.levels })).toEqual([
    { path: 'settings.levels.2.dueWithinHours', message: 'must be at most 2: a red flag does not wait' },
  ]);
});
