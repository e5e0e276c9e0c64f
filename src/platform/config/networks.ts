import { isIP } from 'node:net';
import { z } from 'zod';

/** An address, or one with the length of its network: `10.0.0.0/8`. A length of 0 would be everybody, and proxy-addr takes none. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (bits < 0 || more.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) >= 1 && Number(length) <= bits);
}

/** @param names - words that stand for networks */
export const networks = (...names: string[]) =>
  z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((list) => list.every((one) => names.includes(one) || isNetwork(one)), {
      message: 'must be addresses or networks such as 10.0.0.0/8, separated by commas',
    });
