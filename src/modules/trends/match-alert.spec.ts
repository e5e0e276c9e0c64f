import { describe, expect, it } from '@jest/globals';
import type { Opening } from '../../detection/index.js';
import type { PastAlert } from '../alerts/index.js';
import { judgeOpening, matchAlert, matchOpening } from './match-alert.js';

const opening: Opening = {
  direction: 'worse',
  domain: 'activity',
  raisedOn: '2026-05-10',
  onset: '2026-05-03',
  clearedOn: '2026-05-30',
};
const alert = (change: Partial<PastAlert>): PastAlert => ({
  domain: 'activity',
  since: '2026-05-03',
  raisedOn: '2026-05-11',
  resolvedOn: '2026-05-12',
  outcome: 'contacted',
  scoreAtRaising: 1,
  detectorVersion: 'x',
  ...change,
});

describe('the alert about the same trouble', () => {
  it.each<[string, Partial<PastAlert>, boolean]>([
    ['of these days', {}, true],
    ['noticed in another domain', { domain: 'pain' }, true],
    ['still open', { since: '2026-05-20', resolvedOn: null, outcome: null }, true],
    ['about a questionnaire', { scoreAtRaising: null }, false],
    ['begun on the day it cleared', { since: '2026-05-30', resolvedOn: null }, true],
    ['begun after it had cleared', { since: '2026-05-31', resolvedOn: null }, false],
    ['done with before it began', { since: '2026-04-01', resolvedOn: '2026-05-02' }, false],
  ])('%s', (_name, change, found) => {
    expect(matchAlert(opening, [alert(change)]) !== undefined).toBe(found);
  });

  it('is the one that was judged, then the one of the same domain, then the nearest', () => {
    const cleared = alert({ outcome: 'cleared' });
    const judged = alert({ outcome: 'false-alarm', domain: 'sleep' });
    const own = alert({ outcome: 'false-alarm' });
    expect(matchAlert(opening, [cleared, judged])).toBe(judged);
    expect(matchAlert(opening, [cleared, judged, own])).toBe(own);
    const later = alert({ outcome: 'false-alarm', raisedOn: '2026-05-25' });
    expect(matchAlert(opening, [later, own])).toBe(own);
  });
});

describe('what a replay told of an alert', () => {
  it('is of the same domain, then the nearest in time, and nothing for a questionnaire', () => {
    const lasting = { ...opening, domain: 'pain' as const, clearedOn: null };
    const again = { ...opening, raisedOn: '2026-05-13' };
    const late = { ...opening, raisedOn: '2026-05-29' };
    const pain = { ...opening, domain: 'pain' as const, raisedOn: '2026-05-11' };
    expect(matchOpening(alert({}), [lasting])).toBe(lasting);
    expect(matchOpening(alert({}), [lasting, pain, late, again])).toBe(again);
    // An activity concern of May that lasts did not find a PHQ-9 of August.
    expect(
      matchOpening(alert({ domain: 'mood', scoreAtRaising: null, since: '2026-08-02' }), [lasting]),
    ).toBeUndefined();
  });
});

it.each<[PastAlert['outcome'], string | null]>([
  ['contacted', 'real'],
  ['plan-changed', 'real'],
  ['visit-done', 'real'],
  ['no-action-needed', null],
  ['false-alarm', 'false'],
  ['data-problem', 'false'],
  ['cleared', null],
  [null, null],
])('an alert with the outcome %s was judged %s', (outcome, judgement) => {
  expect(judgeOpening(opening, [alert({ outcome })])).toBe(judgement);
});
