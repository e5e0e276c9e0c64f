import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from '../../alerts/rules/default-rules.js';
import { Concern } from '../../alerts/concerns/concern.js';
import { findPromConcern, type Report } from './prom-threshold.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const report = (score: number, answeredOn = '2026-08-02'): Report => ({
  responseId: `r${score}`,
  answeredOn,
  answeredMs: Date.parse(`${answeredOn}T18:00:00Z`),
  score,
});
const { thresholds } = DEFAULT_RULES['prom-threshold'];
const find = (instrument: string, reports: readonly Report[], live = true) =>
  findPromConcern(PATIENT, { instrument, thresholds }, reports, live);

describe('a total beyond a threshold of the rule', () => {
  it.each<[string, number, number | null]>([
    ['phq9', 9, null],
    ['phq9', 10, 1],
    ['phq9', 14, 1],
    ['phq9', 15, 2],
    ['phq9', 19, 2],
    ['phq9', 20, 3],
    ['phq9', 27, 3],
    ['gad7', 9, null],
    ['gad7', 10, 1],
    ['gad7', 15, 2],
    ['gad7', 21, 2],
    ['isi', 28, null],
    ['unheard-of', 99, null],
  ])('%s of %i: severity %p', (instrument, score, severity) => {
    expect(find(instrument, [report(score)])?.severity ?? null).toBe(severity);
  });

  it('is so by the newest report alone, and shows the one before', () => {
    expect(find('phq9', [report(8), report(21, '2026-07-19')])).toBeNull();
    expect(find('phq9', [report(17), report(8, '2026-07-19')])?.evidence).toEqual({
      type: 'prom',
      instrument: 'phq9',
      responseId: 'r17',
      answeredAt: '2026-08-02T18:00:00.000Z',
      score: 17,
      comparator: 'at-least',
      threshold: 15,
      band: null,
      previous: { score: 8, answeredAt: '2026-07-19T18:00:00.000Z' },
    });
  });

  it('knows scales on which little is bad', () => {
    const low = { instrument: 'pseq', comparator: 'at-most', score: 20, severity: 1 } as const;
    const of = (score: number) =>
      findPromConcern(PATIENT, { instrument: 'pseq', thresholds: [low] }, [report(score)], true);
    expect([of(20)?.severity, of(21)]).toEqual([1, null]);
  });

  it('is a concern of its domain, and history where the report is', () => {
    const concern = find('gad7', [report(12)], false);
    expect(Concern.parse(concern)).toMatchObject({ kind: 'prom-threshold', domain: 'mood', key: 'gad7', live: false });
  });
});
