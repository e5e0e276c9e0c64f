import { CLEARS_MESSAGES } from './clears-messages.js';
import { CONSENT_MESSAGES } from './consent-messages.js';
import { GLASS_MESSAGES } from './glass-messages.js';
import { ACCOUNT_MESSAGES } from './account-messages.js';
import { CHART_MESSAGES } from './chart-messages.js';
import { RIGHTS_MESSAGES } from './rights-messages.js';
import { APP_MESSAGES } from './app-messages.js';
import { CLINIC_MESSAGES } from './clinic-messages.js';
import { REVIEW_MESSAGES } from './review-messages.js';
import { NOTICE_MESSAGES } from './notice-messages.js';
import { OFFLINE_MESSAGES } from './offline-messages.js';
import { SPRINT_MESSAGES } from './sprint-messages.js';
import { TOLD_MESSAGES } from './told-messages.js';
import { RULE_MESSAGES } from './rule-messages.js';
import { TREATMENT_MESSAGES } from './treatment-messages.js';
import { VISIT_MESSAGES } from './visit-messages.js';
import { WORKLIST_MESSAGES } from './worklist-messages.js';

/** Sentences that pages make up themselves, from facts they hold. ICU MessageFormat. */
export const PAGE_MESSAGES = {
  ...ACCOUNT_MESSAGES,
  ...CHART_MESSAGES,
  ...RIGHTS_MESSAGES,
  ...APP_MESSAGES,
  ...CLINIC_MESSAGES,
  ...NOTICE_MESSAGES,
  ...WORKLIST_MESSAGES,
  ...CLEARS_MESSAGES,
  ...OFFLINE_MESSAGES,
  ...TOLD_MESSAGES,
  ...REVIEW_MESSAGES,
  ...RULE_MESSAGES,
  ...SPRINT_MESSAGES,
  ...TREATMENT_MESSAGES,
  ...VISIT_MESSAGES,
  'field.room':
    '{left, plural, =0 {No more room: {max, number} characters fit here, what is longer is cut off.} one {Room for # more character.} other {Room for # more characters.}}',
  'field.needed': 'Please fill in.',
  'field.choose': 'Please choose.',
  'field.pick': 'Choose one',
  'field.needsDay': 'Choose a day.',
  'field.needsMoment': 'Choose a day and a time.',
  'field.endsBefore': 'This is before the first day.',
  'field.email': 'Please give a complete address.',
  'field.phone': 'Please give a telephone number, such as +49 30 1234567.',
  'field.birthDate': 'Choose a day in the past, after 1900.',
  'field.until': 'Choose a day from today up to {last}, or leave it empty for no end.',
  'field.longest': 'At most {max, number} characters fit here.',
  'field.serverSays': 'This {message}.',
  'field.noNumber': 'This is not a number.',
  'field.ambiguous': '“{text}” can be read in two ways. Write {grouped} or {decimal}.',
  'home.greeting': 'Hello, {name}',
  'unsent.sending': 'Being sent. Please wait.',
  'unsent.title': 'Throw away what you typed?',
  'unsent.why': 'It has not been sent, and it is not kept.',
  'unsent.yes': 'Throw it away',
  'unsent.no': 'Go on with it',
  confidence:
    '{from, select, outcomes {{bars, select, 3 {High confidence} 2 {Fair confidence} other {Low confidence}}} other {{bars, select, 3 {Strong evidence} 2 {Fair evidence} other {Weak evidence}}}}',
  'budget.title': 'Alarm budget',
  'budget.part': 'The alarm budget',
  'budget.lead':
    'How many false alarms may reach the team? With fewer, deteriorations are noticed later and more are missed. With more, they are noticed earlier.',
  'budget.legend': 'False alarms the clinic accepts',
  'budget.save': 'Save',
  'budget.cancel': 'Cancel',
  'budget.admins': 'Your administrators choose it.',
  'budget.now': 'now',
  'budget.past': 'Last 90 days:',
  'budget.unknown':
    'What each choice would have meant in your clinic is not known yet: it takes patients with four weeks of data.',
  'budget.history': 'Changes',
  'budget.unchanged': 'Nobody has changed it yet.',
  'budget.share':
    '{whole, select, true {About one false alarm per {per, plural, one {patient} other {# patients}} a month} other {About {inTen} false alarms per 10 patients a month}}',
  'budget.clinic':
    '{often, select, true {in your clinic of {patients, plural, one {# patient} other {# patients}} about {aMonth} a month} other {in your clinic of {patients, plural, one {# patient} other {# patients}} about one in {months, plural, one {# month} other {# months}}}}',
  'budget.nobody': 'no patient is monitored yet',
  'budget.lookBack':
    '{told, plural, =0 {no alert} one {# alert} other {# alerts}}{known, select, true {{real, plural, =0 {} other {, # of them acted on}}} other {; how many you would have acted on is unknown}}',
  'budget.limits':
    'Below the threshold in force nothing was raised, so nobody knows what you would have acted on there. Alerts about questionnaires come on top and are not counted here. Alerts that nobody judged are taken for false as often as the judged ones were: resolve alerts with their outcome to make it better.',
  'budget.lookedAt':
    'Looked back from {from} to {to}: {patients, plural, one {# patient} other {# patients}} watched, {months} patient-months.',
  'budget.learned':
    'The alarm threshold is learned from these days{judged, plural, =0 {} one { and # judged alert} other { and # judged alerts}}, and again every week.',
  'budget.saved': 'Saved. It holds for days from {from} on; what is open stays open.',
  'sprint.stands':
    '{isFinal, select, true {Sprint} other {Sprint so far}}: {stand, select, provisional {before day 21 there is nothing to rest on} insufficient {{metric}, too little data} held {{metric} held at the target} reached {{metric} reached the target} early {{metric} unchanged, too early to expect more} improving {{metric} improving} plateau {{metric} levelled off} deteriorating {{metric} getting worse} other {{metric}, {isFinal, select, true {not clear} other {not clear yet}}}}',
  'sprint.chances': 'improving {improving} % · no change {plateau} % · getting worse {deteriorating} %',
  'budget.changed': '{by} changed it from {before} to {after}',
  ...CONSENT_MESSAGES,
  ...GLASS_MESSAGES,
} as const;
export type PageMessageKey = keyof typeof PAGE_MESSAGES;
