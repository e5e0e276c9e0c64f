import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, plainDecimal } from './decimal-text.js';

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
