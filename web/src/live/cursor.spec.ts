import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterResume, FROM_NOW, take, type CursorState } from './cursor.js';

describe('cursor', () => {
  it('takes each delivery once, whatever is repeated, and never moves back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (cursors) => {
        let state: CursorState = FROM_NOW;
        const taken: number[] = [];
        for (const cursor of cursors) {
          const result = take(state, { cursor });
          if (result.fresh) taken.push(cursor);
          expect(result.state.cursor ?? 0).toBeGreaterThanOrEqual(state.cursor ?? 0);
          state = result.state;
        }
        expect(new Set(taken).size).toBe(taken.length);
        if (cursors.length > 0) expect(state.cursor).toBe(Math.max(...cursors));
      }),
    );
  });
  it('starts where the server is, then trusts only what arrived', () => {
    const started = afterResume(FROM_NOW, { cursor: 40 });
    expect(started).toEqual({ cursor: 40 });
    // The server is further, but its deliveries are still to come: skipping them would lose them.
    expect(afterResume(started, { cursor: 45 })).toEqual({ cursor: 40 });
    expect(take(started, { cursor: 41 })).toEqual({ state: { cursor: 41 }, fresh: true });
    expect(take(started, { cursor: 40 }).fresh).toBe(false);
  });
});
