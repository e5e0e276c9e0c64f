import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { chosen, sayOnPage } from './say.js';
import { WORKLIST_MESSAGES } from './worklist-messages.js';

describe('what the worklist says', () => {
  it.each(Object.entries(WORKLIST_MESSAGES))('%s can be read', (_key, text) => {
    expect(() => new IntlMessageFormat(text, 'en-GB')).not.toThrow();
  });
  it.each([
    ['acknowledge', 'Acknowledge'],
    ['hand-off', 'Hand off'],
    ['visit', 'Start visit'],
  ])('the verb %s has its own word', (verb, words) => {
    expect(sayOnPage('worklist.verb', { verb: chosen(verb) })).toBe(words);
  });
  it('one item is no items', () => {
    expect([true, false].map((one) => sayOnPage('worklist.items', { one: String(one) }))).toEqual(['item', 'items']);
  });
  it.each([
    [{ waiting: 3, moved: 0, both: 'false' }, '3 new'],
    [{ waiting: 0, moved: 2, both: 'false' }, '2 moved'],
    [{ waiting: 1, moved: 1, both: 'true' }, '1 new, 1 moved'],
  ])('the pill: %j', (facts, words) => {
    expect(sayOnPage('worklist.new', facts)).toBe(words);
  });
  it.each([
    [{ ended: 'false', since: '26 Nov 09:00', until: '', times: 1 }, 'since 26 Nov 09:00'],
    [{ ended: 'false', since: '26 Nov 09:00', until: '', times: 3 }, 'since 26 Nov 09:00, found 3 times'],
    [{ ended: 'true', since: '26 Nov 09:00', until: '26 Nov 21:06', times: 1 }, 'from 26 Nov 09:00 until 26 Nov 21:06'],
  ])('what is held back, and what was: %j', (facts, words) => {
    expect(sayOnPage('worklist.held.since', facts)).toBe(words);
  });
  it.each([
    [1, 'Ana is viewing'],
    [2, 'Ana and Tobias are viewing'],
    [4, 'Ana and 3 others are viewing'],
  ])('%i viewers', (count, words) => {
    expect(sayOnPage('worklist.viewing', { count, first: 'Ana', second: 'Tobias' })).toBe(words);
  });
  it.each([
    [{ level: 'fresh', unit: 's', seconds: 2, minutes: 0 }, 'Live, 2 s ago'],
    [{ level: 'late', unit: 's', seconds: 45, minutes: 1 }, 'Last heard 45 s ago'],
    [{ level: 'dead', unit: 'min', seconds: 300, minutes: 5 }, 'Last heard 5 min ago'],
    [{ level: 'connecting', unit: 's', seconds: 0, minutes: 0 }, 'Connecting'],
    [{ level: 'never', unit: 's', seconds: 0, minutes: 0 }, 'Not connected'],
  ])('the age of the page: %j', (facts, words) => {
    expect(sayOnPage('live.age', facts)).toBe(words);
  });
});
