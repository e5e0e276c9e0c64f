import { beforeEach, expect, it } from '@jest/globals';
import type { CorrectionView } from '../api/types.js';
import { findUnread, noteAllRead } from './answers-read.js';

const store = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
  },
});
beforeEach(() => store.clear());

const asked = (id: string, decidedAt: string | null) => ({ id, decidedAt }) as CorrectionView;
const items = [asked('a', '2026-03-10T09:00:00.000Z'), asked('b', null)];
const idsOf = (patientId: string, of = items) => findUnread(patientId, of).map(({ id }) => id);

it('an answer is news until it was on the screen, and a later one is again', () => {
  expect(idsOf('june')).toEqual(['a']);
  noteAllRead('june', items);
  expect(idsOf('june')).toEqual([]);
  expect(idsOf('june', [...items, asked('c', '2026-03-11T09:00:00.000Z')])).toEqual(['c']);
});

it('is kept for each patient who uses this browser', () => {
  noteAllRead('june', items);
  expect(idsOf('milo')).toEqual(['a']);
});

it('what somebody wrote into the browser’s store is nothing', () => {
  store.set('stepwell.answers-read', '"x"');
  expect(idsOf('june')).toEqual(['a']);
});
