import { describe, expect, it } from '@jest/globals';
import { canonicalText } from './canonical-text.js';

describe('canonicalText', () => {
  it('does not mind the order of keys, as jsonb does not keep it', () => {
    expect(canonicalText({ b: [{ y: 1, x: null }], a: 2 })).toBe(canonicalText({ a: 2, b: [{ x: null, y: 1 }] }));
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
  });
});
