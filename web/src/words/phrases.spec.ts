import { describe, expect, it, jest } from '@jest/globals';
import { phrase, PHRASE_KEYS } from './phrases.js';
import { syncWords } from './sync.js';
import { wornWords } from './worn.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const VALUES = {
  metric: 'Steps', source: 'my watch', place: 2, count: 3, done: 31, total: 102, ago: '5 min ago', since: '18 Nov 07:02',
  hasNewest: 'true', newest: '12 Nov 07:02', hours: '14 h', share: 58, parts: '2,940', amount: '60', sign: 'more', value: '70', unit: 'bpm', min: 0, max: 10, by: 'Ana', on: '28 Nov', status: 'amended', how: 'worn', from: 'vendor', days: 9, of: 14, as: 'hours',
  at: '20 Nov 10:00', state: 'reading', records: '1,200', why: 'This is no export that is read here.', stored: 3, refused: 3, gone: 2, isMine: 'true', code: 'UPLOAD_DEADLY', until: '20 Dec 10:00', site: 'takeout.google.com', area: 'Indian', zone: 'Tokyo', before: 'Berlin',
}; // prettier-ignore

describe('phrase', () => {
  it.each(PHRASE_KEYS)('%s renders without holes', (key) => {
    for (const lang of ['en', 'pseudo'] as const) {
      const words = phrase(key, VALUES, lang);
      expect(words).not.toMatch(/undefined|null|NaN|[{}]/);
      expect(words.length).toBeGreaterThan(3);
    }
  });
  it('counts places as people do', () =>
    expect(phrase('order.moved', { source: 'my phone', place: 1, count: 2 }, 'en')).toBe('my phone is now 1st of 2.'));
});

describe('wornWords', () => {
  const facts = { wornDays: 9, ofDays: 14 };
  it.each([
    ['device', 'watch', false, 'worn 9 of 14 days'],
    ['device', 'other', true, 'reported 9 of 14 days'],
    ['device', 'form', true, 'answered 9 of 14 days'],
    ['mine', 'phone', true, 'reported 9 of the last 14 days'],
  ] as const)('%s %s, self-reports %s', (place, kind, selfReports, words) =>
    expect(wornWords(place, { kind, selfReports, ...facts })).toBe(words),
  );
});

describe('syncWords', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  const facts = { contactAt: '2026-11-25T11:55:00Z', newestAt: '2026-11-12T06:02:00Z' };

  it.each([
    ['device', 'current', 'sent 5 min ago'],
    ['device', 'stalled', 'in contact 5 min ago, but nothing newer than 12 Nov 07:02 came'],
    ['page', 'current', null],
    ['page', 'silent', 'No device was heard of since 25 Nov 12:55'],
    ['mine', 'current', null],
  ] as const)('%s %s', (place, sync, words) =>
    expect(syncWords(place, { sync, ...facts }, now, 'Europe/Berlin')).toBe(words),
  );
  it.each([
    ['silent', 'The last file, brought in 25 Nov 12:55, has nothing newer than 12 Nov 07:02; a new export is needed'],
    ['stalled', 'The last file, brought in 25 Nov 12:55, has nothing newer than 12 Nov 07:02; a new export is needed'],
    ['current', null],
  ] as const)('a file has no contact (%s)', (sync, words) =>
    expect(syncWords('page', { sync, ...facts, fileAt: facts.contactAt }, now, 'Europe/Berlin')).toBe(words),
  );
  it('says so when no time can be believed', () =>
    expect(syncWords('device', { sync: 'stalled', ...facts, newestAt: null }, now, 'UTC')).toMatch(/believable/));
});
