import { expect, it } from '@jest/globals';
import { sayable } from './sayable.js';

it.each([
  ['heartRate', ['member', 'element', 'parameter', 'field']],
  ['_lastUpdated', ['member', 'element', 'parameter', 'field']],
  ['file-1.x', ['member', 'parameter', 'field']],
  ['subject:Patient', ['member', 'parameter']],
  ['$ref', ['member']],
  ['x'.repeat(60), ['member', 'element', 'parameter', 'field']],
  ['', []],
  ['Ann Miller', []],
  ['Ann@example.org', []],
  ['Müller', []],
  ['a\n', []],
  ['x'.repeat(61), []],
])('%j is said as %j', (word, as) => {
  const kinds = ['member', 'element', 'parameter', 'field'] as const;
  expect(kinds.filter((kind) => sayable(word, kind) === word && word !== '')).toEqual(as);
  expect(kinds.map((kind) => sayable(word, kind)).filter((said) => said !== '' && said !== word)).toEqual([]);
});
