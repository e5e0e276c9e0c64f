import { exactPaths, rememberExact } from './exact-numbers.js';
import { findSpans, type Wanted } from './json-spans.js';

/** A member whose value may be another one in each text. */
export interface Slot<T extends object> {
  /** Its keys from the outside in, places in lists among them: `identifier.0.value`. */
  readonly path: string;
  /**
   * Of a text: may this one stand here? Only printable ASCII without quotes and backslashes may. Left out for a number,
   * which may be any without an exponent.
   */
  readonly accepts?: (text: string) => boolean;
  /** Puts it where it belongs in a copy. @returns the object that has it now */
  readonly put: (copy: T, value: never) => object;
}

/** What texts of one kind have in common. */
export interface Pattern<T extends object> {
  readonly slots: readonly Slot<T>[];
  /** Copies a value, and all in it that holds a slot. What else it holds is shared, and must not be changed. */
  readonly copy: (value: T) => T;
  /** Of which object in a copy `stencilOf` is asked; left out: of itself. */
  readonly marked?: (copy: T) => object;
  /** Is a text that has these of the slots worth being compared with? */
  readonly isModel: (paths: ReadonlySet<string>) => boolean;
}

/** A JSON text of which all but its slots stays the same, byte by byte. */
export class Stencil<T extends object> {
  /** Where that ends which was read last. */
  end = 0;
  private readonly written: string[] = [];
  private readonly model: T;

  private constructor(
    /** One before each slot, and one behind the last. */
    private readonly literals: readonly Buffer[],
    private readonly slots: readonly Slot<T>[],
    private readonly pattern: Pattern<T>,
    value: T,
    /** How many values it holds, as the limits of JSON count them. */
    readonly nodes: number,
  ) {
    this.model = pattern.copy(value);
    ((pattern.marked?.(this.model) ?? this.model) as Marked)[STENCIL] = this;
  }

  /**
   * @param value - what `parseJson` made of the bytes
   * @returns undefined where it is no model for others, or a number outside its slots has a text of its own
   */
  static of<T extends object>(bytes: Buffer, value: T, pattern: Pattern<T>): Stencil<T> | undefined {
    // One character a byte: a place in the text is a place in the bytes.
    const text = bytes.toString('latin1');
    const spans = findSpans(text, wantedOf(pattern.slots)).flatMap(({ tag, start, end }) => {
      const isText = text[start] === '"';
      if (isText !== (tag.accepts !== undefined)) return [];
      const span = { slot: tag, start: isText ? start + 1 : start, end: isText ? end - 1 : end };
      return fits(tag, text.slice(span.start, span.end)) ? [span] : [];
    });
    const paths = new Set(spans.map(({ slot }) => slot.path));
    const exact = Object.keys(exactPaths(value) ?? {});
    if (!pattern.isModel(paths) || exact.some((path) => !paths.has(path))) return undefined;
    const edges = [0, ...spans.flatMap(({ start, end }) => [start, end]), bytes.length];
    const literals = edges.flatMap((edge, i) => (i % 2 === 0 ? [Buffer.from(bytes.subarray(edge, edges[i + 1]))] : []));
    const slots = spans.map(({ slot }) => slot);
    return new Stencil<T>(literals, slots, pattern, value, countNodes(value));
  }

  /**
   * @param from - where it begins
   * @returns what `parseJson` would make of what stands there; undefined where it differs in more than the slots
   */
  fill(bytes: Buffer, from = 0): T | undefined {
    const { literals, slots, written } = this;
    let at = from;
    for (let i = 0; i < slots.length; i++) {
      const literal = literals[i]!;
      if (!standsAt(bytes, literal, at)) return undefined;
      at += literal.length;
      const slot = slots[i]!;
      const end = slot.accepts ? endOfText(bytes, at) : endOfNumber(bytes, at);
      const text = bytes.toString('latin1', at, end);
      if (!fits(slot, text)) return undefined;
      written[i] = text;
      at = end;
    }
    const rest = literals[slots.length]!;
    if (!standsAt(bytes, rest, at)) return undefined;
    this.end = at + rest.length;
    return this.build();
  }

  private build(): T {
    const { slots, written } = this;
    const copy = this.pattern.copy(this.model);
    for (let i = 0; i < slots.length; i++) {
      const { path, accepts, put } = slots[i]!;
      const text = written[i]!;
      const holder = put(copy, (accepts ? text : Number(text)) as never);
      if (!accepts && ZEROS_BEHIND.test(text)) rememberExact(holder, path.slice(path.lastIndexOf('.') + 1), text);
    }
    return copy;
  }
}

/** By which stencil a value was read. */
export const stencilOf = (value: object): object | undefined => (value as Marked)[STENCIL];

/** It is copied with the object. */
const STENCIL = Symbol('stencil');
interface Marked {
  [STENCIL]?: object;
}

/** Without an exponent, and with fewer digits than a double keeps; a zero has no sign. */
const NUMBER = /^(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/;
/** Of such a number JavaScript would print any other as it came. */
const ZEROS_BEHIND = /\..*0$/;
const fits = ({ accepts }: Pick<Slot<never>, 'accepts'>, text: string): boolean =>
  accepts ? accepts(text) : NUMBER.test(text);

/** So many bytes are compared sooner than a call is made. */
const A_FEW = 40;

export function standsAt(bytes: Buffer, literal: Buffer, at: number): boolean {
  const { length } = literal;
  if (at + length > bytes.length) return false;
  if (length > A_FEW) return literal.compare(bytes, at, at + length) === 0;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== literal[i]) return false;
  return true;
}

/** A longer text fits no slot, and is not looked through. */
const LONGEST = 256;

function endOfText(bytes: Buffer, from: number): number {
  const last = Math.min(bytes.length, from + LONGEST);
  let at = from;
  while (at < last && bytes[at] !== 0x22) at++;
  return at;
}

/** Behind anything that a number may be written with, so that none is cut in two: digits + - . E e */
function endOfNumber(bytes: Buffer, from: number): number {
  const last = Math.min(bytes.length, from + LONGEST);
  for (let at = from; at < last; at++) {
    const c = bytes[at]!;
    if (!((c >= 0x30 && c <= 0x39) || c === 0x2e || c === 0x2d || c === 0x2b || c === 0x45 || c === 0x65)) return at;
  }
  return last;
}

function wantedOf<T extends object>(slots: readonly Slot<T>[]): Wanted<Slot<T>> {
  type Branch = { tag?: Slot<T>; members: Map<string, Branch> };
  const root: Branch = { members: new Map() };
  for (const slot of slots) {
    let at = root;
    for (const key of slot.path.split('.')) {
      let next = at.members.get(key);
      if (!next) at.members.set(key, (next = { members: new Map() }));
      at = next;
    }
    at.tag = slot;
  }
  return root;
}

export function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + countNodes(member), 1);
}
