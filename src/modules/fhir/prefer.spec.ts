import { expect, it } from '@jest/globals';
import { preferredReturn } from './prefer.js';

it.each([
  [undefined, undefined],
  ['return=minimal', 'minimal'],
  ['Return = "minimal"', 'minimal'],
  ['return=OperationOutcome', 'OperationOutcome'],
  ['handling=strict, return=representation', 'representation'],
  ['respond-async; wait=10, return=minimal; foo="a, b"', 'minimal'],
  ['return=minimal, return=representation', 'minimal'],
  ['x="a, return=minimal"', undefined],
  ['return=nothing', undefined],
  ['return', undefined],
])('Prefer: %s means %s', (header, expected) => expect(preferredReturn(header)).toBe(expected));
