import { JsonRefused } from './json-refused.js';
import { HASH_PRIME, HASH_START, KeyLedger } from './key-ledger.js';

export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxNodes: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * One pass over the bytes before `JSON.parse` sees them: refuses what is too deep, too large or ambiguous.
 * It does not check the grammar (JSON.parse does); on a body that is no JSON it only has to stay cheap and safe.
 *
 * @returns whether some number would not print back as it came (1.50, 1e3, more than 15 digits)
 */
export function scanJson(b: Buffer, from: number, limits: JsonLimits): boolean {
  if (ledger.maxDepth < limits.maxDepth) {
    ledger = new KeyLedger(limits.maxDepth);
    isObject = new Uint8Array(limits.maxDepth + 1);
  }
  ledger.begin(b);
  try {
    return scan(b, from, limits, ledger);
  } finally {
    ledger.finish();
  }
}

/** Shared by all scans, which never yield: nothing is made anew for each line. */
let ledger = new KeyLedger(32);
/** By depth; of none that lies outside everything. */
let isObject = new Uint8Array(33);

function scan(b: Buffer, from: number, { maxDepth, maxNodes }: JsonLimits, ledger: KeyLedger): boolean {
  const end = b.length;
  let depth = 0;
  let nodes = 0;
  let keys = 0;
  let keyNext = false;
  let unusual = false;
  let i = from;
  while (i < end) {
    const c = b[i]!;
    i++;
    // Blanks between values are common in bodies written for people.
    if (c === 0x20 || c === 0x0a || c === 0x3a) continue;
    if (c === QUOTE) {
      const start = i;
      let hash = HASH_START;
      let escaped = false;
      let s = b[i]!;
      if (keyNext) {
        while (s !== QUOTE && i < end) {
          if (s === BACKSLASH) {
            escaped = true;
            i = checkEscape(b, i);
          } else i++;
          hash = Math.imul(hash ^ s, HASH_PRIME);
          s = b[i]!;
        }
        keyNext = false;
        // Each has a value, or this is no JSON: then it must end as soon.
        if (++keys > maxNodes) throw tooMany(maxNodes, i);
        if (escaped) ledger.addEscaped(depth, start, i);
        else ledger.add(depth, hash, start, i);
      } else {
        while (s !== QUOTE && i < end) {
          if (s === BACKSLASH) i = checkEscape(b, i);
          else i++;
          s = b[i]!;
        }
        if (++nodes > maxNodes) throw tooMany(maxNodes, i);
      }
      i++;
    } else if (c === COMMA) {
      keyNext = isObject[depth] === 1;
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > maxDepth) throw new JsonRefused('too-deep', `JSON may be nested at most ${maxDepth} deep`, i - 1);
      if (++nodes > maxNodes) throw tooMany(maxNodes, i);
      keyNext = c === 0x7b;
      isObject[depth] = keyNext ? 1 : 0;
      if (keyNext) ledger.open(depth);
    } else if (c === 0x7d || c === 0x5d) {
      if (depth > 0) depth--;
      keyNext = false;
    } else if ((c >= ZERO && c <= NINE) || c === MINUS) {
      if (++nodes > maxNodes) throw tooMany(maxNodes, i);
      const start = i - 1;
      while (i < end && isNumberByte(b[i]!)) i++;
      if (!unusual) unusual = printsDifferently(b, start, i);
    } else if (c === 0x74 || c === 0x66 || c === 0x6e) {
      // t, f, n: true, false, null
      if (++nodes > maxNodes) throw tooMany(maxNodes, i);
      while (i < end && b[i]! >= 0x61 && b[i]! <= 0x7a) i++;
    }
  }
  return unusual;
}

/** Of a value that was read: as many as the scan has counted of its text. */
export function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + countNodes(member), 1);
}

function tooMany(maxNodes: number, offset: number): JsonRefused {
  return new JsonRefused('too-many-nodes', `JSON may hold at most ${maxNodes} values`, offset);
}

/** Anything that a number may be written with. */
export function isNumberByte(c: number): boolean {
  return (c >= ZERO && c <= NINE) || c === DOT || c === 0x65 || c === 0x45 || c === 0x2b || c === MINUS;
}

/** Conservative: true also for a few numbers that would print back well; those only cost the slower parse. */
function printsDifferently(b: Buffer, start: number, end: number): boolean {
  let digits = 0;
  let dot = -1;
  for (let i = start; i < end; i++) {
    const c = b[i]!;
    if (c >= ZERO && c <= NINE) digits++;
    else if (c === DOT) dot = i;
    else if (c !== MINUS) return true;
  }
  if (digits > 15) return true;
  if (dot < 0) return b[start] === MINUS && b[start + 1] === ZERO;
  // 1.50 loses its zero; 0.0000001 turns into 1e-7.
  return b[end - 1] === ZERO || (digits > 6 && b[dot - 1] === ZERO && b[dot + 1] === ZERO && b[dot + 6] === ZERO);
}

/** @returns the offset after the escape; refuses U+0000 and half a surrogate pair, which PostgreSQL cannot keep. */
function checkEscape(b: Buffer, at: number): number {
  if (b[at + 1] !== 0x75) return at + 2;
  const unit = hex4(b, at + 2);
  if (unit === 0) throw new JsonRefused('bad-character', 'text may not hold the character U+0000', at);
  if (unit >= 0xd800 && unit <= 0xdfff) {
    const low = b[at + 6] === BACKSLASH && b[at + 7] === 0x75 ? hex4(b, at + 8) : -1;
    const paired = unit <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
    if (!paired) throw new JsonRefused('bad-character', 'text may not hold half a surrogate pair', at);
    return at + 12;
  }
  return at + 6;
}

/** Four hex digits, or -1. */
function hex4(b: Buffer, at: number): number {
  let unit = 0;
  for (let i = at; i < at + 4; i++) {
    const c = b[i] ?? 0;
    const letter = c | 0x20;
    if (c >= ZERO && c <= NINE) unit = unit * 16 + c - ZERO;
    else if (letter >= 0x61 && letter <= 0x66) unit = unit * 16 + letter - 0x57;
    else return -1;
  }
  return unit;
}
