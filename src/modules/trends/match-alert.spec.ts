import { describe, expect, it } from '@jest/globals';
import type { Opening } from '../../detection/index.js';
import type { PastAlert } from '../alerts/index.js';
import { matchAlert, wasReal } from './match-alert.js';

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
  score: 1,
  detectorVersion: 'x',
  ...change,
});

describe('the alert about the same trouble', () => {
  it.each<[string, Partial<PastAlert>, boolean]>([
    ['of these days', {}, true],
    ['noticed in another domain', { domain: 'pain' }, true],
    ['still open', { since: '2026-05-20', resolvedOn: null, outcome: null }, true],
    ['begun on the day it cleared', { since: '2026-05-30', resolvedOn: null }, true],
    ['begun after it had cleared', { since: '2026-05-31', resolvedOn: null }, false],
    ['done with before it began', { since: '2026-04-01', resolvedOn: '2026-05-02' }, false],
  ])('%s', (_name, change, found) => {
    expect(matchAlert(opening, [alert(change)]) !== undefined).toBe(found);
  });

  it('is the one that was judged, then the one of the same domain', () => {
    const cleared = alert({ outcome: 'cleared' });
    const judged = alert({ outcome: 'false-alarm', domain: 'sleep' });
    const own = alert({ outcome: 'false-alarm' });
    expect(matchAlert(opening, [cleared, judged])).toBe(judged);
    expect(matchAlert(opening, [cleared, judged, own])).toBe(own);
  });
});

it.each<[PastAlert['outcome'], boolean]>([
  ['contacted', true],
  ['plan-changed', true],
  ['visit-done', true],
  ['no-action-needed', false],
  ['false-alarm', false],
  ['data-problem', false],
  ['cleared', false],
  [null, false],
])('an alert with the outcome %s was real: %s', (outcome, real) => {
  expect(wasReal(opening, [alert({ outcome })])).toBe(real);
});
