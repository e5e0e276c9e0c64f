import { INSTRUMENTS } from '../../../src/instruments/index.js';
import type { MetricId } from '../../../src/metrics/index.js';
import type { SentenceKey } from './catalogue.js';

/** What the people of the clinic read. */
export const SENTENCES: Record<SentenceKey, string> = {
  'trend.changed':
    '{metric} {direction, select, down {down} other {up}} {amount} since {since}: {value}, usual {usual}',
  'trend.levelled':
    '{metric} {kind, select, steps {have} other {has}} stayed near {value} for {weeks, plural, one {# week} other {# weeks}}{hasTarget, select, true {; the target is {target}} other {}}',
  'trend.lately': '{metric}: about {value} lately',
  'trend.steady':
    '{metric} {value}, usual {usual}: no lasting change{isNewDevice, select, true { since another device or app began on {deviceSince}} other {}}',
  'trend.tooEarly':
    '{metric} {value}, usual {usual}: no lasting change yet; one is to be expected in weeks {fromWeek} to {toWeek}',
  'trend.insufficient':
    '{reason, select, notWorn {No data for {days, plural, one {# day} other {# days}}: not worn} notSynced {No data for {days, plural, one {# day} other {# days}}: {by, select, file {no newer export was brought in} other {not synced}}} other {{answered, plural, =0 {No answers for {days, plural, one {# day} other {# days}}} one {One answer in two weeks} other {# answers in two weeks}}}}; {answered, plural, =0 {nothing can be said} other {not enough to say anything}} about {metricLower}',
  'trend.otherDevice':
    'Since {since} {metricLower} {kind, select, steps {come} other {comes}} from another device or app; what is usual is not clear yet',
  'trend.wearDeclining': 'Watch worn {worn} of the last {of} days, was {was} of {wasOf}',
  'goal.reached': 'Goal reached: {metricLower} {value}, target {target}',
  'chain.fault':
    'Notices may have failed since yesterday: {repaired, plural, =0 {} one {# call was missing; } other {# calls were missing; }}{deadSteps, plural, =0 {} one {# call failed; } other {# calls failed; }}{deadNotices, plural, =0 {} one {# notice was not taken; } other {# notices were not taken; }}{unheard, plural, =0 {} one {nobody of the team could be reached about # alert; } other {nobody of the team could be reached about # alerts; }}{lateTellings, plural, =0 {} one {# piece of news for patients is late; } other {# pieces of news for patients are late; }}look at what is open, and tell whoever runs this server',
  'chain.unjudged':
    'The data of {patients, plural, one {# patient} other {# patients}} cannot be judged: no change is found there; tell whoever runs this server',
  'prom.threshold':
    '{metric} {value} on {since}, {comparator, select, atMost {at or below} other {at or above}} {threshold}',
  'redFlag.selfHarm':
    'PHQ-9 item 9 on {since}: thoughts of death or self-harm {answer, select, 1 {on several days} 2 {on more than half the days} other {nearly every day}}',
  'redFlag.selfHarmAgain':
    'PHQ-9 item 9 on {since}: thoughts of death or self-harm {answer, select, 1 {on several days} 2 {on more than half the days} other {nearly every day}}; {answers, plural, one {# such answer} other {# such answers}} since {first}',
  'redFlag.unreadable': 'An answer to PHQ-9 question {item} of {since} could not be read: look at it',
  'redFlag.changed':
    'PHQ-9 item {item} of {since}: the answer {answer, select, 1 {“several days”} 2 {“more than half the days”} 3 {“nearly every day”} other {that could not be read}} was {how, select, withdrawn {withdrawn} other {corrected to “not at all”}} on {changedOn}{by, select, nobody {} other { by {by}}}',
  'sprint.reviewDue':
    'Sprint of {weeks, plural, one {# week} other {# weeks}}: decision due by {endsOn} (continue, change, stop, escalate or taper)',
  'visit.missed':
    'Did not come to the video visit on {since}{missedInARow, plural, =0 {} =1 {} other {, # missed in a row}}',
  'vendor.outage':
    '{vendor}: nothing from {patientsSilent} of {patientsConnected} patients since {since}; most likely their service, not the patients',
  'hint.askPain':
    'Steps are known, pain hardly yet. A lasting change of {percent} % in steps alone shows in about one of five people within {weeks} weeks; a daily pain score, two taps, helps most',
  'peg.answered': `${INSTRUMENTS.peg.names.clinic} {score, number, ::.0} out of 10`,
  'dose.started': '{medication} {dose}',
  'dose.changed': '{medication} {from} → {to}',
  'dose.stopped': '{medication} stopped',
};

export const NAMES: Record<MetricId, string> = {
  steps: 'Steps',
  sleepDuration: 'Sleep',
  heartRate: 'Heart rate',
  restingHeartRate: 'Resting heart rate',
  walkingMinutes: 'Walking',
  wornMinutes: 'Time worn',
  painIntensity: 'Pain',
  pegScore: INSTRUMENTS.peg.names.clinic,
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
};
