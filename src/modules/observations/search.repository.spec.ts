import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { counting, type ObservationSearch, searching } from './search.repository.js';
import { SEARCH } from './search.testkit.js';

const PULSE = { system: 'http://loinc.org', code: '8867-4' };
const SHAPES: [string, Partial<ObservationSearch>, isOwn?: boolean][] = [
  ['all', {}],
  ['oldest first', { newestFirst: false }],
  ['next page', { after: { startMs: 1, endMs: 1, seriesId: 1 } }],
  ['own codes', { codes: [PULSE] }, true],
  ['some codes', { codes: [PULSE] }],
  ['any code of a system', { codes: [{ ...PULSE, code: null }] }],
  ['a follower', { answersOf: [] }],
  ['categories', { categories: [PULSE] }],
  ['statuses', { statuses: ['final'] }],
  ['dates', { codes: [PULSE], date: [{ op: 'ge', fromMs: 1, toMs: 2 }] }],
  ['dates of anything', { date: [{ op: 'ge', fromMs: 1, toMs: 2 }] }],
  [
    'everything at once',
    {
      after: { startMs: 1, endMs: 1, seriesId: 1 },
      codes: [PULSE, { system: 'urn:x', code: 'x' }],
      answersOf: [],
      categories: [PULSE],
      statuses: ['final'],
      date: [{ op: 'ge', fromMs: 1, toMs: 2 }],
    },
  ],
];
const UPDATED = { fromMs: 1, beforeMs: 2 };
// What is asked ends some hours ahead of now.
beforeEach(() => void jest.useFakeTimers());

describe.each(SHAPES)('a search of %s', (_name, more, isOwn) => {
  const asked = { ...SEARCH, ...more };
  it.each([
    ['pages', (search: ObservationSearch) => searching('c', search, isOwn)],
    ['total', (search: ObservationSearch) => counting('c', search)],
  ])('%s: when it was updated is a statement of its own, and the other one has no word of it', (_what, ask) => {
    const plain = ask(asked);
    const narrowed = ask({ ...asked, updated: UPDATED });
    expect(plain.statement.text).not.toContain('x.received_at');
    expect(narrowed.statement.name).toBe(plain.statement.name.replace(/^observation-/, 'updated-'));
    // More letters PostgreSQL does not tell apart.
    expect(plain.statement.name.length).toBeLessThanOrEqual(63);
    const place = narrowed.values.length;
    expect(narrowed.statement.text).toContain(`$${place}::timestamptz[]`);
    expect(narrowed.statement.text).not.toContain(`$${place + 1}`);
    expect(narrowed.values.slice(0, -1)).toEqual(plain.values);
    const without = ` AND x.received_at >= ($${place}::timestamptz[])[1] AND x.received_at < ($${place}::timestamptz[])[2]`;
    expect(narrowed.statement.text.replace(without, '')).toBe(plain.statement.text);
  });
});

it('an open side of the span is beyond every time', () => {
  const { values } = searching('c', { ...SEARCH, updated: { fromMs: -Infinity, beforeMs: Infinity } });
  expect(values.at(-1)).toBeInstanceOf(Buffer);
});
