import { toConfidence, type Concern } from '../../detection/index.js';
import type { JudgedBy } from './calibration.js';

/**
 * What a confidence is: evidence = how strong the evidence is, which says nothing of how many such alarms are true here;
 * outcomes = the share of true ones among the clinic's own judged alarms.
 */
export type ConfidenceFrom = 'evidence' | 'outcomes';

export interface GroundedConcern extends Concern {
  readonly evidence: Concern['evidence'] & {
    readonly confidenceFrom: ConfidenceFrom;
    /** The newest calibration in force; null = the detector's own threshold. */
    readonly calibrationId: number | null;
  };
}

/**
 * How sure is it? Outcomes are judged for deteriorations of the fused score, so only these are told by them, and by the
 * score of the day on which somebody was told: that is what the curve was fitted on.
 */
export function groundConfidence(concern: Concern, { learned, calibrationId }: JudgedBy): GroundedConcern {
  const { scoreAtRaising } = concern.evidence;
  const isLearned = learned !== null && concern.kind === 'deterioration' && scoreAtRaising !== null;
  const confidence = isLearned ? toConfidence(scoreAtRaising, learned) : concern.confidence;
  const confidenceFrom = isLearned ? 'outcomes' : 'evidence';
  return { ...concern, confidence, evidence: { ...concern.evidence, confidence, confidenceFrom, calibrationId } };
}
