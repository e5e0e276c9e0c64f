import { describe, expect, it } from '@jest/globals';
import { decideIdle } from './idle.js';

const MINUTE = 60_000;

describe('a page that nobody touches', () => {
  it.each<[string, number, number, number, ReturnType<typeof decideIdle>]>([
    ['rests while it is in use and has just asked for something', 1800, 1000, 1000, { kind: 'rest' }],
    ['tells the server that somebody reads without asking for anything', 1800, 1000, MINUTE, { kind: 'tell' }],
    ['tells nothing once nobody reads', 1800, 2 * MINUTE, 5 * MINUTE, { kind: 'rest' }],
    ['warns in the last minute', 1800, 29.5 * MINUTE, 30 * MINUTE, { kind: 'warn', seconds: 30 }],
    ['not before', 1800, 28.9 * MINUTE, 30 * MINUTE, { kind: 'rest' }],
    ['is over after that', 1800, 30 * MINUTE, 31 * MINUTE, { kind: 'over' }],
    ['warns in the last third of a short limit', 60, 45_000, 45_000, { kind: 'warn', seconds: 15 }],
    ['does not trust a clock that went back', 1800, -5000, 0, { kind: 'rest' }],
  ])('%s', (_name, idleSeconds, unusedMs, sinceToldMs, step) => {
    expect(decideIdle(idleSeconds, unusedMs, sinceToldMs)).toEqual(step);
  });
});
