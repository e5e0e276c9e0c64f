import { type Pattern, Stencil } from './stencil.js';

/** Each text is compared with so many at most: their number is what a sender of unlike texts costs the others. */
const MOST = 24;
/** So many are kept for having been met again. Whatever is new comes behind them, where it pushes out only what is new, too. */
const PROVEN = 16;
/** A longer text is seldom like another. */
const LONGEST = 4096;

export interface Found<T> {
  readonly value: T;
  readonly end: number;
  /** How many values it holds, as the limits of JSON count them. */
  readonly nodes: number;
}

/** JSON texts that came before, as stencils for those that are like them. */
export class KnownTexts<T extends object> {
  /** The last met again first. */
  private readonly stencils: Stencil<T>[] = [];

  constructor(private readonly pattern: Pattern<T>) {}

  /** @param end - where it must end, if that is known */
  find(bytes: Buffer, from: number, end?: number): Found<T> | undefined {
    const { stencils } = this;
    for (let i = 0; i < stencils.length; i++) {
      const stencil = stencils[i]!;
      const to = stencil.end(bytes, from);
      if (to < 0 || (end !== undefined && to !== end)) continue;
      const value = stencil.fill(bytes);
      if (!value) continue;
      if (i > 0) {
        stencils.splice(i, 1);
        stencils.unshift(stencil);
      }
      return { value, end: to, nodes: stencil.nodes };
    }
    return undefined;
  }

  /** @returns the value anew, sharing with those that will be like it; undefined where none will */
  learn(bytes: Buffer, value: unknown): T | undefined {
    if (bytes.length > LONGEST || typeof value !== 'object' || value === null) return undefined;
    const stencil = Stencil.of(bytes, value as T, this.pattern);
    if (!stencil) return undefined;
    this.stencils.splice(PROVEN, 0, stencil);
    if (this.stencils.length > MOST) this.stencils.pop();
    stencil.end(bytes, 0);
    return stencil.fill(bytes);
  }
}
