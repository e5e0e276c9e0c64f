import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, plainDecimal, withoutNoise } from './decimal-text.js';

describe('withoutNoise', () => {
  it.each([
    [2.1 + 5.85, 7.95],
    [3 * 0.416666666667, 1.25],
    [0.1 + 0.2, 0.3],
    [120_000.1 + 0.2, 120_000.3],
    [7390, 7390],
    [-0.30000000000000004, -0.3],
    [1 / 3, 0.333333333],
    [1e12 + 0.5, 1e12 + 0.5],
  ])('%s is %s', (sum, meant) => expect(withoutNoise(sum)).toBe(meant));
});

describe('plainDecimal', () => {
  it.each([
    ['1.50', '1.50'],
    ['0.00', '0.00'],
    ['1e3', '1000'],
    ['1.5e1', '15'],
    ['1.50E+1', '15.0'],
    ['12.5e-3', '0.0125'],
    ['-2.78e-7', '-0.000000278'],
    ['-0', '0'],
    ['-0.0', '0.0'],
    ['12345678901234567890', '12345678901234567890'],
    ['many', 'many'],
    ['1e99999', '1e99999'],
  ])('%s is %s', (text, plain) => expect(plainDecimal(text)).toBe(plain));

  it('says the same number, and never with an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text) + 0).toBe(value + 0);
      }),
    );
  });
});
