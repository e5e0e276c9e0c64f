import { expect, it } from '@jest/globals';
import { isBackwards } from './audit-days.js';

it.each([
  ['2027-01-01', '2020-12-31', true],
  ['2026-11-26', '2026-11-26', false],
  ['2026-11-26', '', false],
  ['', '2020-12-31', false],
])('from %p through %p is backwards: %p', (from, to, wrong) => expect(isBackwards({ from, to })).toBe(wrong));
