import type { AlertKind } from '../api/types.js';

/** What ends an alert of each kind. It follows "Closes when". A kind without its sentence does not compile. */
export const CLEARS_MESSAGES = {
  'clears.red-flag': 'somebody of the team resolves it; no other answer and no correction closes it',
  'clears.deterioration':
    '{known, select, true {the middle of {days} {counted, select, answers {answers} other {worn days}} is {comparator} {value}} other {it is not so any more}}',
  'clears.improvement':
    '{known, select, true {the middle of {days} {counted, select, answers {answers} other {worn days}} is {comparator} {value}} other {it is not so any more}}',
  'clears.plateau':
    'somebody decides how to go on{known, select, true {, the target of {value} is reached} other {}}, or the data no longer show that nothing changes',
  'clears.goal-reached': 'the goal is no longer met',
  'clears.review-due': 'somebody decides how to go on, or four weeks after the sprint’s last day',
  'clears.missing-data': 'the next reading comes in',
  'clears.no-progress': 'new data come in: being in contact is not enough',
  'clears.wear-declining':
    '{known, select, true {it has been worn on at least {days} of the last {of} days} other {it is worn for a day again}}',
  'clears.prom-threshold': 'the next {instrument} is {comparator, select, atMost {above} other {below}} {threshold}',
  'clears.flare': 'the flare is over',
  'clears.no-show': 'the visit takes place after all, or is called off',
  'clears.vendor-outage': 'the vendor delivers again',
  'clears.chain-fault':
    '{about, select, judging {the data of everybody can be judged again} other {nothing had to be put right for a day, and nobody is out of reach}}',
  'clears.message-waiting': 'somebody answers',
} as const satisfies Record<`clears.${AlertKind}`, string>;
