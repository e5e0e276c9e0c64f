import { describe, expect, it } from '@jest/globals';
import { decideMediaFailure, wordsForFailure } from './media-failure.js';
import { decideQuality } from './room.js';

describe('decideMediaFailure', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'in-use'],
    ['SecurityError', 'insecure'],
    [undefined, 'unknown'],
  ])('%s -> %s', (name, failure) => expect(decideMediaFailure(name)).toBe(failure));

  it('says what happened and what to do, for each device by its name', () => {
    for (const failure of ['denied', 'missing', 'in-use', 'insecure', 'gone', 'unknown'] as const) {
      const { what, help } = wordsForFailure('audio', failure);
      expect(what).toContain('microphone');
      expect(help.length).toBeGreaterThan(20);
    }
  });
});

describe('decideQuality', () => {
  it.each([
    ['all well', { roundTripMs: 40, received: 1000, lost: 2 }, 'good'],
    ['long way', { roundTripMs: 450, received: 1000, lost: 0 }, 'weak'],
    ['one word in ten lost', { roundTripMs: 40, received: 1090, lost: 12 }, 'weak'],
    ['too little to tell', { roundTripMs: null, received: 1002, lost: 2 }, 'good'],
  ] as const)('%s', (_name, now, quality) => {
    expect(decideQuality({ roundTripMs: 40, received: 1000, lost: 2 }, now)).toBe(quality);
  });
});
