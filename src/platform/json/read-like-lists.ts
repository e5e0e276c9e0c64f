import { skipBlanks, standsAt } from './json-bytes.js';
import { findSpans } from './json-spans.js';
import { KnownTexts } from './known-texts.js';
import { JSON_LIMITS, parseJson, type ReadJson } from './parse-json.js';
import { countNodes } from './scan-json.js';
import type { Pattern } from './stencil.js';
import { Strangers } from './strangers.js';

/** All of a text but what stands in its list: up to the bracket that opens it, and from the one that closes it on. */
interface Frame {
  readonly head: Buffer;
  readonly tail: Buffer;
  /** With undefined in the place of the list. */
  readonly value: object;
  readonly nodes: number;
}

const MOST_FRAMES = 16;
const LONGEST_FRAME = 1024;
/** Of one text no more new members are looked at: they would push out one another. */
const MOST_LEARNED = 8;
const COMMA = 0x2c;

/**
 * Reads JSON objects that hold one list, most of whose members are like one that came before: FHIR Bundles.
 *
 * @param key - under which the list stands
 * @param isFrame - may what stands around a list be kept for others? Not where a number or anything of a person is in it
 * @returns the same as `parseJson`
 */
export function readLikeLists<T extends object>(
  key: string,
  pattern: Pattern<T>,
  isFrame: (value: object) => boolean,
): ReadJson {
  const members = new KnownTexts(pattern);
  const strangers = new Strangers(8, 128);
  let frames: readonly Frame[] = [];

  function read(bytes: Buffer): unknown {
    if (strangers.isResting()) return parseJson(bytes);
    // A head ends with the list's own bracket, so none is the beginning of another.
    const framed = frames.filter(({ head }) => standsAt(bytes, head, 0));
    const { list, nodes, at } = framed[0] ? readMembers(bytes, framed[0].head.length) : NOTHING;
    const frame = at < 0 ? undefined : framed.find(({ tail }) => endsWith(bytes, tail, at));
    if (frame && frame.nodes + nodes <= JSON_LIMITS.maxNodes) {
      strangers.count(false);
      return { ...frame.value, [key]: list };
    }
    strangers.count(true);
    const value = parseJson(bytes);
    if (typeof value === 'object' && value !== null) learn(bytes, value, list.length);
    return value;
  }

  /** As many as are like others; and where the list is closed, -1 if that is not all of them. */
  function readMembers(bytes: Buffer, from: number): { list: T[]; nodes: number; at: number } {
    const list: T[] = [];
    let nodes = 0;
    for (let at = skipBlanks(bytes, from); ; at = skipBlanks(bytes, at + 1)) {
      const found = members.find(bytes, at);
      if (!found) return { list, nodes, at: -1 };
      list.push(found.value);
      nodes += found.nodes;
      at = skipBlanks(bytes, found.end);
      if (bytes[at] !== COMMA) return { list, nodes, at };
    }
  }

  /** @param known - so many of its members were found */
  function learn(bytes: Buffer, value: object, known: number): void {
    const list = (value as Record<string, unknown>)[key];
    if (!Array.isArray(list) || list.length === 0) return;
    const text = bytes.toString('latin1');
    const spans = findSpans(text, { members: new Map([[key, { tag: 'list', each: { tag: 'member' } }]]) });
    const whole = spans.pop();
    // Under a key that is written with escapes it is not found.
    if (whole?.tag !== 'list') return;
    learnFrame(bytes, value, whole);
    let learned = 0;
    for (let i = known; i < spans.length && learned < MOST_LEARNED; i++) {
      const { start, end } = spans[i]!;
      if (members.find(bytes, start, end)) continue;
      members.learn(bytes.subarray(start, end), list[i]);
      learned++;
    }
  }

  function learnFrame(bytes: Buffer, value: object, { start, end }: { start: number; end: number }): void {
    const [head, tail] = [bytes.subarray(0, start + 1), bytes.subarray(end - 1)];
    const isKnown = frames.some((frame) => frame.head.equals(head) && frame.tail.equals(tail));
    if (isKnown || head.length + tail.length > LONGEST_FRAME || !isFrame(value)) return;
    const own = { ...value, [key]: undefined };
    // The place of the list counts for the list itself.
    const frame = { head: Buffer.from(head), tail: Buffer.from(tail), value: own, nodes: countNodes(own) };
    frames = [frame, ...frames].slice(0, MOST_FRAMES);
  }

  return read;
}

const endsWith = (bytes: Buffer, tail: Buffer, at: number) =>
  at + tail.length === bytes.length && standsAt(bytes, tail, at);
const NOTHING = { list: [], nodes: 0, at: -1 };
