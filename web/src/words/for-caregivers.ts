import type { MetricId } from '../../../src/metrics/index.js';
import type { SentenceKey } from './catalogue.js';

/** What a caregiver reads: about somebody else by name, then "they", and nothing that only the person can be asked. */
export const SENTENCES: Record<SentenceKey, string> = {
  'trend.changed':
    '{kind, select, ' +
    'steps {Since {since} {who} has walked {direction, select, down {less} other {more}} than usual: about {value} steps a day, not {usual}.} ' +
    'sleepDuration {Since {since} {who} has slept {direction, select, down {less} other {more}} than usual: about {value} a night, not {usual}.} ' +
    'restingHeartRate {Since {since} the resting heart rate of {who} has been {direction, select, down {lower} other {higher}} than usual: about {value} beats a minute, not {usual}.} ' +
    'walkingMinutes {Since {since} {who} has walked {direction, select, down {less} other {more}} than usual: about {value} minutes, not {usual}.} ' +
    'answers {Since {since} the {metricLower} that {who} gave tell of {turn, select, harder {harder} other {easier}} days than usual: about {value}{outOf}, not {usual}.} ' +
    'other {Since {since} {metricLower} has been {direction, select, down {lower} other {higher}} for {who} than usual: about {value}{outOf}, not {usual}.}}',
  'trend.levelled':
    '{metric}: for {who} {kind, select, answers {they are} other {it is}} holding at about {value}{hasTarget, select, true {; their target is {target}} other {}}.',
  'trend.lately': '{metric}: about {value}{ofWhat} lately.',
  'trend.steady':
    '{metric}: about {value}{ofWhat} lately, no lasting change{isNewDevice, select, true { since another device or app began on {deviceSince}} other {}}.',
  'trend.tooEarly':
    '{metric}: about {value}{ofWhat} lately. It often takes {fromWeek} to {toWeek} weeks until a change shows.',
  'trend.insufficient':
    '{reason, select, notWorn {{who} did not wear the watch on {days, plural, one {# day} other {# days}}, so there is not enough to say about {metricLower}. That is fine.} notSynced {{by, select, file {The files of {who} say nothing of {days, plural, one {the last day} other {the last # days}}. They can send a new export.} other {The watch of {who} has not sent anything for {days, plural, one {# day} other {# days}}. They can open its app to fix it.}}} other {{who} has not given enough answers yet to say {kind, select, answers {more about this} other {anything about {metricLower}}}.}}',
  'trend.otherDevice':
    'Since {since} another device or app measures {metricLower} for {who}. What is usual for them is not clear yet.',
  'trend.wearDeclining': '{who} wore the watch on {worn} of the last {of} days.',
  'goal.reached':
    '{who} did it: {kind, select, steps {they walk about {value} steps a day} sleepDuration {they sleep about {value} a night} restingHeartRate {their resting heart rate is about {value} beats a minute} walkingMinutes {they walk about {value} minutes a day} answers {{metricLower} come to about {value}{outOf}} other {{metricLower} is about {value}{outOf}}}. Their target was {target}.',
  'chain.fault': 'There is something new here.',
  'chain.unjudged': 'There is something new here.',
  'prom.threshold': 'On {since} {who} gave answers that are worth a talk with the team.',
  'redFlag.selfHarm':
    '{who} gave answers that the team wants to talk about soon. In danger, call the local emergency number.',
  'redFlag.selfHarmAgain':
    '{who} gave answers that the team wants to talk about soon. In danger, call the local emergency number.',
  'redFlag.unreadable':
    '{who} gave answers that the team wants to talk about soon. In danger, call the local emergency number.',
  'redFlag.changed':
    '{who} gave answers that the team wants to talk about soon. In danger, call the local emergency number.',
  'sprint.reviewDue':
    'The plan of {who} for {weeks, plural, one {# week} other {# weeks}} runs until {endsOn}. Then they and the team decide how to go on.',
  'visit.missed': '{who} missed the video visit on {since}. They and the team can find another time.',
  'vendor.outage': 'Since {since} {vendor} has not sent data for many people. There is nothing to do.',
  'hint.askPain': 'A pain score each evening, two taps, helps most to see how {who} is doing.',
  'peg.answered': 'The week with pain: {score, number, ::.0} out of 10',
  'dose.started': '{medication} {dose}',
  'dose.changed': '{medication}: {to}, was {from}',
  'dose.stopped': '{medication}: stopped',
};

export const NAMES: Record<MetricId, string> = {
  steps: 'Walking',
  sleepDuration: 'Sleep',
  heartRate: 'Heart rate',
  restingHeartRate: 'Resting heart rate',
  walkingMinutes: 'Walking',
  wornMinutes: 'How long the device was worn',
  painIntensity: 'Pain',
  pegScore: 'The week with pain',
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
