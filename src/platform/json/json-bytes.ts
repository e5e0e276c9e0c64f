import { isNumberByte } from './scan-json.js';

/** Looking at the bytes of a JSON text without making texts of them. */

const QUOTE = 0x22;
/** So many bytes are compared sooner than a call is made. */
const A_FEW = 40;

export function standsAt(bytes: Buffer, literal: Buffer, at: number): boolean {
  const { length } = literal;
  if (at + length > bytes.length) return false;
  if (length > A_FEW) return literal.compare(bytes, at, at + length) === 0;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== literal[i]) return false;
  return true;
}

/** The place of the next quote, or the last one that may be. */
export function endOfText(bytes: Buffer, from: number, most: number): number {
  const last = Math.min(bytes.length, from + most);
  let at = from;
  while (at < last && bytes[at] !== QUOTE) at++;
  return at;
}

/** Behind anything that a number may be written with, so that none is cut in two; or the last place that may be. */
export function endOfNumber(bytes: Buffer, from: number, most: number): number {
  const last = Math.min(bytes.length, from + most);
  let at = from;
  while (at < last && isNumberByte(bytes[at]!)) at++;
  return at;
}

export function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}
