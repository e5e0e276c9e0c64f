import { describe, expect, it } from '@jest/globals';
import { type Answer, answersAtParting, answersToEnd } from './decide-answers.js';

const MERGED = new Date('2026-03-01T12:00:00Z');
type Said = readonly [status: Answer['status'], day: number, id?: string];
/** Answers about research, the newest first. */
const said = (...all: readonly Said[]): Answer[] =>
  all.map(([status, day, id = `${status}-${day}`]) => ({
    id,
    purpose: 'research',
    status,
    recordedAt: new Date(MERGED.getTime() + day * 86_400_000),
    textId: null,
  }));

describe('two records become one', () => {
  it.each<[string, Answer[], Answer[], number]>([
    ['a No of the other record ends a yes', said(['given', -1]), said(['withdrawn', -9]), 1],
    ['and so does one that was never a yes', said(['given', -9]), said(['declined', -1]), 1],
    ['a No of the record that stays stands', said(['withdrawn', -9]), said(['given', -1]), 0],
    ['two yeses are one', said(['given', -9]), said(['given', -1]), 0],
    ['the other was never asked', said(['given', -9]), [], 0],
    ['what only the other agreed to is not agreed to', [], said(['given', -9]), 0],
    ['the last word counts', said(['given', -9]), said(['given', -1], ['withdrawn', -5]), 0],
  ])('%s', (_name, survivor, duplicate, ended) => {
    expect(answersToEnd(survivor, duplicate)).toHaveLength(ended);
  });
});

describe('two records again', () => {
  it.each<[string, Answer[], Answer[], { ending: number; again: number }]>([
    [
      'a No since then is said for both',
      said(['withdrawn', 1], ['given', -9]),
      said(['given', -9]),
      { ending: 1, again: 0 },
    ],
    ['a No from before then is of one', said(['withdrawn', -1]), said(['given', -9]), { ending: 0, again: 0 }],
    ['taken back, it is none', said(['given', 2], ['withdrawn', 1]), said(['given', -9]), { ending: 0, again: 0 }],
    ['the other has said so itself', said(['withdrawn', 1]), said(['declined', -9]), { ending: 0, again: 0 }],
    [
      'what the merge ended holds again',
      said(['withdrawn', 0, 'by-merge'], ['given', -9]),
      said(['withdrawn', -5]),
      { ending: 0, again: 1 },
    ],
    [
      'unless somebody has answered since',
      said(['declined', 1], ['withdrawn', 0, 'by-merge']),
      said(['withdrawn', -5]),
      { ending: 0, again: 0 },
    ],
  ])('%s', (_name, survivor, duplicate, expected) => {
    const { ending, again } = answersAtParting(survivor, duplicate, MERGED, ['by-merge']);
    expect({ ending: ending.length, again: again.length }).toEqual(expected);
  });
});
