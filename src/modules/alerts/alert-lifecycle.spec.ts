import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AlertFacts, type AlertState, decideAct, decideAlerts, dueAt, tierOf } from './alert-lifecycle.js';
import { canonicalText } from './canonical-text.js';
import type { Concern } from './concern.js';

const evidence = (alsoMoved: string[] = [], low = 5000, metric = 'steps') => ({
  metric,
  baseline: { low, high: 8000 },
  alsoMoved: alsoMoved.map((metric) => ({ metric })),
});

const concern = (change: Partial<Concern> = {}): Concern => ({
  kind: 'deterioration',
  domain: 'activity',
  severity: 1,
  confidence: 0.8,
  since: '2026-03-01',
  sentence: { key: 'trend.changed', facts: {} },
  patientSentence: { key: 'trend.changed', facts: {} },
  evidence: evidence(),
  live: true,
  ...change,
});

const alert = (change: Partial<AlertFacts> = {}): AlertFacts => ({
  id: 'a1',
  kind: 'deterioration',
  domain: 'activity',
  state: 'open',
  severity: 1,
  evidenceText: canonicalText(evidence()),
  metrics: ['steps'],
  cleared: false,
  ...change,
});

describe('decideAlerts', () => {
  const live = true;
  const late = false;
  const handled = alert({ state: 'resolved' });
  const handledAndGone = alert({ state: 'resolved', cleared: true });
  const more = concern({ evidence: evidence([], 5100) });
  const joined = concern({ evidence: evidence(['sleepDuration']) });
  const worse = concern({ severity: 2 });
  const gad7 = alert({ state: 'resolved', domain: 'mood', severity: 2, metrics: ['gad7Score'] });
  const withPhq9 = concern({ domain: 'mood', severity: 2, evidence: evidence(['phq9Score'], 5, 'gad7Score') });
  const phq9First = concern({ domain: 'mood', severity: 2, evidence: evidence(['gad7Score'], 5, 'phq9Score') });

  it.each<[string, AlertFacts[], Concern[], boolean, object[]]>([
    ['raises what is new', [], [concern()], live, [{ kind: 'raise', concern: { domain: 'activity' } }]],
    ['never raises on late data', [], [concern()], late, [{ kind: 'ignore', reason: 'not-live' }]],
    ['is quiet about the same', [alert()], [concern()], live, [{ kind: 'ignore', reason: 'same' }]],
    ['extends with new evidence, silently', [alert()], [more], live, [{ kind: 'extend', tell: false }]],
    ['extends on late data too', [alert()], [more], late, [{ kind: 'extend', tell: false }]],
    ['tells when another metric joined', [alert()], [joined], live, [{ kind: 'extend', tell: true }]],
    [
      'does not tell twice about a metric that had joined',
      [alert({ metrics: ['steps', 'sleepDuration'] })],
      [joined],
      live,
      [{ kind: 'extend', tell: false }],
    ],
    ['worsens', [alert()], [worse], live, [{ kind: 'worsen', alertId: 'a1' }]],
    ['worsens what somebody has acknowledged', [alert({ state: 'acknowledged' })], [worse], live, [{ kind: 'worsen' }]],
    ['calls nobody back on late data', [alert({ state: 'acknowledged' })], [worse], late, [{ kind: 'ignore' }]],
    ['never softens: a milder day extends', [alert({ severity: 2 })], [more], live, [{ kind: 'extend' }]],
    ['clears what has gone', [alert()], [], live, [{ kind: 'clear', alertId: 'a1' }]],
    ['clears on late data too', [alert()], [], late, [{ kind: 'clear' }]],
    ['clears what was acknowledged', [alert({ state: 'acknowledged' })], [], live, [{ kind: 'clear' }]],
    ['is quiet after it was handled', [handled], [concern()], live, [{ kind: 'ignore', reason: 'already-handled' }]],
    [
      'is quiet after it was handled, whatever joined of another domain',
      [handled],
      [joined],
      live,
      [{ reason: 'already-handled' }],
    ],
    ['raises again when worse than handled', [handled], [worse], live, [{ kind: 'raise' }]],
    ['but not on late data', [handled], [worse], late, [{ kind: 'ignore', reason: 'not-live' }]],
    ['raises again when another questionnaire of the domain joined', [gad7], [withPhq9], live, [{ kind: 'raise' }]],
    ['or went past the one that was handled', [gad7], [phq9First], live, [{ kind: 'raise' }]],
    ['but not on late data', [gad7], [withPhq9], late, [{ kind: 'ignore', reason: 'not-live' }]],
    [
      'is quiet when both were handled, whichever speaks louder now',
      [{ ...gad7, metrics: ['phq9Score', 'gad7Score'] }],
      [withPhq9],
      live,
      [{ reason: 'already-handled' }],
    ],
    [
      'is no news to an open one either',
      [alert({ domain: 'mood', severity: 2, metrics: ['phq9Score', 'gad7Score'] })],
      [withPhq9],
      live,
      [{ kind: 'extend', tell: false }],
    ],
    [
      'an improvement that spreads is good news once',
      [{ ...gad7, kind: 'improvement' }],
      [{ ...withPhq9, kind: 'improvement' }],
      live,
      [{ reason: 'already-handled' }],
    ],
    ['forgets a handled one that has gone', [handled], [], live, [{ kind: 'forget', alertId: 'a1' }]],
    ['forgets once', [handledAndGone], [], live, []],
    ['raises again what went and came back', [handledAndGone], [concern()], live, [{ kind: 'raise' }]],
    [
      'keeps concerns of other domains and kinds apart',
      [alert(), alert({ id: 'a2', domain: 'sleep' }), alert({ id: 'a3', kind: 'plateau' })],
      [concern({ domain: 'sleep' })],
      live,
      [
        { kind: 'ignore', reason: 'same' },
        { kind: 'clear', alertId: 'a1' },
        { kind: 'clear', alertId: 'a3' },
      ],
    ],
  ])('%s', (_name, alerts, concerns, isLive, expected) => {
    const decisions = decideAlerts(
      alerts,
      concerns.map((one) => ({ ...one, live: isLive })),
    );
    expect(decisions).toHaveLength(expected.length);
    expect(decisions).toMatchObject(expected);
  });

  it('never raises a second alert for a concern that is open', () => {
    const severity = fc.constantFrom(1, 2, 3) as fc.Arbitrary<1 | 2 | 3>;
    const domain = fc.constantFrom('activity', 'sleep', 'pain') as fc.Arbitrary<Concern['domain']>;
    const state = fc.constantFrom('open', 'acknowledged') as fc.Arbitrary<AlertState>;
    const alerts = fc
      .uniqueArray(fc.record({ domain, state, severity }), { selector: (a) => a.domain })
      .map((all) => all.map((a, i) => alert({ ...a, id: `a${i}` })));
    const concerns = fc
      .uniqueArray(fc.record({ domain, severity, live: fc.boolean() }), { selector: (c) => c.domain })
      .map((all) => all.map((c) => concern(c)));
    fc.assert(
      fc.property(alerts, concerns, (known, now) => {
        const raised = decideAlerts(known, now).flatMap((d) => (d.kind === 'raise' ? [d.concern] : []));
        const open = known.map((a) => a.domain);
        expect(raised.filter((one) => open.includes(one.domain) || !one.live)).toEqual([]);
      }),
    );
  });
});

