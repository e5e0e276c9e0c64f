import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aConcern, moved, trendEvidence } from '../alerts.testkit.js';
import type { Concern } from '../concerns/concern.js';
import { type AlertState, decide, standingOf } from './alert-lifecycle.js';
import { classifyReport, type Known } from './classify-report.js';
import { type ActKind, type Effect, fits, type Report, type Standing, TRANSITIONS } from './transitions.js';

const STANDINGS: readonly Standing[] = ['none', 'open', 'acknowledged', 'handed-off', 'unclaimed', 'handled', 'gone'];
const REPORTS: readonly Report[] = ['same', 'more', 'joined', 'spread', 'worse', 'absent', 'past'];
const ACTS: readonly ActKind[] = ['acknowledge', 'hand-off', 'resolve', 'snooze', 'unsnooze', 'note'];

describe('the table', () => {
  const reports = STANDINGS.flatMap((from) =>
    REPORTS.flatMap((on) => [false, true].map((held) => [from, on, held, false] as const)),
  );
  const acts = STANDINGS.filter((from) => from !== 'none').flatMap((from) =>
    ACTS.flatMap((on) => [false, true].map((own) => [from, on, false, own] as const)),
  );

  it.each([...reports, ...acts])('has one row for what is %s and %s (held %s, own %s)', (from, on, held, own) => {
    expect(TRANSITIONS.filter((row) => fits(row, from, on, held, own))).toHaveLength(1);
  });
});

describe('what a report does', () => {
  const ALWAYS = [false, true];
  const cases: [Standing, Report, readonly boolean[], Standing, readonly Effect[]][] = [
    ['none', 'more', [false], 'open', ['raise', 'tell']],
    ['none', 'worse', [true], 'none', ['hold']],
    ['gone', 'same', [false], 'open', ['raise', 'tell']],
    ['gone', 'same', [true], 'gone', ['hold']],
    ['open', 'same', ALWAYS, 'open', []],
    ['open', 'more', ALWAYS, 'open', ['extend']],
    ['open', 'joined', ALWAYS, 'open', ['extend', 'tell']],
    ['open', 'spread', [false], 'open', ['extend', 'rouse', 'tell']],
    ['open', 'spread', [true], 'open', ['extend', 'tell']],
    ['acknowledged', 'worse', [false], 'open', ['worsen', 'rouse', 'tell']],
    ['acknowledged', 'worse', [true], 'acknowledged', ['hold']],
    ['handed-off', 'worse', [false], 'open', ['worsen', 'rouse', 'tell']],
    ['handed-off', 'more', ALWAYS, 'handed-off', ['extend']],
    ['unclaimed', 'worse', [false], 'unclaimed', ['worsen', 'rouse', 'tell']],
    ['unclaimed', 'worse', [true], 'unclaimed', ['hold']],
    ['acknowledged', 'absent', ALWAYS, 'acknowledged', ['wait']],
    ['acknowledged', 'past', ALWAYS, 'gone', ['clear', 'tell']],
    ['handled', 'same', ALWAYS, 'handled', ['hold']],
    ['handled', 'joined', ALWAYS, 'handled', ['hold']],
    ['handled', 'worse', [false], 'open', ['raise', 'tell']],
    ['handled', 'spread', [false], 'open', ['raise', 'tell']],
    ['handled', 'worse', [true], 'handled', ['hold']],
    ['handled', 'absent', ALWAYS, 'handled', ['wait']],
    ['handled', 'past', ALWAYS, 'gone', ['forget']],
    ['gone', 'past', ALWAYS, 'gone', []],
  ];
  it.each(cases)('%s, %s (held %j): %s %j', (from, report, heldOrNot, to, effects) => {
    for (const held of heldOrNot)
      expect(decide(from, { kind: 'report', report, held })).toEqual({ ok: true, to, effects });
  });

  /** Replays anything that may happen; what counts as open is kept beside it. */
  it('never raises what is open, and never misses what is new, in whatever order things come', () => {
    const report = fc.record({ report: fc.constantFrom(...REPORTS), held: fc.boolean() });
    const act = fc.record({ act: fc.constantFrom(...ACTS), own: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.oneof(report, act), { maxLength: 60 }), (events) => {
        let standing: Standing = 'none';
        let open = 0;
        for (const event of events) {
          if ('act' in event && standing === 'none') continue;
          const decision = decide(
            standing,
            'act' in event
              ? { kind: 'act', act: event.act, own: event.own, version: 1, seen: 1 }
              : { kind: 'report', report: event.report, held: event.held },
          );
          if (!decision.ok) continue;
          const { effects, to } = decision;
          if (effects.includes('raise')) open++;
          if (effects.includes('clear') || effects.includes('close')) open--;
          expect(open).toBe(Number(['open', 'acknowledged', 'handed-off'].includes(to)));
          if (
            'report' in event &&
            (standing === 'none' || standing === 'gone') &&
            !['absent', 'past'].includes(event.report)
          )
            expect(effects.includes('raise')).toBe(!event.held);
          standing = to;
        }
      }),
    );
  });
});

