import { expect, it } from '@jest/globals';
import { isAnswerNews } from './answer-news.js';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');

it.each([
  ['nobody has answered', null, null, false],
  ['answered yesterday', '2026-11-19T09:00:00.000Z', null, true],
  ['answered yesterday and read', '2026-11-19T09:00:00.000Z', '2026-11-19T10:00:00.000Z', false],
  ['answered three weeks ago, never read', '2026-10-30T09:00:00.000Z', null, false],
])('%s', (_name, decidedAt, readAt, isNews) => expect(isAnswerNews({ decidedAt, readAt }, NOW)).toBe(isNews));
