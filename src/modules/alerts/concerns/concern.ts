import { z } from 'zod';
import {
  ChainEvidence,
  ContactEvidence,
  type Evidence,
  FlareEvidence,
  GoalEvidence,
  JudgingEvidence,
  MessageEvidence,
  PromEvidence,
  RedFlagEvidence,
  ReviewEvidence,
  TrendEvidence,
  VendorEvidence,
  VisitEvidence,
} from './evidence.schema.js';

/** Who finds concerns. What one of them reports never clears what another one found. */
export const PRODUCERS = [
  'trends',
  'self-report',
  'visits',
  'sources',
  'sprints',
  'plan',
  'messages',
  'integration',
  'chain',
] as const;
export type Producer = (typeof PRODUCERS)[number];

export const DOMAINS = [
  'activity',
  'sleep',
  'heart',
  'pain',
  'mood',
  'coping',
  'function',
  'data',
  'sprint',
  'goal',
  'visit',
  'message',
  'safety',
  'chain',
] as const;
export type ConcernDomain = (typeof DOMAINS)[number];

/** A key of the catalogue of sentences with raw facts: canonical units, days as YYYY-MM-DD. No words of a patient. */
const Said = z.strictObject({
  key: z.string().min(1).max(80),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AlertSentence = z.output<typeof Said>;

const common = {
  producer: z.enum(PRODUCERS),
  domain: z.enum(DOMAINS),
  /** Tells concerns of one kind and patient apart: the domain, or the id of the visit, thread, connection … it is about. */
  key: z.string().min(1).max(120),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** From 0 to 1; null where it is a fact and no estimate. */
  confidence: z.number().min(0).max(1).nullable(),
  since: z.iso.date(),
  /** Rests on news, so that it may interrupt somebody; otherwise it is history, and raises nothing. */
  live: z.boolean(),
  sentence: Said,
  /** Null: the patient is not told. */
  patientSentence: Said.nullable(),
};
const onePatient = { ...common, patientId: z.uuid() };
const of = <Kind extends string, Shape extends z.ZodType>(kind: Kind, evidence: Shape) =>
  z.strictObject({ ...onePatient, kind: z.literal(kind), evidence });
const FaultEvidence = z.discriminatedUnion('type', [ChainEvidence, JudgingEvidence]);
const DataEvidence = z.discriminatedUnion('type', [TrendEvidence, ContactEvidence]);

/**
 * Something that is so and that somebody should look at: a state, not an event. Whoever finds it reports it as long as it
 * is so; what becomes of it is the lifecycle's decision.
 */
export const Concern = z.discriminatedUnion('kind', [
  of('deterioration', TrendEvidence),
  of('improvement', TrendEvidence),
  of('plateau', TrendEvidence),
  of('missing-data', DataEvidence),
  of('no-progress', DataEvidence),
  of('wear-declining', DataEvidence),
  of('goal-reached', GoalEvidence),
  of('review-due', ReviewEvidence),
  of('prom-threshold', PromEvidence),
  of('red-flag', RedFlagEvidence),
  of('flare', FlareEvidence),
  of('no-show', VisitEvidence),
  of('message-waiting', MessageEvidence),
  // About the clinic, not about a patient: one alert, not one per patient.
  z.strictObject({ ...common, kind: z.literal('vendor-outage'), patientId: z.null(), evidence: VendorEvidence }),
  // Something is wrong with the telling itself: a technical alert.
  z.strictObject({ ...common, kind: z.literal('chain-fault'), patientId: z.null(), evidence: FaultEvidence }),
]);
export type Concern = z.output<typeof Concern>;

/** All metrics a concern rests on, its own first; none for what no series shows. */
export function metricsOf(evidence: Evidence): string[] {
  if (evidence.type === 'trend') return [evidence.metric, ...evidence.alsoMoved.map((moved) => moved.metric)];
  return evidence.type === 'goal' && evidence.metric !== null ? [evidence.metric] : [];
}
