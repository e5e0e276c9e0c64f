import { localTime } from '../common.schema.js';

const PATTERN = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-])(\d\d):?(\d\d)$/;

/** Apple writes '2014-09-21 06:08:47 -0800'. NaN for anything else: a time without its offset is not an instant. */
export function parseAppleDate(text: string | undefined): number {
  const match = PATTERN.exec(text ?? '');
  if (!match || !localTime.safeParse(`${match[1]}T${match[2]}`).success) return NaN;
  return Date.parse(`${match[1]}T${match[2]}${match[3]}${match[4]}:${match[5]}`);
}
