import type { MetricId } from '../../../src/metrics/index.js';
import * as caregivers from './for-caregivers.js';
import * as clinicians from './for-clinicians.js';
import * as patients from './for-patients.js';
import type { Audience } from './format.js';

/**
 * Every sentence the server can ask for, three times: for the people of the clinic, for the patient and for caregivers.
 * ICU MessageFormat. Placeholders arrive formatted; raw facts steer the choices.
 */
export const SENTENCE_KEYS = [
  'trend.changed',
  'trend.levelled',
  'trend.lately',
  'trend.steady',
  'trend.tooEarly',
  'trend.insufficient',
  'trend.otherDevice',
  'trend.wearDeclining',
  'goal.reached',
  'prom.threshold',
  'redFlag.selfHarm',
  'redFlag.selfHarmAgain',
  'redFlag.unreadable',
  'redFlag.changed',
  'sprint.reviewDue',
  'visit.missed',
  'vendor.outage',
  'hint.askPain',
  'chain.fault',
  'chain.unjudged',
  'peg.answered',
  'dose.started',
  'dose.changed',
  'dose.stopped',
] as const;
export type SentenceKey = (typeof SENTENCE_KEYS)[number];

export const CATALOGUES: Record<Audience, Record<SentenceKey, string>> = {
  clinician: clinicians.SENTENCES,
  patient: patients.SENTENCES,
  caregiver: caregivers.SENTENCES,
};

export const METRIC_NAMES: Record<Audience, Record<MetricId, string>> = {
  clinician: clinicians.NAMES,
  patient: patients.NAMES,
  caregiver: caregivers.NAMES,
};

/** What stands beside a chart's title. */
export const METRIC_UNITS: Record<MetricId, { long: string; short: string }> = {
  steps: { long: 'a day, line = 7-day middle', short: 'a day' },
  sleepDuration: { long: 'hours a night', short: 'h' },
  heartRate: { long: 'beats a minute', short: 'bpm' },
  restingHeartRate: { long: 'beats a minute', short: 'bpm' },
  walkingMinutes: { long: 'minutes a day', short: 'min' },
  wornMinutes: { long: 'minutes a day', short: 'min' },
  painIntensity: { long: '0–10, each evening', short: '0–10' },
  pegScore: { long: '0–10, every week', short: '0–10' },
  painInterference: { long: '0–10, each evening', short: '0–10' },
  sleepQuality: { long: '0–10, each morning', short: '0–10' },
  mood: { long: '0–10, each evening', short: '0–10' },
  phq9Score: { long: '0–27, every two weeks', short: '0–27' },
  gad7Score: { long: '0–21, every two weeks', short: '0–21' },
  isiScore: { long: '0–28, every four weeks', short: '0–28' },
  pcsScore: { long: '0–52, every four weeks', short: '0–52' },
  pseqScore: { long: '0–60, every four weeks', short: '0–60' },
  odiScore: { long: '0–100, every four weeks', short: '0–100' },
  bpiInterference: { long: '0–10, every four weeks', short: '0–10' },
  promisPainInterference: { long: 'T-score, 50 = most people', short: 'T' },
  promisPhysicalFunction: { long: 'T-score, 50 = most people', short: 'T' },
  promisSleepDisturbance: { long: 'T-score, 50 = most people', short: 'T' },
};
