import type { MetricId } from '../../../src/metrics/index.js';
import type { SentenceKey } from './catalogue.js';

/** What a caregiver reads: about somebody else, and nothing that only the person can be asked. */
export const SENTENCES: Record<SentenceKey, string> = {
  'trend.changed':
    '{kind, select, ' +
    'steps {Since {since} there has been {direction, select, down {less} other {more}} walking than is usual: about {value} steps a day, not {usual}.} ' +
    'sleepDuration {Since {since} there has been {direction, select, down {less} other {more}} sleep than is usual: about {value} a night, not {usual}.} ' +
    'restingHeartRate {Since {since} the resting heart rate has been {direction, select, down {lower} other {higher}} than is usual: about {value} beats a minute, not {usual}.} ' +
    'walkingMinutes {Since {since} there has been {direction, select, down {less} other {more}} walking than is usual: about {value} minutes, not {usual}.} ' +
    'answers {Since {since} {metricLower} tell of {turn, select, harder {harder} other {easier}} days than is usual: about {value}{outOf}, not {usual}.} ' +
    'other {Since {since} {metricLower} has been {direction, select, down {lower} other {higher}} than is usual: about {value}{outOf}, not {usual}.}}',
  'trend.levelled':
    '{metric} {kind, select, answers {are} other {is}} holding at about {value}{hasTarget, select, true {; the target is {target}} other {}}.',
  'trend.steady': '{metric}: about {value} lately, no lasting change.',
  'trend.tooEarly': '{metric}: about {value} lately. It often takes {fromWeek} to {toWeek} weeks until a change shows.',
  'trend.insufficient':
    '{reason, select, notWorn {The watch was not worn on {days, plural, one {# day} other {# days}}, so there is not enough to say about {metricLower}.} notSynced {The watch has not sent anything for {days, plural, one {# day} other {# days}}.} other {There are not enough answers yet to say {kind, select, answers {more about this} other {how {metricLower} is doing}}.}}',
  'trend.wearDeclining': 'The watch was worn on {worn} of the last {of} days.',
  'goal.reached': 'Target reached: {metricLower} about {value}, the target was {target}.',
  'chain.fault': 'There is something new here.',
  'chain.unjudged': 'There is something new here.',
  'prom.threshold': 'On {since} there were new answers to a questionnaire that are worth a talk with the team.',
  'redFlag.selfHarm':
    'There are answers that the team wants to talk about soon. In danger, call the local emergency number.',
  'sprint.reviewDue':
    'The plan of {weeks, plural, one {# week} other {# weeks}} runs until {endsOn}; then it is decided how to go on.',
  'visit.missed': 'The video visit on {since} did not take place.',
  'vendor.outage': 'Since {since} {vendor} has not sent data for many people. There is nothing to do.',
  'hint.askPain': 'A pain score each evening, two taps, helps most to see how things are.',
};

export const NAMES: Record<MetricId, string> = {
  steps: 'Walking',
  sleepDuration: 'Sleep',
  heartRate: 'Heart rate',
  restingHeartRate: 'Resting heart rate',
  walkingMinutes: 'Walking',
  painIntensity: 'Pain',
  pegScore: 'The pain and daily life score',
  painInterference: 'How much pain gets in the way',
  sleepQuality: 'Sleep quality',
  mood: 'Mood',
  phq9Score: 'Answers about mood',
  gad7Score: 'Answers about worry',
  isiScore: 'Answers about falling and staying asleep',
  pcsScore: 'Answers about thoughts around pain',
  pseqScore: 'Answers about managing with pain',
  odiScore: 'Answers about the back in daily life',
  bpiInterference: 'Answers about pain in daily life',
  promisPainInterference: 'Answers about pain getting in the way',
  promisPhysicalFunction: 'Answers about what is possible',
  promisSleepDisturbance: 'Answers about the nights',
};
