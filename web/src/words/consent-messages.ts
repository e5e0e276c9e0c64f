/** Consents: the patient's page, what the team writes down, the administrator's texts. ICU MessageFormat. */
export const CONSENT_MESSAGES = {
  'consent.title': 'What I agree to',
  'consent.lead': 'You decide. You can change an answer whenever you like, and it counts within seconds.',
  'consent.open':
    '{count, plural, one {There is one question about what you agree to.} other {There are # questions about what you agree to.}}',
  'consent.part': 'Your answers',
  'consent.caregiver': 'These answers are the patient’s own.',
  'consent.purpose':
    '{purpose, select, monitoring {Monitoring} telehealth {Visits by video or telephone} recording {Recording of visits} sharecaregiver {Sharing with caregivers} shareprimarycare {Sharing with the general practice} research {Research} other {Protected notes for the whole team}}',
  'consent.state':
    '{status, select, given {You agreed on {day}} noted {Your clinic noted on {day} that you agree} declined {You said no on {day}} withdrawn {You withdrew on {day}} other {Not answered yet}}',
  'consent.stateOfPatient':
    '{status, select, given {agreed} declined {said no} withdrawn {withdrawn} other {not asked}}',
  'consent.by':
    '{how, select, inapp {answered here} paper {on paper, written down by {name}} spoken {said to {name}} telephone {told {name} by telephone} registration {noted at registration} erasure {with the deletion of the data} merge {when two records were merged or parted} other {from before texts were kept}}',
  'consent.newer':
    '{shown, select, true {The words have changed since. Please read them and answer again.} other {You have not been shown the words yet. Please read them and answer.}}',
  'consent.read': 'Read the text',
  'consent.language': 'Language',
  'consent.agree': 'I agree',
  'consent.decline': 'I do not agree',
  'consent.withdraw': 'Withdraw',
  'consent.withdrawTitle': 'Withdraw?',
  'consent.follows':
    '{purpose, select, monitoring {From now on nothing more is stored, and your team no longer sees new numbers.} telehealth {A visit that is going on ends. Visits by video or telephone need your consent again.} recording {Nothing more is recorded.} sharecaregiver {The people who help you stop seeing anything within seconds.} shareprimarycare {Nothing more is given to the practice.} research {Nothing more is used in research.} other {Protected notes are then for you and whoever wrote them.}}',
  'consent.keep': 'Keep it',
  'consent.before': 'Earlier answers',
  'consent.answer': '{status, select, given {Agreed} declined {Said no} other {Withdrawn}} on {day}, {by}',
  'consent.askFirst':
    '{purpose, select, telehealth {Before the visit: please read this} sharecaregiver {Before you invite somebody: please read this} other {Please read this first}}',
  'consent.section': 'Consents',
  'consent.record': 'Write down',
  'consent.recordTitle': 'Write down an answer',
  'consent.which': 'Question',
  'consent.said': 'The patient',
  'consent.saidGiven': 'agrees',
  'consent.saidDeclined': 'does not agree',
  'consent.saidWithdrawn': 'withdraws',
  'consent.how': 'How was it told?',
  'consent.onPaper': 'On paper',
  'consent.spoken': 'In person',
  'consent.onPhone': 'By telephone',
  'consent.why': 'Why is it not answered in the app?',
  'consent.whyNeeded': 'Please write 5 letters or more',
  'consent.readOut': 'Read these words out, or hand them over on paper. They are kept with the answer.',
  'consent.save': 'Save the answer',
  'consent.cancel': 'Cancel',
  'consentTexts.title': 'Consent texts',
  'consentTexts.lead':
    'What patients are asked, word for word. A new version ends no consent; patients are shown it at their next look.',
  'consentTexts.version': '{version, plural, =0 {comes with Stepwell} other {version #}}, {language}',
  'consentTexts.edit': 'New version',
  'consentTexts.heading': 'Title',
  'consentTexts.body': 'Text',
  'consentTexts.bodyHint': 'An empty line begins a new paragraph. 40 letters or more.',
  'consentTexts.languageHint': 'A short code: en, de, fr, de-CH',
  'consentTexts.publish': 'Publish',
  'note.ofOthers':
    'Somebody else wrote this. What you change stands in its place; the words before are kept as a version.',
  'note.change': 'Change it',
  'note.protect': 'Who may read it',
  'note.open': 'The care team',
  'note.psychology': 'Protected: psychology',
  'note.substance': 'Protected: substance use',
  'note.protectedByOther': 'Only whoever protected this note may change that.',
  'note.protectedHint': 'Only you and the patient, and the team where the patient agreed to that.',
  'note.notYours': 'There is no note here that you may read. Protected notes are for the patient and their writer.',
} as const;
