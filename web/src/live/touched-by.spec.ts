import { describe, expect, it } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { correctionsQuery, openCorrectionsQuery, uploadsQuery, weeklyReviewQuery } from '../api/queries.js';
import { touchedBy } from './touched-by.js';

describe('what a delivery makes old', () => {
  /** Is this answer asked for again after that news? */
  async function isOldAfter(kind: Parameters<typeof touchedBy>[0]['kind'], queryKey: readonly unknown[]) {
    const queries = new QueryClient();
    queries.setQueryData(queryKey, {});
    for (const touched of touchedBy({ kind, id: 'a' })) await queries.invalidateQueries({ queryKey: touched });
    return queries.getQueryState(queryKey)!.isInvalidated;
  }

  it.each([
    ['an alert', 'alert', ['alert', 'one', 'a'], true],
    ['another alert', 'alert', ['alert', 'one', 'b'], false],
    ['an alert that a colleague resolves during the meeting', 'alert', weeklyReviewQuery({}).queryKey, true],
    ['a visit', 'visit', ['visit', 'note', 'a'], true],
    ['a trend', 'trend', ['trend', 'a'], true],
    ['how many corrections wait, when a patient asks for one', 'patient', openCorrectionsQuery.queryKey, true],
    ['a patient’s own requests, when one is answered', 'patient', correctionsQuery('a').queryKey, true],
    ['the files of somebody of whom one was read', 'patient', uploadsQuery('a').queryKey, true],
    ['the files of somebody else', 'patient', uploadsQuery('b').queryKey, false],
    ['somebody else’s trend', 'trend', ['trend', 'b'], false],
  ] as const)('%s', async (_name, kind, queryKey, isOld) => {
    expect(await isOldAfter(kind, queryKey)).toBe(isOld);
  });
});
