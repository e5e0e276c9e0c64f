/** Sentences that pages make up themselves, from facts they hold. ICU MessageFormat. */
export const PAGE_MESSAGES = {
  'budget.share':
    '{whole, select, true {About one false alarm per {per, plural, one {patient} other {# patients}} a month} other {About {inTen} false alarms per 10 patients a month}}',
  'budget.clinic':
    '{often, select, true {in your clinic of {patients, plural, one {# patient} other {# patients}} about {aMonth} a month} other {in your clinic of {patients, plural, one {# patient} other {# patients}} about one in {months, plural, one {# month} other {# months}}}}',
  'budget.nobody': 'no patient is monitored yet',
  'budget.lookBack':
    '{told, plural, =0 {no alert} one {# alert} other {# alerts}}{real, plural, =0 {} other {, # of them acted on}}',
  'budget.lookedAt':
    'Looked back from {from} to {to}: {patients, plural, one {# patient} other {# patients}} watched, {months} patient-months.',
  'budget.learned':
    'The alarm threshold is learned from these days{judged, plural, =0 {} one { and # judged alert} other { and # judged alerts}}, and again every week.',
  'budget.saved': 'Saved. It holds for days from {from} on; what is open stays open.',
  'sprint.stands':
    '{isFinal, select, true {Sprint} other {Sprint so far}}: {stand, select, provisional {before day 21 there is nothing to rest on} insufficient {{metric}, too little data} held {{metric} held at the target} reached {{metric} reached the target} early {{metric} unchanged, too early to expect more} improving {{metric} improving} plateau {{metric} levelled off} deteriorating {{metric} getting worse} other {{metric}, {isFinal, select, true {not clear} other {not clear yet}}}}',
  'sprint.chances': 'improving {improving} · no change {plateau} · getting worse {deteriorating}',
  'budget.changed': '{by} changed it from {before} to {after}',
} as const;
export type PageMessageKey = keyof typeof PAGE_MESSAGES;
