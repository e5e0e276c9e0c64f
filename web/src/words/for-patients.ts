import { INSTRUMENTS } from '../../../src/instruments/index.js';
import type { MetricId } from '../../../src/metrics/index.js';
import type { SentenceKey } from './catalogue.js';

/** What a patient reads: plain, never frightening, never blaming. */
export const SENTENCES: Record<SentenceKey, string> = {
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
  'trend.lately': '{metric}: about {value}{ofWhat} lately.',
  'trend.steady':
    '{metric}: about {value}{ofWhat} lately, no lasting change{isNewDevice, select, true { since another device or app began on {deviceSince}} other {}}.',
  'trend.tooEarly':
    '{metric}: about {value}{ofWhat} lately. It often takes {fromWeek} to {toWeek} weeks until a change shows.',
  'trend.insufficient':
    '{reason, select, notWorn {Your watch was not worn on {days, plural, one {# day} other {# days}}, so there is not enough to say about {metricLower}. That is fine; it starts again when you wear it.} notSynced {{by, select, file {The files that were brought in say nothing of {days, plural, one {the last day} other {the last # days}}. Send a new export.} other {Your watch has not sent anything for {days, plural, one {# day} other {# days}}. Open its app to fix it.}}} other {There are not enough answers yet to say {kind, select, answers {more about this} other {anything about {metricLower}}}.}}',
  'trend.otherDevice':
    'Since {since} another device or app measures {metricLower}. What is usual for you is not clear yet.',
  'trend.wearDeclining':
    'You wore your watch on {worn} of the last {of} days. On the days you wear it, we can see how you are doing.',
  'goal.reached':
    'You did it: {kind, select, steps {you walk about {value} steps a day} sleepDuration {you sleep about {value} a night} restingHeartRate {your resting heart rate is about {value} beats a minute} walkingMinutes {you walk about {value} minutes a day} answers {{metricLower} come to about {value}{outOf}} other {{metricLower} is about {value}{outOf}}}. Your target was {target}.',
  'chain.fault': 'There is something new here.',
  'chain.unjudged': 'There is something new here.',
  'prom.threshold':
    'On {since} {metricLower} came to {value}{outOf}. It can help to talk about them; your team can see them too.',
  'redFlag.selfHarm':
    'One of your answers tells of a very hard time. If you may be in danger, call your local emergency number now.',
  'redFlag.selfHarmAgain':
    'One of your answers tells of a very hard time. If you may be in danger, call your local emergency number now.',
  'redFlag.unreadable':
    'One of your answers tells of a very hard time. If you may be in danger, call your local emergency number now.',
  'redFlag.changed':
    'One of your answers tells of a very hard time. If you may be in danger, call your local emergency number now.',
  'sprint.reviewDue':
    'Your plan of {weeks, plural, one {# week} other {# weeks}} runs until {endsOn}. Then you and your team decide together how to go on.',
  'visit.missed': 'We missed you at the video visit on {since}. Shall we find another time?',
  'vendor.outage': 'Since {since} {vendor} has not sent data for many people. There is nothing you need to do.',
  'hint.askPain': 'Two taps each evening about your pain help most to see how you are doing.',
  'peg.answered': `${INSTRUMENTS.peg.names.patient}: {score, number, ::.0} out of 10`,
  'dose.started': '{medication} {dose}',
  'dose.changed': '{medication}: {to}, was {from}',
  'dose.stopped': '{medication}: stopped',
};

export const NAMES: Record<MetricId, string> = {
  steps: 'Your walking',
  sleepDuration: 'Your sleep',
  heartRate: 'Your heart rate',
  restingHeartRate: 'Your resting heart rate',
  walkingMinutes: 'Your walking',
  wornMinutes: 'How long you wore your device',
  painIntensity: 'Your pain',
  pegScore: INSTRUMENTS.peg.names.patient,
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
};
