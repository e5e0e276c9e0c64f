import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from '../../alerts/index.js';
import { decideTelling, DEFAULT_TOLD, type TellingFacts } from './decide-telling.js';
import { TOLD_KINDS } from './told-kinds.js';

const AT_ONCE = { when: 'at-once', afterHours: null } as const;
const AFTER = { when: 'acknowledged', afterHours: 48 } as const;
const SINCE = new Date('2026-11-26T10:00:00Z');
const NIGHT = { from: '22:00', until: '07:00' };
const OF_CAREGIVER = { voice: 'caregiver', granted: ['trends'] } as const;
const hours = (n: number) => new Date(SINCE.getTime() + n * 3_600_000);

const said = (change: Partial<TellingFacts>): string => {
  const telling = decideTelling({
    kind: 'deterioration',
    metric: 'steps',
    tier: 'today',
    state: 'open',
    stateSince: SINCE,
    rule: AFTER,
    hasWords: true,
    since: SINCE,
    voice: 'patient',
    hasAccount: true,
    granted: null,
    settings: DEFAULT_TOLD,
    quietHours: null,
    zone: 'Europe/Berlin',
    now: SINCE,
    ...change,
  });
  const shown = telling.release ? ', on the page' : '';
  if (telling.kind !== 'wait') return `${telling.kind} ${telling.reason}${shown}`;
  return `wait ${telling.reason} ${telling.until?.toISOString().slice(5, 16) ?? 'for a look'}${shown}`;
};
const mute = (change: Partial<typeof DEFAULT_TOLD>) => ({ settings: { ...DEFAULT_TOLD, ...change } });

