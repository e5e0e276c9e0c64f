import { describe, expect, it } from '@jest/globals';
import { LineBatch } from './line-batch.js';

const KIB = 1024;
/** A JSON text of so many bytes. */
const json = (bytes: number) => `"${'a'.repeat(bytes - 2)}"`;

function batchOf(...chunks: string[]): LineBatch {
  const batch = new LineBatch();
  for (const chunk of chunks) batch.add(Buffer.from(chunk));
  return batch;
}

describe('lines that are handled together', () => {
  it.each<[string, string, boolean]>([
    ['a thousand', '1\n'.repeat(1000), true],
    ['fewer', '1\n'.repeat(999), false],
    ['half a mebibyte', `${json(256 * KIB)}\n`.repeat(2), true],
    ['less than that', `${json(256 * KIB)}\n${json(256 * KIB - 1)}\n`, false],
  ])('are at most a thousand, or half a mebibyte: %s', (_name, text, isFull) =>
    expect(batchOf(text).isFull).toBe(isFull),
  );

  it('go on behind those that were taken', () => {
    const batch = batchOf('1\n'.repeat(2500));
    expect([batch.take(), batch.take(), batch.take()].map((lines) => lines.map((line) => line.number))).toEqual(
      [
        [1, 1000],
        [1001, 2000],
        [2001, 2500],
      ].map(([first, last]) => Array.from({ length: last! - first! + 1 }, (_, i) => first! + i)),
    );
    expect(batch.isEmpty).toBe(true);
  });

  it('are not lost when more comes than there is room for', () => {
    const batch = batchOf('1\n'.repeat(1500));
    expect(() => batch.add(Buffer.from('2\n'))).toThrow('would be lost');
    expect(() => batch.end()).toThrow('would be lost');
    batch.take();
    batch.add(Buffer.from('2\n'));
    expect(batch.take()).toHaveLength(501);
  });

  it('are counted with empty ones, which are passed over', () => {
    const batch = batchOf('\r\n\n\r\n1\n\r\n2\r\n');
    expect(batch.take().map(({ number, value }) => [number, value])).toEqual([
      [4, 1],
      [6, 2],
    ]);
  });

  it.each([
    ['a line of 256 KiB', json(256 * KIB), undefined],
    ['a longer one', json(256 * KIB + 1), 'too-many-nodes'],
    ['its carriage return counts', `${json(256 * KIB)}\r`, 'too-many-nodes'],
    ['what is no JSON', '{', 'syntax'],
  ])('each is read or refused by itself: %s', (_name, text, code) => {
    const lines = batchOf(`${text}\n1\n`).take();
    expect(lines.map(({ refused }) => refused?.code)).toEqual([code, undefined]);
  });
});
