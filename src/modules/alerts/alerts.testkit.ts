import { randomUUID } from 'node:crypto';
import type { Concern } from './concerns/concern.js';
import type { TrendEvidence } from './concerns/evidence.schema.js';
import type { Kind } from './concerns/kinds.js';

const said = { key: 'trend.changed', facts: { metric: 'steps' } };
const common = {
  severity: 1,
  confidence: 0.8,
  since: '2026-03-01',
  live: true,
  sentence: said,
  patientSentence: said,
} as const;

export const trendEvidence = (change: Partial<TrendEvidence> = {}): TrendEvidence => ({
  type: 'trend',
  metric: 'steps',
  baseline: { from: '2026-02-01', to: '2026-02-28', validDays: 27, totalDays: 28, middle: 6500, low: 5000, high: 8000 },
  alsoMoved: [],
  ...change,
});

/** Something else that moved the same way. */
export const moved = (metric: TrendEvidence['metric']): TrendEvidence['alsoMoved'][number] => ({
  metric,
  value: 1,
  usual: 2,
  delta: -1,
  unit: '1',
  since: '2026-03-01',
});

type OfTrend = 'deterioration' | 'improvement' | 'plateau' | 'missing-data' | 'no-progress' | 'wear-declining';

/** What trends reports; activity that got worse, unless it says otherwise. */
export const aConcern = (
  change: Partial<Omit<Concern, 'kind' | 'evidence'>> & {
    readonly kind?: OfTrend;
    readonly evidence?: TrendEvidence;
  } = {},
): Concern =>
  ({
    ...common,
    patientId: randomUUID(),
    producer: 'trends',
    kind: 'deterioration',
    domain: 'activity',
    key: change.domain ?? 'activity',
    evidence: trendEvidence(),
    ...change,
  }) as Concern;

const at = '2026-03-01T10:00:00Z';

/** One of each kind, with evidence of its own. */
export function oneOfEach(patientId: string): Concern[] {
  const of = { ...common, patientId };
  const trend = { ...of, producer: 'trends', evidence: trendEvidence() } as const;
  const contact = {
    type: 'contact',
    source: 's1',
    vendor: 'fitbit',
    lastContactAt: at,
    newestAt: null,
    expectedEveryHours: 24,
  } as const;
  return [
    { ...trend, kind: 'deterioration', domain: 'activity', key: 'activity' },
    { ...trend, kind: 'improvement', domain: 'sleep', key: 'sleep' },
    { ...trend, kind: 'plateau', domain: 'sprint', key: 'sprint' },
    { ...of, producer: 'sources', kind: 'missing-data', domain: 'data', key: 's1', evidence: contact },
    { ...of, producer: 'sources', kind: 'no-progress', domain: 'data', key: 's2', evidence: contact },
    { ...trend, kind: 'wear-declining', domain: 'data', key: 'data' },
    {
      ...of,
      producer: 'plan',
      kind: 'goal-reached',
      domain: 'goal',
      key: 'g1',
      evidence: {
        type: 'goal',
        goalId: 'g1',
        metric: 'steps',
        value: 7000,
        baseline: 5000,
        target: 6500,
        reachedOn: '2026-03-01',
      },
    },
    {
      ...of,
      producer: 'sprints',
      kind: 'review-due',
      domain: 'sprint',
      key: 'sp1',
      evidence: { type: 'review', sprintId: 'sp1', startsOn: '2026-01-20', endsOn: '2026-03-01', weeks: 6 },
    },
    {
      ...of,
      producer: 'self-report',
      kind: 'prom-threshold',
      domain: 'mood',
      key: 'phq9',
      evidence: {
        type: 'prom',
        instrument: 'phq9',
        responseId: 'r1',
        answeredAt: at,
        score: 17,
        comparator: 'at-least',
        threshold: 15,
        band: 'moderately-severe',
        previous: null,
      },
    },
    {
      ...of,
      severity: 3,
      producer: 'self-report',
      kind: 'red-flag',
      domain: 'safety',
      key: 'r1',
      patientSentence: null,
      evidence: {
        type: 'red-flag',
        flag: 'self-harm',
        instrument: 'phq9',
        responseId: 'r1',
        item: '9',
        answer: 2,
        answeredAt: at,
      },
    },
    {
      ...of,
      producer: 'self-report',
      kind: 'flare',
      domain: 'pain',
      key: 'f1',
      evidence: { type: 'flare', flareId: 'f1', startedAt: at, pain: 8, usual: 5, planEndsAt: null },
    },
    {
      ...of,
      producer: 'visits',
      kind: 'no-show',
      domain: 'visit',
      key: 'v1',
      evidence: { type: 'visit', visitId: 'v1', startsAt: at, missedInARow: 1 },
    },
    {
      ...of,
      producer: 'messages',
      kind: 'message-waiting',
      domain: 'message',
      key: 't1',
      evidence: { type: 'message', threadId: 't1', waitingSince: at, messages: 2, answerWithinHours: 24 },
    },
  ];
}

/** A vendor that delivers nothing to anybody of the clinic. */
export const anOutage = (vendor = 'fitbit'): Concern => ({
  ...common,
  patientId: null,
  producer: 'sources',
  kind: 'vendor-outage',
  domain: 'data',
  key: vendor,
  patientSentence: null,
  evidence: { type: 'vendor', vendor, patientsSilent: 40, patientsConnected: 100, silentSince: at },
});

/** The one of that kind. */
export function aConcernOf(kind: Kind, patientId: string, change: Partial<Concern> = {}): Concern {
  const found = [...oneOfEach(patientId), anOutage()].find((one) => one.kind === kind)!;
  return { ...found, ...change } as Concern;
}
