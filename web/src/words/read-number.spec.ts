import { describe, expect, it } from '@jest/globals';
import { number } from './format.js';
import { readNumber, valueOf } from './read-number.js';

describe('a number as people type it', () => {
  it.each([
    ['8000', 8000],
    ['8,000', 8000],
    ['8 000', 8000],
    ['8\u00a0000', 8000],
    ['8\u202f000', 8000],
    ["8'000", 8000],
    ['8’000', 8000],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['3.5', 3.5],
    ['3,5', 3.5],
    ['3,50', 3.5],
    ['0.125', 0.125],
    ['0,125', 0.125],
    ['1234.125', 1234.125],
    [' 7 ', 7],
    ['−1', -1],
    ['-2.5', -2.5],
    ['0', 0],
    ['8.', 8],
  ])('%s is %d', (text, value) => expect(readNumber(text)).toEqual({ kind: 'number', value }));

  it('8.000 could be either, so it is asked about', () => {
    expect(readNumber('8.000')).toEqual({ kind: 'ambiguous', grouped: 8000, decimal: 8 });
  });

  it.each(['8,00,0', '8,0000,000', '1,2,3', '1.2.3', '8k', 'about 8', '0x10', '1e3', '--1', ',5', '8 00'])(
    '%s is no number',
    (text) => expect(readNumber(text).kind).toBe('unreadable'),
  );

  it('nothing is nothing, and what cannot be taken is never a number', () => {
    expect(valueOf(readNumber('  '))).toBeNull();
    expect(valueOf(readNumber('8.000'))).toBeNaN();
    expect(valueOf(readNumber('x'))).toBeNaN();
  });

  it('takes what the pages write', () => {
    for (const value of [0, 8, 999, 6411, 120_000, 1_234_567]) expect(valueOf(readNumber(number(value)))).toBe(value);
    expect(valueOf(readNumber(number(-4.5, 1)))).toBe(-4.5);
  });
});
