import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateTimeMs } from './date-time.js';

const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });

it('reads an instant as Date does, in every year and zone', () => {
  const zone = fc.constantFrom('Z', '+00:00', '-00:00', '+01:00', '-09:30', '+14:00', '-12:00');
  const digits = fc.constantFrom(0, 1, 2, 3, 6);
  fc.assert(
    fc.property(day, zone, digits, (date, offset, fraction) => {
      const [whole = '', ms = ''] = date.toISOString().slice(0, -1).split('.');
      const text = whole + (fraction === 0 ? '' : `.${ms.padEnd(6, '9').slice(0, fraction)}`) + offset;
      expect(dateTimeMs(text)).toBe(Date.parse(text));
    }),
    { numRuns: 3000 },
  );
});

it('reads every day of four hundred years, one after the other', () => {
  for (let ms = Date.UTC(1796, 0, 1); ms < Date.UTC(2204, 0, 1); ms += 86_400_000)
    if (dateTimeMs(new Date(ms).toISOString().slice(0, 10)) !== ms) throw new Error(new Date(ms).toISOString());
});
