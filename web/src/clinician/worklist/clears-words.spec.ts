import { describe, expect, it } from '@jest/globals';
import { anOutage, oneOfEach, trendEvidence } from '../../../../src/modules/alerts/alerts.testkit.js';
import type { Concern } from '../../../../src/modules/alerts/concerns/concern.js';
import { KIND_NAMES } from '../../../../src/modules/alerts/concerns/kinds.js';
import type { AlertDetail } from '../../api/types.js';
import { clearsWords } from './clears-words.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const FAULT = { kind: 'chain-fault', evidence: { type: 'chain' }, sentence: { key: 'chain.fault', facts: {} } };
const ALL = [...oneOfEach(PATIENT), anOutage(), FAULT as unknown as Concern];
const CLEARS = { afterDays: 0, threshold: null, absentSince: null, clearsAt: null };

const say = (concern: Pick<Concern, 'kind' | 'evidence' | 'sentence'>, clears: Partial<AlertDetail['clears']> = {}) =>
  clearsWords({ ...concern, clears: { ...CLEARS, ...clears } } as Parameters<typeof clearsWords>[0]);
const of = (kind: Concern['kind'], change: object = {}) => ({ ...ALL.find((one) => one.kind === kind)!, ...change });
const rule = (metric: 'steps' | 'painIntensity', value: number, more: object = {}) =>
  trendEvidence({ metric, clearsWhen: { metric, comparator: 'above', value, days: 7 }, ...more });

describe('what would end an alert', () => {
  it.each(KIND_NAMES)('is said of every kind, also of %s', (kind) => {
    const words = say(of(kind));
    expect(words).not.toMatch(/undefined|null|NaN|\{|\}| {2}/);
    expect(words.length).toBeGreaterThan(10);
  });

  it.each<[string, string, Parameters<typeof say>]>([
    ['a red flag', 'somebody of the team resolves it; no other answer and no correction closes it', [of('red-flag')]],
    ['steps', 'the middle of 7 worn days is above 4,770', [of('deterioration', { evidence: rule('steps', 4770) })]],
    ['pain', 'the middle of 7 answers is above 4.0', [of('improvement', { evidence: rule('painIntensity', 4) })]],
    ['a questionnaire, by the rule', 'the next PHQ-9 is below 10', [of('prom-threshold'), { threshold: 10 }]],
    ['a sprint', 'somebody decides how to go on, or four weeks after the sprint’s last day', [of('review-due')]],
    [
      'a plateau',
      'somebody decides how to go on, the target of 8,000 is reached, or the data no longer show that nothing changes',
      [of('plateau', { evidence: rule('steps', 8000) })],
    ],
    [
      'what is worn less',
      'it has been worn on at least 10 of the last 14 days',
      [
        of('wear-declining', {
          evidence: trendEvidence({ unit: 'd', clearsWhen: { metric: 'steps', comparator: 'above', value: 9.8, days: 14 } }), // prettier-ignore
          sentence: { key: 'trend.wearDeclining', facts: {} },
        }),
      ],
    ],
    [
      'what is not worn at all',
      'it is worn for a day again',
      [
        of('wear-declining', {
          evidence: trendEvidence({ unit: 'd', clearsWhen: { metric: 'steps', comparator: 'above', value: 9.8, days: 14 } }), // prettier-ignore
          sentence: { key: 'trend.insufficient', facts: {} },
        }),
      ],
    ],
    ['missing data', 'the next reading comes in', [of('missing-data')]],
  ])('reads like this: %s', (_name, words, about) => {
    expect(say(...about)).toBe(words);
  });
});
