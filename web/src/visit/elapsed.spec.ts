import { describe, expect, it } from '@jest/globals';
import { elapsedWords, waitWords } from './elapsed.js';

const from = '2026-11-20T09:00:00.000Z';
const later = (seconds: number) => Date.parse(from) + seconds * 1000;

describe('how long', () => {
  it.each([
    [462, '07:42'],
    [4062, '1:07:42'],
    [-3, '00:00'],
  ])('%p s in a call -> %p', (seconds, words) => expect(elapsedWords(from, later(seconds))).toBe(words));

  it.each([
    [20, 'less than a minute'],
    [250, '4 min'],
    [3900, '1 h 5 min'],
  ])('%p s waiting -> %p', (seconds, words) => expect(waitWords(from, later(seconds))).toBe(words));
});
