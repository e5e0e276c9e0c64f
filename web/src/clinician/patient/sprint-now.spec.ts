import { expect, it } from '@jest/globals';
import { nowWords } from './sprint-now.js';

it.each([
  ['the middle', { metric: 'painIntensity', now: 5, few: null }, '5.0'],
  ['one answer', { metric: 'painIntensity', now: null, few: { value: 6, days: 1 } }, '6.0, one answer'],
  ['two answers', { metric: 'painIntensity', now: null, few: { value: 6, days: 2 } }, '6.0, newest of 2 answers'],
  ['one day of a watch', { metric: 'steps', now: null, few: { value: 6200, days: 1 } }, '6,200, one day'],
  ['two days of a watch', { metric: 'steps', now: null, few: { value: 6200, days: 2 } }, '6,200, newest of 2 days'],
  ['nothing', { metric: 'steps', now: null, few: null }, 'unknown'],
] as const)('%s', (_is, metric, words) => expect(nowWords(metric)).toBe(words));