describe('what an act does', () => {
  const act = (
    standing: Standing,
    kind: ActKind,
    { own = false, seen = 3 }: { own?: boolean; seen?: number | null } = {},
  ) => decide(standing, { kind: 'act', act: kind, own, version: 3, seen });
  const conflict = { ok: false, code: 'ALERT_VERSION_CONFLICT' };
  const resolved = { ok: false, code: 'ALERT_ALREADY_RESOLVED' };

  it.each<[string, ReturnType<typeof act>, object]>([
    ['acknowledge what is open', act('open', 'acknowledge'), { to: 'acknowledged', effects: ['own', 'tell'] }],
    ['acknowledge what was handed on', act('handed-off', 'acknowledge'), { to: 'acknowledged' }],
    ['acknowledge what a discipline was handed', act('unclaimed', 'acknowledge'), { to: 'acknowledged' }],
    ['acknowledge twice: once', act('acknowledged', 'acknowledge', { own: true }), { ok: true, effects: [] }],
    ['twice from an old page: no conflict', act('acknowledged', 'acknowledge', { own: true, seen: 2 }), { ok: true }],
    ['what another one has', act('acknowledged', 'acknowledge'), { ok: false, code: 'ALERT_ALREADY_ACKNOWLEDGED' }],
    ['acknowledge an old version', act('open', 'acknowledge', { seen: 2 }), conflict],
    ['acknowledge what is resolved', act('handled', 'acknowledge'), resolved],
    ['hand on what another one has', act('acknowledged', 'hand-off'), { to: 'handed-off', effects: ['hand', 'tell'] }],
    ['hand on an old version', act('open', 'hand-off', { seen: 2 }), conflict],
    ['resolve what is acknowledged', act('acknowledged', 'resolve'), { to: 'handled', effects: ['close', 'tell'] }],
    ['resolve an old version', act('acknowledged', 'resolve', { seen: 2 }), conflict],
    ['resolve twice', act('handled', 'resolve'), resolved],
    ['resolve what cleared', act('gone', 'resolve'), resolved],
    ['snooze: the team sees nothing of it', act('open', 'snooze'), { to: 'open', effects: ['nap'] }],
    ['snooze an old version: it may be worse', act('open', 'snooze', { seen: 2 }), conflict],
    ['end a snooze, whatever version', act('open', 'unsnooze', { seen: null }), { to: 'open', effects: ['wake'] }],
    ['note on what is resolved', act('handled', 'note', { seen: null }), { to: 'handled', effects: ['tell'] }],
  ])('%s', (_name, decision, expected) => {
    expect(decision).toMatchObject(expected);
  });
});

describe('classifyReport', () => {
  const known = (change: Partial<Known> = {}): Known => ({
    kind: 'deterioration',
    severity: 1,
    evidence: trendEvidence(),
    ...change,
  });
  const mood = (metric: 'gad7Score' | 'phq9Score', ...others: ('gad7Score' | 'phq9Score')[]) =>
    trendEvidence({ metric, alsoMoved: others.map(moved) });
  const later = trendEvidence({ daysSince: 9 });

  it.each<[string, Known | undefined, Concern, Report]>([
    ['the first', undefined, aConcern(), 'more'],
    ['the same again', known(), aConcern(), 'same'],
    ['another day of it', known(), aConcern({ evidence: later }), 'more'],
    ['a milder one', known({ severity: 2 }), aConcern({ evidence: later }), 'more'],
    ['worse', known(), aConcern({ severity: 2 }), 'worse'],
    [
      'another domain joined',
      known(),
      aConcern({ evidence: trendEvidence({ alsoMoved: [moved('sleepDuration')] }) }),
      'joined',
    ],
    [
      'what had joined before',
      known({ evidence: trendEvidence({ alsoMoved: [moved('sleepDuration')] }) }),
      aConcern({ evidence: trendEvidence({ alsoMoved: [moved('sleepDuration')], daysSince: 9 }) }),
      'more',
    ],
    [
      'another questionnaire of the domain joined',
      known({ evidence: mood('gad7Score') }),
      aConcern({ domain: 'mood', evidence: mood('gad7Score', 'phq9Score') }),
      'spread',
    ],
    [
      'or went past the one that was known',
      known({ evidence: mood('gad7Score') }),
      aConcern({ domain: 'mood', evidence: mood('phq9Score', 'gad7Score') }),
      'spread',
    ],
    [
      'both were known, whichever speaks louder now',
      known({ evidence: mood('phq9Score', 'gad7Score') }),
      aConcern({ domain: 'mood', evidence: mood('gad7Score', 'phq9Score') }),
      'more',
    ],
    [
      'an improvement that spreads is good news once',
      known({ kind: 'improvement', evidence: mood('gad7Score') }),
      aConcern({ kind: 'improvement', domain: 'mood', evidence: mood('gad7Score', 'phq9Score') }),
      'joined',
    ],
    [
      'another face of the same concern',
      known({ kind: 'missing-data' }),
      aConcern({ kind: 'no-progress', domain: 'data' }),
      'joined',
    ],
  ])('%s', (_name, before, concern, expected) => {
    expect(classifyReport(before, concern)).toBe(expected);
  });
});

it.each<[AlertState, boolean, string | null, Standing]>([
  ['open', false, null, 'open'],
  ['open', false, 'ana', 'open'],
  ['handed-off', false, 'ana', 'handed-off'],
  ['handed-off', false, null, 'unclaimed'],
  ['resolved', false, null, 'handled'],
  ['resolved', true, 'ana', 'gone'],
])('%s (cleared %s, owner %s) stands as %s', (state, cleared, ownerId, expected) => {
  expect(standingOf({ state, cleared, ownerId })).toBe(expected);
});
