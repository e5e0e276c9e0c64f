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
  'trend.tooEarly',
  'trend.insufficient',
  'trend.wearDeclining',
  'goal.reached',
  'hint.askPain',
] as const;
export type SentenceKey = (typeof SENTENCE_KEYS)[number];

export const CATALOGUES: Record<Audience, Record<SentenceKey, string>> = {
  clinician: {
    'trend.changed':
      '{metric} {direction, select, down {down} other {up}} {amount} since {since}: {value}, usual {usual}',
    'trend.levelled':
      '{metric} {kind, select, steps {have} other {has}} stayed near {value} for {weeks, plural, one {# week} other {# weeks}}{hasTarget, select, true {; the target is {target}} other {}}',
    'trend.steady': '{metric} {value}, usual {usual}: no lasting change',
    'trend.tooEarly':
      '{metric} {value}, usual {usual}: no lasting change yet; one is to be expected in weeks {fromWeek} to {toWeek}',
    'trend.insufficient':
      '{reason, select, notWorn {No data for {days, plural, one {# day} other {# days}}: not worn} notSynced {No data for {days, plural, one {# day} other {# days}}: not synced} other {No answers for {days, plural, one {# day} other {# days}}}}; nothing can be said about {metricLower}',
    'trend.wearDeclining': 'Watch worn {worn} of the last {of} days, was {was} of {wasOf}',
    'goal.reached': 'Goal reached: {metricLower} {value}, target {target}',
    'hint.askPain':
      'Only steps are known. A lasting change of {percent} % in steps alone shows in about one of five people within {weeks} weeks; a daily pain score, two taps, helps most',
  },
  patient: {
    'trend.changed':
      '{kind, select, ' +
      'steps {Since {since} you have walked {direction, select, down {less} other {more}} than is usual for you: about {value} steps a day, not {usual}.} ' +
      'sleepDuration {Since {since} you have slept {direction, select, down {less} other {more}} than is usual for you: about {value} a night, not {usual}.} ' +
      'restingHeartRate {Since {since} your resting heart rate has been {direction, select, down {lower} other {higher}} than is usual for you: about {value} beats a minute, not {usual}.} ' +
      'walkingMinutes {Since {since} you have walked {direction, select, down {less} other {more}} than is usual for you: about {value} minutes, not {usual}.} ' +
      'answers {Since {since} {metricLower} tell of {turn, select, harder {harder} other {easier}} days than is usual for you: about {value}{outOf}, not {usual}.} ' +
      'other {Since {since} {metricLower} has been {direction, select, down {lower} other {higher}} than is usual for you: about {value}{outOf}, not {usual}.}}' +
      '{course, select, worse {{asks, select, doing { Did something get in the way?} other { Shall we talk about it?}}} urgent {{asks, select, doing { Did something get in the way?} other { Shall we talk about it?}}} other {}}',
    'trend.levelled':
      '{metric} {kind, select, answers {are} other {is}} holding at about {value}{hasTarget, select, true {; your target is {target}} other {}}. Shall we look at the plan together?',
    'trend.steady': '{metric}: about {value} lately, no lasting change.',
    'trend.tooEarly':
      '{metric}: about {value} lately. It often takes {fromWeek} to {toWeek} weeks until a change shows.',
    'trend.insufficient':
      '{reason, select, notWorn {Your watch was not worn on {days, plural, one {# day} other {# days}}, so there is not enough to say about {metricLower}. That is fine; it starts again when you wear it.} notSynced {Your watch has not sent anything for {days, plural, one {# day} other {# days}}. Open its app to fix it.} other {There are not enough answers yet to say {kind, select, answers {more about this} other {how {metricLower} is doing}}.}}',
    'trend.wearDeclining':
      'You wore your watch on {worn} of the last {of} days. On the days you wear it, we can see how you are doing.',
    'goal.reached': 'You did it: {metricLower} about {value}. Your target was {target}.',
    'hint.askPain': 'Two taps each evening about your pain help most to see how you are doing.',
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
    phq9Score: 'PHQ-9',
    gad7Score: 'GAD-7',
    isiScore: 'ISI',
    pcsScore: 'PCS',
    pseqScore: 'PSEQ',
    odiScore: 'ODI',
    bpiInterference: 'BPI interference',
    promisPainInterference: 'PROMIS pain interference',
    promisPhysicalFunction: 'PROMIS physical function',
    promisSleepDisturbance: 'PROMIS sleep disturbance',
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
    phq9Score: 'Your answers about mood',
    gad7Score: 'Your answers about worry',
    isiScore: 'Your answers about falling and staying asleep',
    pcsScore: 'Your answers about thoughts around pain',
    pseqScore: 'Your answers about managing with pain',
    odiScore: 'Your answers about your back in daily life',
    bpiInterference: 'Your answers about pain in daily life',
    promisPainInterference: 'Your answers about pain getting in the way',
    promisPhysicalFunction: 'Your answers about what you can do',
    promisSleepDisturbance: 'Your answers about your nights',
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
