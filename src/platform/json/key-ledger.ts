import { JsonRefused } from './json-refused.js';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** FNV-1a from a start that nobody outside knows, so that keys cannot be made to collide. The scan runs it inline. */
export const HASH_START = Math.trunc(Math.random() * 0xffff_ffff) | 0;
export const HASH_PRIME = 0x0100_0193;
const hashOf = (key: string) => Buffer.from(key).reduce((h, byte) => Math.imul(h ^ byte, HASH_PRIME), HASH_START);
/** Up to here comparing hashes one after another is fastest; beyond, a Set keeps a hostile object cheap. */
const FEW = 24;
const EMPTY = Buffer.alloc(0);

/** Remembers the keys of the objects that are open during the scan, to notice a key that comes twice. */
export class KeyLedger {
  #bytes: Buffer = EMPTY;
  readonly #counts: Int32Array;
  readonly #hashes: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Only for keys written with escapes: what they mean. */
  readonly #decoded = new Map<number, string>();
  readonly #beyondFew = new Map<number, Set<string>>();

  constructor(readonly maxDepth: number) {
    const slots = (maxDepth + 1) * FEW;
    this.#counts = new Int32Array(maxDepth + 1);
    this.#hashes = new Int32Array(slots);
    this.#starts = new Int32Array(slots);
    this.#ends = new Int32Array(slots);
  }

  /** A new body. One ledger serves many, because its arrays cost more than scanning a small body. */
  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#counts.fill(0);
    if (this.#decoded.size > 0) this.#decoded.clear();
    if (this.#beyondFew.size > 0) this.#beyondFew.clear();
  }

  /** Lets go of the body, so that it is not kept in memory. */
  finish(): void {
    this.#bytes = EMPTY;
  }

  /** A new object starts at this depth. */
  open(depth: number): void {
    if (this.#counts[depth]! > FEW) this.#beyondFew.delete(depth);
    this.#counts[depth] = 0;
  }

  /** A key without escapes, at bytes start…end, with the scan's hash. */
  add(depth: number, hash: number, start: number, end: number): void {
    const length = end - start;
    if (length >= 9 && length <= 11 && FORBIDDEN.has(this.#slice(start, end))) throw forbidden(start);
    const count = this.#counts[depth]!;
    const base = depth * FEW;
    const last = base + (count < FEW ? count : FEW);
    for (let slot = base; slot < last; slot++) {
      if (this.#hashes[slot] === hash && this.#textOf(slot) === this.#slice(start, end)) throw duplicate(start);
    }
    this.#counts[depth] = count + 1;
    if (count < FEW) {
      this.#hashes[last] = hash;
      this.#starts[last] = start;
      this.#ends[last] = end;
      if (this.#decoded.size > 0) this.#decoded.delete(last);
    } else this.#addBeyondFew(depth, this.#slice(start, end), start);
  }

  /** A key written with escapes, which is compared by what it means. Rare, so it may be slow. */
  addEscaped(depth: number, start: number, end: number): void {
    const key = decodeKey(this.#slice(start, end));
    if (FORBIDDEN.has(key)) throw forbidden(start);
    const count = this.#counts[depth]!;
    const base = depth * FEW;
    const last = base + Math.min(count, FEW);
    const hash = hashOf(key);
    for (let slot = base; slot < last; slot++) {
      if (this.#hashes[slot] === hash && this.#textOf(slot) === key) throw duplicate(start);
    }
    this.#counts[depth] = count + 1;
    if (count < FEW) {
      this.#hashes[last] = hash;
      this.#decoded.set(last, key);
    } else this.#addBeyondFew(depth, key, start);
  }

  #addBeyondFew(depth: number, key: string, start: number): void {
    const keys = this.#beyondFew.get(depth) ?? new Set();
    if (keys.has(key)) throw duplicate(start);
    this.#beyondFew.set(depth, keys.add(key));
  }

  #textOf(slot: number): string {
    return this.#decoded.get(slot) ?? this.#slice(this.#starts[slot]!, this.#ends[slot]!);
  }

  #slice(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, end);
  }
}

/** The key with its escapes resolved; what cannot be read stays as it is (JSON.parse will refuse it). */
function decodeKey(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

function forbidden(offset: number): JsonRefused {
  return new JsonRefused('forbidden-key', 'keys __proto__, constructor and prototype are not allowed', offset);
}

function duplicate(offset: number): JsonRefused {
  return new JsonRefused('duplicate-key', 'an object holds the same key twice; each key may come once', offset);
}
