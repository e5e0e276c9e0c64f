import { expect, it } from '@jest/globals';
import type { PurposeView } from '../api/types.js';
import { needsAnswer } from './needs-answer.js';

it.each<[string, Partial<PurposeView>, boolean]>([
  ['not answered', { status: 'none' }, true],
  ['agreed to', { status: 'given' }, false],
  ['agreed to in words they have not been shown', { status: 'given', hasNewerText: true }, true],
  ['a no', { status: 'declined' }, false],
  ['taken back', { status: 'withdrawn' }, false],
  ['not asked by this clinic', { isAsked: false, status: 'none' }, false],
])('%s', (_name, view, needs) =>
  expect(needsAnswer({ isAsked: true, hasNewerText: false, ...view } as PurposeView)).toBe(needs),
);
