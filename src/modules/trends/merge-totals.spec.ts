import { describe, expect, it } from '@jest/globals';
import { aConcern, aConcernOf, moved, trendEvidence } from '../alerts/alerts.testkit.js';
import type { Concern } from '../alerts/index.js';
import { mergeTotals } from './merge-totals.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const total = (change: Partial<Concern> = {}) => aConcernOf('prom-threshold', PATIENT, { severity: 3, ...change });
const worse = (metric: 'phq9Score' | 'gad7Score', change: Parameters<typeof aConcern>[0] = {}) =>
  aConcern({ patientId: PATIENT, domain: 'mood', evidence: trendEvidence({ metric }), ...change });

describe('a total beyond a threshold', () => {
  it.each<[string, Concern[], Concern[], string[]]>([
    ['alone', [], [total()], ['prom-threshold 3']],
    ['that has also become worse', [worse('phq9Score')], [total()], ['deterioration 3']],
    [
      'less urgent than what became worse',
      [worse('phq9Score', { severity: 2 })],
      [total({ severity: 1 })],
      ['deterioration 2'],
    ],
    ['beside another one that became worse', [worse('gad7Score')], [total()], ['deterioration 1', 'prom-threshold 3']],
    [
      'that moved along with another one',
      [worse('gad7Score', { evidence: trendEvidence({ metric: 'gad7Score', alsoMoved: [moved('phq9Score')] }) })],
      [total()],
      ['deterioration 3'],
    ],
    [
      'beside news that is none',
      [worse('phq9Score', { live: false })],
      [total()],
      ['deterioration 1', 'prom-threshold 3'],
    ],
    ['of old, beside old news', [worse('phq9Score', { live: false })], [total({ live: false })], ['deterioration 3']],
    [
      'beside what got better',
      [worse('phq9Score', { kind: 'improvement' })],
      [total()],
      ['improvement 1', 'prom-threshold 3'],
    ],
  ])('%s', (_name, found, totals, expected) => {
    expect(mergeTotals(found, totals).map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(expected);
  });
});
