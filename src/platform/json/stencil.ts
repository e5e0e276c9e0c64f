import { exactPaths, rememberExact } from './exact-numbers.js';
import { endOfNumber, endOfText, standsAt } from './json-bytes.js';
import { findSpans, type Wanted } from './json-spans.js';
import { countNodes } from './scan-json.js';

/** A member whose value may be another one in each text. */
export interface Slot<T extends object> {
  /** Its keys from the outside in, places in lists among them: `identifier.0.value`. */
  readonly path: string;
  /**
   * Of a text: may this one stand here? Only printable ASCII without quotes and backslashes may. Left out for a number,
   * which may be any without an exponent; how it was written is known to `exactText` alone, not to `cameWithExact`.
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
  /** Is what has slots at these paths worth being compared with? It must have no key that looks like a path. */
  readonly isModel: (value: T, paths: ReadonlySet<string>) => boolean;
}

/** A JSON text of which all but its slots stays the same, byte by byte. */
export class Stencil<T extends object> {
  private readonly model: T;
  /** Where the slots begin and end in what is looked at. */
  private readonly places: number[] = [];

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
    // What stood in them is of a person, and not needed.
    for (const { accepts, put } of slots) put(this.model, (accepts ? '' : 0) as never);
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
    if (!pattern.isModel(value, paths)) return undefined;
    if (Object.keys(exactPaths(value) ?? {}).some((path) => !paths.has(path))) return undefined;
    const edges = [0, ...spans.flatMap(({ start, end }) => [start, end]), bytes.length];
    const literals = edges.flatMap((edge, i) => (i % 2 === 0 ? [Buffer.from(bytes.subarray(edge, edges[i + 1]))] : []));
    const slots = spans.map(({ slot }) => slot);
    return new Stencil<T>(literals, slots, pattern, value, countNodes(value));
  }

  /** Where that ends which stands here, when it differs in no more than the slots; -1 otherwise. Slots are not looked at. */
  end(bytes: Buffer, from: number): number {
    const { literals, slots, places } = this;
    let at = from;
    for (let i = 0; i < slots.length; i++) {
      const literal = literals[i]!;
      if (!standsAt(bytes, literal, at)) return -1;
      at += literal.length;
      places[2 * i] = at;
      at = slots[i]!.accepts ? endOfText(bytes, at, LONGEST_SLOT) : endOfNumber(bytes, at, LONGEST_SLOT);
      places[2 * i + 1] = at;
    }
    const rest = literals[slots.length]!;
    return standsAt(bytes, rest, at) ? at + rest.length : -1;
  }

  /** @returns what `parseJson` would make of what `end` has found here; undefined where something does not fit its slot */
  fill(bytes: Buffer): T | undefined {
    const { slots, places } = this;
    const copy = this.pattern.copy(this.model);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!;
      // A text of its own: a slice of a longer one would keep that for as long as itself.
      const text = bytes.toString('latin1', places[2 * i], places[2 * i + 1]);
      if (!fits(slot, text)) return undefined;
      const { path, accepts, put } = slot;
      const holder = put(copy, (accepts ? text : Number(text)) as never);
      if (!accepts && ZEROS_BEHIND.test(text)) rememberExact(holder, path.slice(path.lastIndexOf('.') + 1), text);
    }
    return copy;
  }
}

/** By which stencil a value was read. */
export const stencilOf = (value: object): object | undefined => (value as Marked)[STENCIL];

/** A copy of what was read has it, too: whoever changes anything but a slot in one must not hand it on as if it was read. */
const STENCIL = Symbol('stencil');
interface Marked {
  [STENCIL]?: object;
}

/** A longer text fits no slot, and is not looked through. */
const LONGEST_SLOT = 256;
/** Without an exponent, and with fewer digits than a double keeps; a zero has no sign. */
const NUMBER = /^(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/;
/** Of such a number JavaScript would print any other as it came. */
const ZEROS_BEHIND = /\..*0$/;
const fits = ({ accepts }: Pick<Slot<never>, 'accepts'>, text: string): boolean =>
  accepts ? accepts(text) : NUMBER.test(text);

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
