import { describe, expect, it, jest } from '@jest/globals';
import type { AlertDetail } from '../../api/types.js';
import { factsOf } from './other-facts.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const at = '2026-11-20T09:00:00Z';
type Evidence = AlertDetail['evidence'];
const clears = { afterDays: 3, threshold: null, absentSince: null, clearsAt: null };
const sentence = { key: 'flare.started', facts: {} };
const facts = (evidence: Evidence, more: Partial<Pick<AlertDetail, 'clears' | 'state'>> = {}) =>
  factsOf({ evidence, kind: 'flare', clears, sentence, state: 'open', ...more }, 'Europe/Berlin').map(
    ({ term, text }) => `${term}: ${text}`,
  );
const flare: Evidence = { type: 'flare', flareId: null, startedAt: at, pain: 8, usual: 5, planEndsAt: null };

describe('facts of what no series shows', () => {
  it.each<[string, Evidence, string[]]>([
    ['a flare', flare, ['Started: 20 Nov 10:00', 'Pain: 8 of 10, usual 5']],
    [
      'an outage',
      { type: 'vendor', vendor: 'fitbit', patientsSilent: 40, patientsConnected: 100, silentSince: at },
      ['Vendor: fitbit', 'Silent: 40 of 100 patients, since 20 Nov 10:00'],
    ],
    [
      'a questionnaire',
      {
        type: 'prom',
        instrument: 'phq9',
        responseId: 'r',
        answeredAt: at,
        score: 17,
        comparator: 'at-least',
        threshold: 15,
        band: null,
        previous: { score: 9, answeredAt: '2026-11-06T09:00:00Z' },
      },
      ['Score: PHQ-9 17, threshold at least 15', 'Answered: 20 Nov 10:00', 'Before: 9 on 6 Nov'],
    ],
    [
      'a red flag',
      {
        type: 'red-flag',
        flag: 'self-harm',
        instrument: 'phq9',
        responseId: 'r',
        item: '9',
        answer: 2,
        answeredAt: at,
      },
      ['Answer: Thoughts of self-harm, item 9: 2', 'Answered: 20 Nov 10:00'],
    ],
    [
      'red flags, with what became of them',
      {
        type: 'red-flag',
        flag: 'self-harm',
        instrument: 'phq9',
        responseId: 'r',
        item: '9',
        answer: null,
        answeredAt: at,
        answers: [
          {
            responseId: 'q',
            answeredAt: '2026-11-18T09:00:00Z',
            answer: 2,
            change: { how: 'withdrawn', was: 2, at: '2026-11-19T09:00:00Z', by: 'Lab link' },
            earlier: true,
          },
          { responseId: 'r', answeredAt: at, answer: null, change: null, earlier: false },
        ],
      },
      [
        'Answer: Thoughts of self-harm, item 9: it could not be read',
        'Answered: 20 Nov 10:00',
        'Answer of 20 Nov 10:00: could not be read',
        'Answer of 18 Nov 10:00: 2, withdrawn 19 Nov 10:00 by Lab link (on an alert that was ended)',
      ],
    ],
    [
      'a missed visit',
      { type: 'visit', visitId: 'v', startsAt: at, missedInARow: 2 },
      ['Visit: 20 Nov 10:00', 'Missed: 2 times in a row'],
    ],
    [
      'series that cannot be judged',
      { type: 'judging', patients: 2 },
      ['Not judged: the data of 2 patients, for an hour or longer; answers about self-harm are heard all the same'],
    ],
    [
      'a sprint to be reviewed',
      { type: 'review', sprintId: 's', startsOn: '2026-10-12', endsOn: '2026-11-20', weeks: 6 },
      ['Sprint: 12 Oct – 20 Nov, 6 weeks'],
    ],
  ])('%s', (_name, evidence, lines) => {
    expect(facts(evidence)).toEqual([...lines, 'Closes when: the flare is over, and stays so for 3 days']);
  });
  it('say since when it is gone and when it will close', () => {
    const going = { afterDays: 3, threshold: null, absentSince: at, clearsAt: '2026-11-23T09:00:00Z' };
    expect(facts(flare, { clears: going }).at(-1)).toBe(
      'Closes when: gone since 20 Nov 10:00: it closes by itself on 23 Nov 10:00',
    );
    expect(facts(flare, { state: 'resolved' }).join()).not.toContain('Closes when');
  });
});
