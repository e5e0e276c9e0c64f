import { describe, expect, it } from '@jest/globals';
import { draftsOf, findDraft, readDrafts, withDraft, withoutDraft, type Draft } from './drafts.js';

const now = Date.parse('2026-11-20T09:00:00.000Z');
const aDraft = (over: Partial<Draft> = {}): Draft => ({
  patientId: 'juniper',
  about: 'form:diary',
  on: '2026-11-20',
  timeZone: 'Europe/Berlin',
  value: { id: 'a', step: 1, answers: { pain: 7 } },
  ...over,
});

describe('half answers', () => {
  it.each([
    ['of today', aDraft(), now, true],
    ['until the patient’s midnight', aDraft(), Date.parse('2026-11-20T22:59:59.000Z'), true],
    ['not after it, though it is still that day in UTC', aDraft(), Date.parse('2026-11-20T23:00:00.000Z'), false],
    ['of yesterday', aDraft({ on: '2026-11-19' }), now, false],
    ['of a day to come, by a clock that was put back', aDraft({ on: '2026-11-21' }), now, false],
    ['in a zone that is none', aDraft({ timeZone: 'Moon/Base' }), now, false],
  ])('%s', (_, draft, at, lives) => expect(readDrafts([draft], at)).toEqual(lives ? [draft] : []));

  it('one that is broken does not take the others with it', () => {
    expect(readDrafts([null, 7, { patientId: 'juniper' }, aDraft()], now)).toEqual([aDraft()]);
    expect(readDrafts({ not: 'a list' }, now)).toEqual([]);
  });

  it('one for each patient and form: the newest', () => {
    const drafts = [aDraft({ value: 1 }), aDraft({ about: 'form:peg', value: 2 }), aDraft({ value: 3 })].reduce(
      withDraft,
      [] as Draft[],
    );
    expect(drafts.map(({ value }) => value)).toEqual([2, 3]);
    expect(findDraft(drafts, aDraft())?.value).toBe(3);
    expect(findDraft(drafts, aDraft({ patientId: 'robin' }))).toBeUndefined();
    expect(withoutDraft(drafts, aDraft()).map(({ value }) => value)).toEqual([2]);
  });

  it('nobody else’s stay', () => {
    const drafts = [aDraft(), aDraft({ patientId: 'robin' })];
    expect(draftsOf(drafts, 'robin')).toEqual([drafts[1]]);
    expect(draftsOf(drafts, null)).toEqual([]);
  });
});