describe('how soon', () => {
  it.each([
    ['deterioration', 1, 'week', 120],
    ['deterioration', 2, 'today', 8],
    ['deterioration', 3, 'today', 8],
    ['plateau', 2, 'week', 120],
    ['missing-data', 2, 'week', 120],
    ['improvement', 3, 'good', null],
  ] as const)('%s of severity %i: %s', (kind, severity, tier, hours) => {
    const raisedAt = new Date('2026-03-01T10:00:00Z');
    expect(tierOf(kind, severity)).toBe(tier);
    const due = dueAt(kind, severity, raisedAt);
    expect(due && (due.getTime() - raisedAt.getTime()) / 3_600_000).toBe(hours);
  });
});

describe('decideAct', () => {
  const acknowledge = { kind: 'acknowledge' } as const;
  const resolve = { kind: 'resolve', outcome: 'contacted' } as const;

  it.each([
    ['acknowledge what is open', 'open', acknowledge, 3, { ok: true, change: true }],
    ['acknowledge twice: once', 'acknowledged', acknowledge, 3, { ok: true, change: false }],
    [
      'acknowledge twice from an old page: still no conflict',
      'acknowledged',
      acknowledge,
      2,
      { ok: true, change: false },
    ],
    ['acknowledge an old version', 'open', acknowledge, 2, { ok: false, code: 'ALERT_VERSION_CONFLICT' }],
    ['acknowledge what is resolved', 'resolved', acknowledge, 3, { ok: false, code: 'ALERT_ALREADY_RESOLVED' }],
    ['resolve what is open', 'open', resolve, 3, { ok: true, change: true }],
    ['resolve what is acknowledged', 'acknowledged', resolve, 3, { ok: true, change: true }],
    ['resolve an old version', 'acknowledged', resolve, 2, { ok: false, code: 'ALERT_VERSION_CONFLICT' }],
    ['resolve twice', 'resolved', resolve, 3, { ok: false, code: 'ALERT_ALREADY_RESOLVED' }],
  ] as const)('%s', (_name, state, act, seen, expected) => {
    expect(decideAct({ state, version: 3 }, act, seen)).toEqual(expected);
  });
});

describe('canonicalText', () => {
  it('does not mind the order of keys, as jsonb does not keep it', () => {
    expect(canonicalText({ b: [{ y: 1, x: null }], a: 2 })).toBe(canonicalText({ a: 2, b: [{ x: null, y: 1 }] }));
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
  });
});
