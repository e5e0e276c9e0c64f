import { describe, expect, it } from '@jest/globals';
import { KnownTexts } from './known-texts.js';
import { parseJson } from './parse-json.js';
import { readLikeOthers } from './read-like-others.js';
import { countNodes, scanJson } from './scan-json.js';
import { type Pattern, Stencil, stencilOf } from './stencil.js';
import { Strangers } from './strangers.js';

interface Reading {
  n?: number;
}
/** Of one kind is what says the same as `of`. */
const PATTERN: Pattern<Reading> = {
  slots: [{ path: 'n', put: (o, n: number) => ((o.n = n), o) }],
  copy: (o) => ({ ...o }),
  isModel: (_, paths) => paths.has('n'),
};
const text = (of: number, n = 1, end = '') => Buffer.from(`{"n":${n},"of":"${of}"}${end}`);
const learn = (known: KnownTexts<Reading>, of: number) => known.learn(text(of), parseJson(text(of)));
const isKnown = (known: KnownTexts<Reading>, of: number) => known.find(text(of, 2), 0) !== undefined;

describe('texts that came before', () => {
  it('are at most 24; what is new pushes out only what was not met again', () => {
    const known = new KnownTexts(PATTERN);
    for (let of = 0; of < 16; of++) {
      learn(known, of);
      expect(isKnown(known, of)).toBe(true);
    }
    for (let of = 100; of < 200; of++) learn(known, of);
    const met = [...Array(200).keys()].filter((of) => isKnown(known, of));
    expect(met).toEqual([...Array(16).keys(), ...[192, 193, 194, 195, 196, 197, 198, 199]]);
  });

  it('and are met by what has another end', () => {
    const read = readLikeOthers(PATTERN);
    const found = ['', '\n', '', '\n', ''].map((end) => stencilOf(read(text(1, 2, end)) as object));
    expect(new Set(found).size).toBe(2);
    expect(found).not.toContain(undefined);
  });

  it('are short', () => {
    const long = Buffer.from(`{"n":1,"of":"${'x'.repeat(4096)}"}`);
    expect(new KnownTexts(PATTERN).learn(long, parseJson(long))).toBeUndefined();
  });

  it('keep nothing of what stood in a slot', () => {
    const stencil = Stencil.of(text(1, 4711), parseJson(text(1, 4711)) as Reading, PATTERN);
    expect(JSON.stringify(stencil)).not.toContain('4711');
  });

  it.each(['{"n":1,"a":[1,2,{"b":null}],"c":"x","d":true}', '[]', '{"a":{}}', '[[[1.50]]]'])(
    'hold as many values as a scan counts: %s',
    (body) => {
      const bytes = Buffer.from(body);
      const nodes = countNodes(parseJson(bytes));
      const scan = (maxNodes: number) => () => scanJson(bytes, 0, { maxDepth: 32, maxNodes });
      expect(scan(nodes)).not.toThrow();
      expect(scan(nodes - 1)).toThrow('may hold at most');
    },
  );
});

describe('strangers', () => {
  const inARow = (strangers: Strangers, count: number) => {
    for (let i = 0; i < count; i++) strangers.count(true);
  };
  const resting = (strangers: Strangers) => {
    let texts = 0;
    while (strangers.isResting()) texts++;
    return texts;
  };

  it('so many in a row are followed by a rest, and then by none', () => {
    const strangers = new Strangers(3, 5);
    inARow(strangers, 2);
    expect(resting(strangers)).toBe(0);
    inARow(strangers, 1);
    expect(resting(strangers)).toBe(5);
    inARow(strangers, 2);
    expect(resting(strangers)).toBe(0);
  });

  it('are counted anew behind one who is known', () => {
    const strangers = new Strangers(3, 5);
    inARow(strangers, 2);
    strangers.count(false);
    inARow(strangers, 2);
    expect(resting(strangers)).toBe(0);
  });
});
