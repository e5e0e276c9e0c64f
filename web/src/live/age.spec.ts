import { describe, expect, it } from '@jest/globals';
import { ageOf } from './age.js';

const at = (seconds: number) => 1_000_000 + seconds * 1000;
const age = (silent: number | null, chain: { seconds: number; at: number } | null = null, now = 200) =>
  ageOf({ heardAt: silent === null ? null : at(now - silent), openedAt: at(0), now: at(now), chain, cutOff: false });

describe('age of the page', () => {
  it.each([
    [2, 'fresh'],
    [30, 'fresh'],
    [31, 'late'],
    [88, 'late'],
    [89, 'dead'],
  ] as const)('%s s of silence: %s', (silent, level) => {
    expect(age(silent)).toEqual({ level, seconds: silent, chainSeconds: null });
  });
  it('counts from the opening when nothing was ever heard', () => {
    expect(age(null, null, 20)).toEqual({ level: 'fresh', seconds: null, chainSeconds: null });
    expect(age(null, null, 31).level).toBe('late');
  });
  it('is dead when a worker of the server is, though the server itself talks', () => {
    expect(age(1, { seconds: 87, at: at(199) })).toEqual({ level: 'fresh', seconds: 1, chainSeconds: 88 });
    expect(age(1, { seconds: 88, at: at(199) })).toEqual({ level: 'dead', seconds: 1, chainSeconds: 89 });
  });
  it('lets the age of the workers grow by the own clock while the server cannot be asked', () => {
    expect(age(40, { seconds: 10, at: at(119) }).level).toBe('dead');
  });
  it('is not live while the page says that the server does not answer', () => {
    const cutOff = (silent: number) =>
      ageOf({ heardAt: at(200 - silent), openedAt: at(0), now: at(200), chain: null, cutOff: true }).level;
    expect([cutOff(2), cutOff(13), cutOff(91)]).toEqual(['late', 'late', 'dead']);
  });
  it('is not confused by a clock that was set back', () => {
    expect(ageOf({ heardAt: at(50), openedAt: at(0), now: at(10), chain: null, cutOff: false }).seconds).toBe(0);
  });
});
