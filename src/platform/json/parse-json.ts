import { isUtf8 } from 'node:buffer';
import { parseKeepingNumbers } from './exact-numbers.js';
import { JsonRefused } from './json-refused.js';
import { scanJson, type JsonLimits } from './scan-json.js';

/** The limits of every JSON body but that of a batch, whatever its size limit. */
export const JSON_LIMITS: JsonLimits = { maxDepth: 32, maxNodes: 50_000 };

/** What a vendor has answered: a day of heart rate by the second has 259,200 values, a page of 10,000 points 90,000. */
export const BATCH_JSON_LIMITS: JsonLimits = { maxDepth: 32, maxNodes: 300_000 };

/** Reads JSON of strangers; throws JsonRefused. */
export type ReadJson = (bytes: Buffer) => unknown;

/**
 * Reads a JSON body from outside. A byte order mark is accepted; everything that two parsers could read differently
 * (duplicate keys, broken UTF-8, half surrogates) is refused with `JsonRefused`.
 */
export function parseJson(bytes: Buffer, limits: JsonLimits = JSON_LIMITS): unknown {
  return read(bytes, limits, parseKeepingNumbers);
}

/**
 * The same of a batch, as it comes and as it was kept. How a vendor wrote its numbers stands in what is kept of it, and to
 * remember that of each would take most of the time.
 */
export const parseBatch: ReadJson = (bytes) => read(bytes, BATCH_JSON_LIMITS, JSON.parse);

function read(bytes: Buffer, limits: JsonLimits, parseUnusual: (text: string) => unknown): unknown {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (bytes.length === from) throw new JsonRefused('syntax', 'the body is empty; a JSON value is expected', from);
  const unusual = scanJson(bytes, from, limits);
  if (!isUtf8(bytes)) throw new JsonRefused('encoding', 'the body must be UTF-8', firstBrokenByte(bytes));
  const text = bytes.toString('utf8', from);
  try {
    return unusual ? parseUnusual(text) : (JSON.parse(text) as unknown);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // V8 quotes the body in its message; only the position may leave this room. Where it quotes, it tells none.
    const told = /JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(error.message)?.[1];
    const position = told === undefined ? text.length : Number(told);
    const offset = from + Buffer.byteLength(text.slice(0, position));
    const isKnown = told !== undefined || error.message === 'Unexpected end of JSON input';
    throw new JsonRefused('syntax', `the body is not valid JSON${isKnown ? ` (near byte ${offset})` : ''}`, offset);
  }
}

function firstBrokenByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 4) {
    // A cut inside a character also looks broken, so the answer is exact to within one character.
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, middle))) good = middle;
    else if (isUtf8(bytes.subarray(0, characterStart(bytes, middle)))) good = middle;
    else bad = middle;
  }
  return good;
}

function characterStart(bytes: Buffer, at: number): number {
  let i = at;
  while (i > 0 && at - i < 3 && (bytes[i - 1]! & 0xc0) === 0x80) i--;
  return Math.max(0, i - 1);
}
