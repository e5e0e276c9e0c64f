/** A number as decimal digits without an exponent: `2.78e-7` becomes `0.000000278`. Databases and people write it so. */
export function decimalText(value: number): string {
  return plainDecimal(String(value));
}

/**
 * A number that is the sum or the mean of others, to nine decimals. Each of them may have been cut to twelve digits when
 * it was converted, and a day has many: what is beyond is noise (three times 25 minutes are 1.250000000001 h).
 */
export const withoutNoise = (value: number): number => Math.round(value * 1e9) / 1e9;

/** A value that a unit conversion has touched: twelve significant digits, what it adds beyond them is noise. */
export function convertedText(value: number): string {
  const text = String(value);
  // Nearly all: so short that nothing is beyond twelve digits, and written out already.
  if (text.length <= 12 && !text.includes('e')) return text;
  return decimalText(Number(value.toPrecision(12)));
}

/**
 * The same number as written, with any exponent worked in; digits are kept, trailing zeros too (`1.50`, `1.5e1` is
 * `15`). Text that is no decimal number, or one too long to write out, comes back as it is.
 */
export function plainDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (!match) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at);
  const plain = after === '' ? before : `${before}.${after}`;
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain;
}