describe('what somebody is told, when, and why not', () => {
  it.each<[string, Partial<TellingFacts>, string]>([
    ['good news', { kind: 'improvement', rule: AT_ONCE }, 'tell at-once, on the page'],
    ['getting worse waits for a look', {}, 'wait not-looked-at 11-28T10:00'],
    ['… which somebody has had', { state: 'acknowledged' }, 'tell looked-at, on the page'],
    ['… or handed on', { state: 'handed-off' }, 'tell looked-at, on the page'],
    ['… before it got worse', { state: 'handed-off', stateSince: hours(-1) }, 'wait not-looked-at 11-28T10:00'],
    ['… or nobody for two days', { now: hours(48) }, 'tell waited, on the page'],
    ['… a minute less', { now: hours(47.99) }, 'wait not-looked-at 11-28T10:00'],
    [
      'two days are 48 hours though the clocks change',
      { since: new Date('2026-10-24T10:00:00Z'), now: new Date('2026-10-24T12:00:00Z') },
      'wait not-looked-at 10-26T10:00',
    ],
    [
      'a clinic that never lets time tell',
      { rule: { ...AFTER, afterHours: null }, now: hours(900) },
      'wait not-looked-at for a look',
    ],
    ['over before anybody was told', { state: 'resolved' }, 'not over'],
    ['a rule that says never', { rule: { when: 'never', afterHours: null }, state: 'acknowledged' }, 'not never'],
    ['nothing to say', { hasWords: false, rule: AT_ONCE }, 'not no-words'],
    ['nobody signs in', { hasAccount: false, rule: AT_ONCE }, 'not no-account, on the page'],

    [
      'quiet: in the morning',
      { rule: AT_ONCE, quietHours: NIGHT, now: new Date('2026-11-26T22:00:00Z') },
      'wait quiet-hours 11-27T06:00, on the page',
    ],
    [
      '… of their own zone',
      { rule: AT_ONCE, quietHours: NIGHT, zone: 'America/New_York', now: new Date('2026-11-26T22:00:00Z') },
      'tell at-once, on the page',
    ],
    [
      '… in the long night',
      { rule: AT_ONCE, quietHours: NIGHT, now: new Date('2026-10-24T22:00:00Z') },
      'wait quiet-hours 10-25T06:00, on the page',
    ],
    [
      '… in the short one',
      { rule: AT_ONCE, quietHours: NIGHT, now: new Date('2026-03-28T23:00:00Z') },
      'wait quiet-hours 03-29T05:00, on the page',
    ],
    [
      '… what waits for a look does that first',
      { quietHours: NIGHT, now: new Date('2026-11-26T22:00:00Z') },
      'wait not-looked-at 11-28T10:00',
    ],
    [
      '… over by morning',
      { rule: AT_ONCE, quietHours: NIGHT, state: 'resolved', now: new Date('2026-11-26T22:00:00Z') },
      'not over',
    ],

    ['not of changes', { state: 'acknowledged', ...mute({ changes: 'none' }) }, 'not switched-off, on the page'],
    [
      '… but of devices',
      { kind: 'missing-data', rule: AT_ONCE, ...mute({ changes: 'none' }) },
      'tell at-once, on the page',
    ],
    [
      'only important: due today is',
      { state: 'acknowledged', ...mute({ changes: 'important' }) },
      'tell looked-at, on the page',
    ],
    [
      '… due this week is not',
      { state: 'acknowledged', tier: 'week', ...mute({ changes: 'important' }) },
      'not less-important, on the page',
    ],
    [
      '… a watch that is silent is not',
      { kind: 'missing-data', tier: 'week', rule: AT_ONCE, ...mute({ devices: 'important' }) },
      'not less-important, on the page',
    ],
    [
      '… a goal they reached is',
      { kind: 'goal-reached', tier: 'good', rule: AT_ONCE, ...mute({ good: 'important' }) },
      'tell at-once, on the page',
    ],
    [
      '… just better is not',
      { kind: 'improvement', tier: 'good', rule: AT_ONCE, ...mute({ good: 'important' }) },
      'not less-important, on the page',
    ],

    ['a caregiver, of the trends', { ...OF_CAREGIVER, state: 'acknowledged' }, 'tell looked-at, on the page'],
    ['… who may see nothing any more', { ...OF_CAREGIVER, granted: null, rule: AT_ONCE }, 'not not-sharing'],
    ['… not even while it waits', { ...OF_CAREGIVER, granted: null }, 'not not-sharing'],
    ['… who may see visits only', { ...OF_CAREGIVER, granted: ['visits'], rule: AT_ONCE }, 'not not-granted'],
    ['… of a score', { ...OF_CAREGIVER, kind: 'prom-threshold', state: 'acknowledged' }, 'not not-granted'],
    [
      '… of a score, with the answers',
      { ...OF_CAREGIVER, granted: ['trends', 'responses'], kind: 'prom-threshold', state: 'acknowledged' },
      'tell looked-at, on the page',
    ],
    [
      '… of pain that is followed over time: it is what they answered',
      { ...OF_CAREGIVER, metric: 'painIntensity', state: 'acknowledged' },
      'not not-granted',
    ],
    [
      '… of pain, with the answers',
      { ...OF_CAREGIVER, granted: ['trends', 'responses'], metric: 'painIntensity', state: 'acknowledged' },
      'tell looked-at, on the page',
    ],
    [
      '… of a goal that was reached, without the answers: goals go with them',
      { ...OF_CAREGIVER, kind: 'goal-reached', rule: AT_ONCE },
      'not not-granted',
    ],
    ['… of a sprint that ends', { ...OF_CAREGIVER, kind: 'review-due', rule: AT_ONCE }, 'not not-granted'],
    [
      '… of a goal, with the answers',
      { ...OF_CAREGIVER, granted: ['trends', 'responses'], kind: 'goal-reached', rule: AT_ONCE },
      'tell at-once, on the page',
    ],
    ['… of a visit', { ...OF_CAREGIVER, kind: 'no-show', rule: AT_ONCE }, 'not not-granted'],
  ])('%s', (_name, change, told) => expect(said(change)).toBe(told));
});

describe('what Stepwell comes with', () => {
  const kinds = Object.keys(TOLD_KINDS) as (keyof typeof TOLD_KINDS)[];
  const of = (when: string) => kinds.filter((kind) => DEFAULT_RULES[kind].told?.when === when).sort();
  it('tells good news and what they can mend at once, what worries after a look, and the rest not', () => {
    expect(of('at-once')).toEqual([
      'goal-reached',
      'improvement',
      'missing-data',
      'no-progress',
      'no-show',
      'review-due',
      'wear-declining',
    ]);
    expect(of('acknowledged')).toEqual(['deterioration', 'flare', 'plateau', 'prom-threshold']);
    expect(of('never')).toEqual(['chain-fault', 'message-waiting', 'red-flag', 'vendor-outage']);
  });
});
