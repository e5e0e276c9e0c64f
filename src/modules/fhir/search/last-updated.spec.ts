import { expect, it } from '@jest/globals';
import { isWithin, readLastUpdated } from './last-updated.js';
import { ParamReader } from './search-params.js';

const AT = '2026-11-01T10:00:00.123Z';
const atMs = Date.parse(AT);
const read = (...texts: string[]) => {
  const reader = new ParamReader(false);
  const span = texts.reduce<ReturnType<typeof readLastUpdated>>(
    (before, text) => readLastUpdated(reader, { name: '_lastUpdated', modifier: null, values: [text] }, before),
    undefined,
  );
  return { span, issues: reader.issues };
};

it.each<[string[], number, number]>([
  [[AT], atMs, atMs + 1],
  [[`eq${AT}`], atMs, atMs + 1],
  [[`ge${AT}`], atMs, Infinity],
  [[`gt${AT}`], atMs + 1, Infinity],
  [[`sa${AT}`], atMs + 1, Infinity],
  [[`le${AT}`], -Infinity, atMs + 1],
  [[`lt${AT}`], -Infinity, atMs],
  [[`eb${AT}`], -Infinity, atMs],
  [['2026-11-01'], Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2)],
  [['gt2026-11'], Date.UTC(2026, 11), Infinity],
  [['ge2026', 'lt2027', 'ge2026-11'], Date.UTC(2026, 10), Date.UTC(2027)],
  [['lt2026', 'ge2027'], Date.UTC(2027), Date.UTC(2026)],
])('%j is from %d up to %d', (texts, fromMs, beforeMs) => {
  expect(read(...texts)).toEqual({ span: { fromMs, beforeMs }, issues: [] });
});

it('what is no date is refused by its name, and widens nothing', () => {
  expect(read('ge2026', 'soon')).toMatchObject({
    span: { fromMs: Date.UTC(2026) },
    issues: [
      { code: 'value', expression: '_lastUpdated', diagnostics: expect.stringMatching(/^_lastUpdated must be/) },
    ],
  });
});

it.each([
  [atMs - 0.001, false],
  [atMs, true],
  [atMs + 0.999, true],
  [atMs + 1, false],
])('what is of %d is within that millisecond: %s', (ms, expected) => {
  expect(isWithin({ fromMs: atMs, beforeMs: atMs + 1 }, ms)).toBe(expected);
});
