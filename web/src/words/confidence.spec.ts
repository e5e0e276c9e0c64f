import { expect, it } from '@jest/globals';
import { confidenceWords } from './confidence.js';

it.each([
  [0.56, 'evidence', 'Fair evidence'],
  [0.95, 'evidence', 'Strong evidence'],
  [0.3, 'evidence', 'Weak evidence'],
  [0.95, 'outcomes', 'High confidence'],
  [0.56, 'outcomes', 'Fair confidence'],
  [0.1, 'outcomes', 'Low confidence'],
] as const)('%d from %s is said as %s', (confidence, from, words) =>
  expect(confidenceWords(confidence, from)).toBe(words),
);
