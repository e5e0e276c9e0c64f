import type { MetricId } from '../../../src/metrics/index.js';
import type { Audience } from './format.js';

/**
 * Every sentence the server can ask for, twice: for the people of the clinic and for the patient.
 * ICU MessageFormat. Placeholders arrive formatted; raw facts steer the choices.
 */
export const SENTENCE_KEYS = [
  'trend.changed',
  'trend.levelled',
  'trend.steady',
  'trend.insufficient',
  'trend.wearDeclining',
  'goal.reached',
] as const;
export type SentenceKey = (typeof SENTENCE_KEYS)[number];

export const CATALOGUES: Record<Audience, Record<SentenceKey, string>> = {
  clinician: {
    'trend.changed':
      '{metric} {direction, select, down {down} other {up}} {amount} since {since}: {value}, usual {usual}',
    'trend.levelled':
      '{metric} {kind, select, steps {have} other {has}} stayed near {value} for {weeks, plural, one {# week} other {# weeks}}{hasTarget, select, true {; the target is {target}} other {}}',
    'trend.steady': '{metric} {value}, usual {usual}: no lasting change',
    'trend.insufficient':
      '{reason, select, notWorn {No data for {days, plural, one {# day} other {# days}}: not worn} notSynced {No data for {days, plural, one {# day} other {# days}}: not synced} other {No answers for {days, plural, one {# day} other {# days}}}}; nothing can be said about {metricLower}',
    'trend.wearDeclining': 'Watch worn {worn} of the last {of} days, was {was} of {of}',
    'goal.reached': 'Goal reached: {metricLower} {value}, target {target}',
  },
  patient: {
    'trend.changed':
      '{kind, select, ' +
      'steps {Since {since} you have walked {direction, select, down {less} other {more}} than is usual for you: about {value} steps a day, not {usual}.} ' +
      'sleepDuration {Since {since} you have slept {direction, select, down {less} other {more}} than is usual for you: about {value} a night, not {usual}.} ' +
      'restingHeartRate {Since {since} your resting heart rate has been {direction, select, down {lower} other {higher}} than is usual for you: about {value} beats a minute, not {usual}.} ' +
      'walkingMinutes {Since {since} you have walked {direction, select, down {less} other {more}} than is usual for you: about {value} minutes, not {usual}.} ' +
      'other {Since {since} {metricLower} has been {direction, select, down {lower} other {higher}} than is usual for you: about {value} out of 10, not {usual}.}}' +
      '{course, select, worse { Did something get in the way?} urgent { Did something get in the way?} other {}}',
    'trend.levelled':
      '{metric} is holding at about {value}{hasTarget, select, true {; your target is {target}} other {}}. Shall we look at the plan together?',
    'trend.steady': '{metric}: about {value} lately, no lasting change.',
    'trend.insufficient':
      '{reason, select, notWorn {Your watch was not worn on {days, plural, one {# day} other {# days}}, so there is not enough to say about {metricLower}. That is fine; it starts again when you wear it.} notSynced {Your watch has not sent anything for {days, plural, one {# day} other {# days}}. Open its app to fix it.} other {There are not enough answers yet to say how {metricLower} is doing.}}',
    'trend.wearDeclining':
      'You wore your watch on {worn} of the last {of} days. On the days you wear it, we can see how you are doing.',
    'goal.reached': 'You did it: {metricLower} about {value}. Your target was {target}.',
  },
};

export const METRIC_NAMES: Record<Audience, Record<MetricId, string>> = {
  clinician: {
    steps: 'Steps',
    sleepDuration: 'Sleep',
    heartRate: 'Heart rate',
    restingHeartRate: 'Resting heart rate',
    walkingMinutes: 'Walking',
    painIntensity: 'Pain',
    pegScore: 'PEG',
    painInterference: 'Pain interference',
    sleepQuality: 'Sleep quality',
    mood: 'Mood',
  },
  patient: {
    steps: 'Your walking',
    sleepDuration: 'Your sleep',
    heartRate: 'Your heart rate',
    restingHeartRate: 'Your resting heart rate',
    walkingMinutes: 'Your walking',
    painIntensity: 'Your pain',
    pegScore: 'Your pain and daily life score',
    painInterference: 'How much pain gets in the way',
    sleepQuality: 'How well you sleep',
    mood: 'Your mood',
  },
};

/** What stands beside a chart's title. */
export const METRIC_UNITS: Record<MetricId, { long: string; short: string }> = {
  steps: { long: 'a day, line = 7-day middle', short: 'a day' },
  sleepDuration: { long: 'hours a night', short: 'h' },
  heartRate: { long: 'beats a minute', short: 'bpm' },
  restingHeartRate: { long: 'beats a minute', short: 'bpm' },
  walkingMinutes: { long: 'minutes a day', short: 'min' },
  painIntensity: { long: '0–10, each evening', short: '0–10' },
  pegScore: { long: '0–10, every two weeks', short: '0–10' },
  painInterference: { long: '0–10, each evening', short: '0–10' },
  sleepQuality: { long: '0–10, each morning', short: '0–10' },
  mood: { long: '0–10, each evening', short: '0–10' },
};
