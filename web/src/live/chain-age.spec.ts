import { describe, expect, it } from '@jest/globals';
import { chainOf } from './chain-age.js';

const chain = (oldestBeatAgeSeconds: number | null, ok = true) => ({ chain: { ok, oldestBeatAgeSeconds } });

describe('what the server says of its workers', () => {
  it('is their age as of now', () => {
    expect(chainOf(chain(4), 1000)).toEqual({ seconds: 4, at: 1000 });
  });
  it('is nothing where the server does not watch them', () => {
    expect(chainOf({}, 1000)).toBeNull();
  });
  it('counts a worker that was never heard of from when this page heard so, and not anew each time', () => {
    expect(chainOf(chain(null, false), 1000)).toEqual({ seconds: 0, at: 1000 });
    expect(chainOf(chain(null, false), 31_000)).toEqual({ seconds: 0, at: 1000 });
    expect(chainOf(chain(2), 61_000)).toEqual({ seconds: 2, at: 61_000 });
    expect(chainOf(chain(null, false), 91_000)).toEqual({ seconds: 0, at: 91_000 });
  });
  it('begins to count anew after a break: what became of the worker meanwhile nobody has asked', () => {
    expect(chainOf(chain(null, false), 100_000)).toEqual({ seconds: 0, at: 91_000 });
    expect(chainOf(chain(null, false), 700_000)).toEqual({ seconds: 0, at: 700_000 });
  });
});
