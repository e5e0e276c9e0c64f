import { exactPaths } from './exact-numbers.js';
import { findSpans } from './json-spans.js';
import { JSON_LIMITS, parseJson } from './parse-json.js';
import { countNodes, standsAt } from './stencil.js';
import type { Stencils } from './stencils.js';

/** All of a text but the members of its list. */
interface Frame {
  readonly head: Buffer;
  readonly between: Buffer;
  readonly tail: Buffer;
  /** With undefined in the place of the list. */
  readonly value: object;
  readonly nodes: number;
}

const MOST_FRAMES = 16;
const LONGEST_HEAD = 1024;
/** Of one text no more new members are looked at: they would push out all that are known. */
const MOST_LEARNED = 16;
/** Where so many texts in a row were like none before … */
const STRANGERS = 8;
/** … so many are not compared at all. */
const REST = 128;

/** Reads JSON objects that hold one list, most of whose members are like one that came before: FHIR Bundles. */
export class StencilLists<T extends object> {
  private frames: Frame[] = [];
  private strangers = 0;
  private resting = 0;

  /** @param key - under which the list stands */
  constructor(
    private readonly key: string,
    private readonly members: Stencils<T>,
  ) {}

  /**
   * The same as `parseJson`.
   *
   * @throws JsonRefused
   */
  read(bytes: Buffer): unknown {
    if (this.resting > 0) {
      this.resting--;
      return parseJson(bytes);
    }
    const frame = this.frames.find(({ head }) => standsAt(bytes, head, 0));
    const list = frame && this.readList(bytes, frame);
    if (list) {
      this.strangers = 0;
      return { ...frame.value, [this.key]: list };
    }
    if (++this.strangers >= STRANGERS) {
      this.strangers = 0;
      this.resting = REST;
    }
    const value = parseJson(bytes);
    if (typeof value === 'object' && value !== null) this.learn(bytes, value);
    return value;
  }

  private readList(bytes: Buffer, { head, between, tail, nodes }: Frame): T[] | undefined {
    const list: T[] = [];
    let left = JSON_LIMITS.maxNodes - nodes;
    for (let at = head.length; ; at += between.length) {
      const found = this.members.find(bytes, at);
      if (!found || (left -= found.nodes) < 0) return undefined;
      list.push(found.value);
      at = found.end;
      if (!standsAt(bytes, between, at))
        return at + tail.length === bytes.length && standsAt(bytes, tail, at) ? list : undefined;
    }
  }

  private learn(bytes: Buffer, value: object): void {
    const members = (value as Record<string, unknown>)[this.key];
    if (!Array.isArray(members) || members.length === 0) return;
    const spans = findSpans(bytes.toString('latin1'), { members: new Map([[this.key, { each: { tag: true } }]]) });
    // Twice under one key it would have been refused; under one that is written with escapes it is not found.
    if (spans.length !== members.length) return;
    this.learnFrame(bytes, value, spans);
    let learned = 0;
    for (const [i, { start, end }] of spans.entries()) {
      const text = bytes.subarray(start, end);
      if (this.members.find(text, 0)?.end === text.length) continue;
      this.members.learn(text, members[i]);
      if (++learned === MOST_LEARNED) return;
    }
  }

  private learnFrame(bytes: Buffer, value: object, spans: readonly { start: number; end: number }[]): void {
    const [first, second] = spans;
    const head = bytes.subarray(0, first!.start);
    const own = { ...value, [this.key]: undefined };
    if (head.length > LONGEST_HEAD || exactPaths(own) || this.frames.some((known) => known.head.equals(head))) return;
    const between = second ? bytes.subarray(first!.end, second.start) : Buffer.from(',');
    const frame = {
      head: Buffer.from(head),
      between: Buffer.from(between),
      tail: Buffer.from(bytes.subarray(spans.at(-1)!.end)),
      value: own,
      nodes: countNodes(own),
    };
    this.frames = [frame, ...this.frames].slice(0, MOST_FRAMES);
  }
}
