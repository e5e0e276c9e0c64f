import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineCutter } from './line-cutter.js';

const MOST = 8;

/** What it comes to where all has arrived at once. */
function linesOf(text: string) {
  const lines = text.split('\n').map((line, i) => ({ number: i + 1, line }));
  return lines
    .filter(({ line }) => line !== '')
    .map(({ number, line }) => ({ number, text: line.length > MOST ? undefined : line.replace(/\r$/, '') }));
}

it('cuts the same lines from whatever pieces', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\n', '\r'), maxLength: 12 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, (arrived) => {
      const cutter = new LineCutter(MOST);
      const cut = [...arrived.flatMap((piece) => [...cutter.cut(Buffer.from(piece))]), ...cutter.end()];
      expect(cut.map(({ number, text }) => ({ number, text: text?.toString() }))).toEqual(linesOf(arrived.join('')));
    }),
    { numRuns: 2000 },
  );
});

it('knows whether a line is begun', () => {
  const cutter = new LineCutter(MOST);
  const begun = ['a\n', 'a\nb', '\n', '\n'].map((piece) => {
    for (const _line of cutter.cut(Buffer.from(piece)));
    return cutter.isMidLine;
  });
  expect(begun).toEqual([false, true, false, false]);
});

it('lets the bytes of a line go that is too long', () => {
  const cutter = new LineCutter(MOST);
  const kept = () => (cutter as unknown as { begun: Buffer[] }).begun.length;
  for (let i = 0; i < MOST; i++) for (const _line of cutter.cut(Buffer.from('a')));
  expect(kept()).toBeLessThanOrEqual(MOST);
  for (const _line of cutter.cut(Buffer.from('a')));
  expect(kept()).toBe(0);
  expect([...cutter.cut(Buffer.from('a\n'))]).toEqual([{ number: 1, text: undefined }]);
});
