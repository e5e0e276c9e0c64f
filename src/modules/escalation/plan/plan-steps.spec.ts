import { describe, expect, it } from '@jest/globals';
import { compareSteps, type KeptStep, LAST_RESORT } from './compare-steps.js';
import { type ChainFacts, planSteps } from './plan-steps.js';

const HOURS = {
  zone: 'Europe/Berlin',
  sites: [
    {
      hours: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '08:00', to: '16:00' }] : [])),
      holidays: [],
    },
  ],
};
const STEPS = [
  { afterMinutes: 0, to: 'contact' },
  { afterMinutes: 60, to: 'coordinator' },
] as const;
const FRIDAY_15 = Date.parse('2026-11-27T14:30:00Z');
const facts = (change: Partial<ChainFacts> = {}): ChainFacts => ({
  state: 'open',
  tier: 'today',
  steps: STEPS,
  ownerId: null,
  startedAtMs: FRIDAY_15,
  snoozes: [],
  answerableIds: ['ana'],
  ...change,
});
const until = (iso: string | null, personId = 'ana') => [{ personId, untilMs: iso === null ? null : Date.parse(iso) }];
const said = (change: Partial<ChainFacts>) =>
  planSteps(facts(change), HOURS).map(
    ({ n, to, dueAtMs }) => `${n} ${to} ${new Date(dueAtMs).toISOString().slice(5, 16)}`,
  );

describe('which calls should be made, and when', () => {
  it.each<[string, Partial<ChainFacts>, string[]]>([
    ['what interrupts runs by the clock', { tier: 'now' }, ['1 contact 11-27T14:30', '2 coordinator 11-27T15:30']],
    ['the rest by open doors', {}, ['1 contact 11-27T14:30', '2 coordinator 11-30T07:30']],
    ['taken', { state: 'acknowledged', ownerId: 'ana' }, []],
    ['resolved', { state: 'resolved' }, []],
    ['good news', { tier: 'good' }, []],
    ['a rule without steps', { steps: [] }, []],
    ['handed to a person', { state: 'handed-off', ownerId: 'ben', steps: [] }, ['0 owner 11-27T14:30']],
    [
      'handed to a discipline',
      { state: 'handed-off' },
      ['0 discipline 11-27T14:30', '1 contact 11-27T14:30', '2 coordinator 11-30T07:30'],
    ],
    [
      'snoozed until Tuesday by whoever answers for it',
      { snoozes: until('2026-11-30T23:00:00Z') },
      ['1 contact 12-01T07:00', '2 coordinator 12-01T08:00'],
    ],
    [
      'snoozed until it is worse by everybody who answers for it: it goes on to the others',
      { snoozes: until(null) },
      ['1 contact 11-27T14:30', '2 coordinator 11-30T07:30'],
    ],
    [
      'snoozed by two: the first to wake counts',
      {
        snoozes: [...until(null), ...until('2026-11-30T09:00:00Z', 'ben')],
        answerableIds: ['ana', 'ben'],
      },
      ['1 contact 11-30T09:00', '2 coordinator 11-30T10:00'],
    ],
    [
      'snoozed by the contact, not by a colleague who was called: that one does not sleep for the other',
      { snoozes: until(null), answerableIds: ['ana', 'ben'] },
      ['1 contact 11-27T14:30', '2 coordinator 11-30T07:30'],
    ],
    [
      'snoozed by a colleague who was called, not by the contact',
      { snoozes: until('2026-11-30T09:00:00Z', 'ben'), answerableIds: ['ana', 'ben'] },
      ['1 contact 11-27T14:30', '2 coordinator 11-30T07:30'],
    ],
    [
      'snoozed by somebody who does not answer for it',
      { snoozes: until(null, 'noor') },
      ['1 contact 11-27T14:30', '2 coordinator 11-30T07:30'],
    ],
    [
      'what interrupts is not snoozed for others',
      { tier: 'now', snoozes: until(null) },
      ['1 contact 11-27T14:30', '2 coordinator 11-27T15:30'],
    ],
  ])('%s', (_name, change, calls) => expect(said(change)).toEqual(calls));
});

describe('what has to change so that the rows are as planned', () => {
  const CHAIN = 7;
  const planned = planSteps(facts(), HOURS);
  const kept = (n: number, change: Partial<KeptStep> = {}): KeptStep => ({
    id: n,
    chain: CHAIN,
    n,
    state: 'due',
    dueAtMs: planned[n - 1]?.dueAtMs ?? 0,
    hurried: false,
    ...change,
  });
  const compare = (rows: KeptStep[], change: Partial<ChainFacts> = {}) => {
    const now = facts(change);
    const { add, revive, retime, stop } = compareSteps(rows, planSteps(now, HOURS), { ...now, chain: CHAIN });
    return {
      add: add.map(({ n }) => n),
      revive: revive.map(({ id }) => id),
      retime: retime.map(({ id }) => id),
      stop: stop.map(({ id, reason }) => `${id} ${reason}`),
    };
  };
  const NOTHING = { add: [], revive: [], retime: [], stop: [] };

  it.each<[string, KeptStep[], Partial<ChainFacts>, Partial<ReturnType<typeof compare>>]>([
    ['a new alert', [], {}, { add: [1, 2] }],
    ['all is as planned', [kept(1), kept(2)], {}, {}],
    ['what was called is not called again', [kept(1, { state: 'called' }), kept(2)], {}, {}],
    ['a row was lost', [kept(1, { state: 'called' })], {}, { add: [2] }],
    [
      'somebody takes it',
      [kept(1, { state: 'called' }), kept(2)],
      { state: 'acknowledged' },
      { stop: ['2 acknowledged'] },
    ],
    ['somebody resolves it', [kept(1), kept(2)], { state: 'resolved' }, { stop: ['1 resolved', '2 resolved'] }],
    ['it is snoozed until it is worse', [kept(1), kept(2)], { snoozes: until(null) }, {}],
    [
      '… which an older version had stopped',
      [kept(1, { state: 'called' }), kept(2, { state: 'stopped' })],
      { snoozes: until(null) },
      { revive: [2] },
    ],
    ['the snooze is over', [kept(1, { state: 'called' }), kept(2, { state: 'stopped' })], {}, { revive: [2] }],
    ['it is worse: the chain begins anew', [kept(2, { chain: 3 })], {}, { add: [1, 2], stop: ['2 begun-anew'] }],
    ['the clinic closes on Monday', [kept(1), kept(2, { dueAtMs: 0 })], {}, { retime: [2] }],
    ['what was brought forward stays there', [kept(1), kept(2, { dueAtMs: 0, hurried: true })], {}, {}],
    ['the rule has fewer steps', [kept(1), kept(2)], { steps: STEPS.slice(0, 1) }, { stop: ['2 rule-changed'] }],
    ['the last resort stays', [kept(1), kept(2), kept(LAST_RESORT)], {}, {}],
    ['… until somebody acts', [kept(LAST_RESORT)], { state: 'acknowledged' }, { stop: ['1000 acknowledged'] }],
    ['a dead step is left', [kept(1, { state: 'dead' }), kept(2)], {}, {}],
  ])('%s', (_name, rows, change, difference) => expect(compare(rows, change)).toEqual({ ...NOTHING, ...difference }));
});
