import { parseJson } from './parse-json.js';
import { type Pattern, Stencil } from './stencil.js';

const MOST = 64;
/** A longer text is seldom like another, and to compare it with all of them would take long. */
const LONGEST = 4096;
/** Where so many in a row were like none before … */
const STRANGERS = 64;
/** … so many are not compared at all. */
const REST = 1024;

/**
 * Reads JSON texts of which most are like one that came before: what a device sends differs in a time, a number and a
 * name. Comparing is several times faster than parsing, and what stays the same need not be looked at again.
 */
export class Stencils<T extends object> {
  /** The last used first. */
  private readonly known: Stencil<T>[] = [];
  private strangers = 0;
  private resting = 0;

  constructor(private readonly pattern: Pattern<T>) {}

  /**
   * The same as `parseJson`; `stencilOf` tells whether, and with what, the value shares all but its slots.
   *
   * @throws JsonRefused
   */
  read(bytes: Buffer): unknown {
    if (this.resting > 0) {
      this.resting--;
      return parseJson(bytes);
    }
    const found = this.find(bytes, 0);
    if (found?.end === bytes.length) {
      this.strangers = 0;
      return found.value;
    }
    if (++this.strangers >= STRANGERS) {
      this.strangers = 0;
      this.resting = REST;
    }
    const value = parseJson(bytes);
    return this.learn(bytes, value) ?? value;
  }

  /** What stands at this place, when it is like one before; where it ends, and how many values it holds. */
  find(bytes: Buffer, at: number): { readonly value: T; readonly end: number; readonly nodes: number } | undefined {
    const { known } = this;
    for (let i = 0; i < known.length; i++) {
      const stencil = known[i]!;
      const value = stencil.fill(bytes, at);
      if (!value) continue;
      if (i > 0) {
        known.splice(i, 1);
        known.unshift(stencil);
      }
      return { value, end: stencil.end, nodes: stencil.nodes };
    }
    return undefined;
  }

  /** @returns the value anew, sharing with those that will be like it; undefined where none will */
  learn(bytes: Buffer, value: unknown): T | undefined {
    if (bytes.length > LONGEST || typeof value !== 'object' || value === null) return undefined;
    const stencil = Stencil.of(bytes, value as T, this.pattern);
    if (!stencil) return undefined;
    this.known.unshift(stencil);
    if (this.known.length > MOST) this.known.pop();
    return stencil.fill(bytes);
  }
}
