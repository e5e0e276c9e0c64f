import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIDENCE, findThreshold, toConfidence, type Concern } from '../../detection/index.js';
import type { JudgedBy } from './calibration.js';
import { groundConfidence } from './ground-confidence.js';

const judgedBy = (learned: JudgedBy['learned']): JudgedBy => {
  return { calibrationId: 7, calibration: { threshold: 0, confidence: DEFAULT_CONFIDENCE }, learned };
};
const evidence = { score: 2.5, scoreAtRaising: findThreshold(0.1), confidence: 0.95 };
const concern = (change: object = {}, more: object = {}) =>
  ({ kind: 'deterioration', confidence: 0.95, evidence: { ...evidence, ...more }, ...change }) as unknown as Concern;

describe('how sure a concern is', () => {
  it('is the strength of the evidence until the clinic has judged enough', () => {
    const { confidence, evidence: kept } = groundConfidence(concern(), judgedBy(null));
    expect([confidence, kept.confidenceFrom, kept.calibrationId]).toEqual([0.95, 'evidence', 7]);
  });

  it('is then the share of true ones at the score of the day on which it was raised', () => {
    const oneInTen = { intercept: -2.2, slope: 0.8 };
    const { confidence, evidence: kept } = groundConfidence(concern(), judgedBy(oneInTen));
    expect(kept.confidenceFrom).toBe('outcomes');
    expect(confidence).toBe(toConfidence(findThreshold(0.1), oneInTen));
    expect(kept.confidence).toBe(confidence);
    expect(confidence).toBeLessThan(0.15);
  });

  it.each([
    ['an improvement', concern({ kind: 'improvement' })],
    ['a questionnaire', concern({}, { score: null, scoreAtRaising: null })],
  ])('stays the strength of the evidence for %s, which nobody judges', (_name, other) => {
    const { confidence, evidence: kept } = groundConfidence(other, judgedBy({ intercept: -2.2, slope: 0.8 }));
    expect([confidence, kept.confidenceFrom]).toEqual([0.95, 'evidence']);
  });
});
