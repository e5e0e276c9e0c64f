import { describe, expect, it } from '@jest/globals';
import { sparkShape } from './spark-geometry.js';

describe('the row sparkline', () => {
  it('lifts the pen at gaps', () => {
    expect(sparkShape([1, 2, null, 3, 4], null, null, 84, 30).path.match(/M/g)).toHaveLength(2);
  });
  it('ends where the data ends and shows that newer days are missing', () => {
    const shape = sparkShape([1, 2, 3, null, null], 1, 3, 84, 30);
    expect(shape.gapFrom).toBeCloseTo(shape.end!.x);
    expect(sparkShape([1, 2, 3], 1, 3, 84, 30).gapFrom).toBeNull();
  });
  it('stays inside its box with a band wider than the values', () => {
    const shape = sparkShape([5, 6], 0, 10, 84, 30);
    expect(shape.band!.y).toBeGreaterThanOrEqual(0);
    expect(shape.band!.y + shape.band!.height).toBeLessThanOrEqual(30);
  });
  it('joins the answers of a question that is asked every two weeks, but not over a missed one', () => {
    const values = new Array<number | null>(50).fill(null);
    for (const i of [2, 16, 46]) values[i] = 5;
    const shape = sparkShape(values, null, null, 84, 30);
    expect(shape.dots).toHaveLength(3);
    expect(shape.path.match(/[ML]/g)).toEqual(['M', 'L', 'M']);
    expect(shape.gapFrom).toBeNull();
    expect(sparkShape([1, 2, null, 3], null, null, 84, 30).dots).toBeNull();
  });
  it('draws nothing from nothing', () => {
    expect(sparkShape([null, null], null, null, 84, 30)).toEqual({
      path: '',
      end: null,
      gapFrom: null,
      band: null,
      dots: null,
    });
    expect(sparkShape([4], null, null, 84, 30).path).toMatch(/^M2\.0 /);
  });
});
