/** What patients and those who follow them read about what was noticed. `voice`: patient, or caregiver, who reads of somebody else. */
export const TOLD_MESSAGES = {
  'told.title': 'What we noticed',
  'told.part': 'What was noticed',
  'told.none': '{voice, select, caregiver {The team has no news about {who}.} other {Your team has no news for you.}}',
  'told.at': 'Here since {on}',
  'told.state':
    '{state, select, open {{voice, select, caregiver {The team will look at it} other {Your team will look at it}}} looking {{voice, select, caregiver {The team is looking at it} other {Your team is looking at it}}} mistaken {A mistake in the data} spoken {{voice, select, caregiver {The team has been in touch} other {You and your team have been in touch}}} other {This is over}}',
  'told.mistaken':
    '{voice, select, caregiver {This was a problem with the data. It says nothing about how {who} is doing.} other {This was a problem with the data. It says nothing about how you are doing.}}',
  'told.wasTold': 'It said: “{what}”',
  'told.goodState': 'Good news',
  'told.ask':
    '{voice, select, caregiver {Do you know what got in the way?} other {Did something get in the way? Tell your team.}}',
  'told.answer':
    '{voice, select, caregiver {{answer, select, ill {They were ill} travelling {They were away} watchBroken {The watch is broken} other {Something else}}} other {{answer, select, ill {I was ill} travelling {I was away} watchBroken {My watch is broken} other {Something else}}}}',
  'told.words': 'Add a few words, if you like',
  'told.saidTo':
    '{voice, select, caregiver {The team and {who} can read this. Others who follow {who} see what you chose. They read your words only if {who} lets them see answers.} other {Your team can read this. People who follow you see what you chose. They read your words only if you let them see your answers.}}',
  'told.send': 'Send',
  'told.cancel': 'Not now',
  'told.said':
    '{whose, select, mine {You said: {answer}} caregiver {Somebody who follows you said: {answer}} other {{who} said: {answer}}}',
  'told.waits': 'It is safe and waits for a connection.',
  'told.undo': 'Take it back',
  'told.refused': 'This could not be sent. Please tell your clinic.',
  'told.more': 'Show what is over',
  'help.title': 'Help now',
  'help.selfHarm': 'You told us about a very hard time. You are not alone. Your team will call you.',
  'help.other': 'One of your answers needs a quick look. Your team will call you.',
  'help.danger':
    '{hasNumber, select, true {If you may be in danger, call {number} now.} other {If you may be in danger, call your emergency number now.}}',
  'help.call': 'Call {number}',
  'toldSettings.title': 'What to tell me',
  'toldSettings.why':
    '{voice, select, caregiver {A notice says that there is news. It never says about whom or what. You can always read it all here.} other {A notice says that there is news. It never says what. You can always read it all here.}}',
  'toldSettings.group':
    '{group, select, good {Good news} changes {{voice, select, caregiver {When days get harder} other {When my days get harder}}} devices {Watch and phone} other {Visits and plan}}',
  'toldSettings.level': '{level, select, all {All} important {Only what matters most} other {Nothing}}',
  'toldSettings.saved': 'Saved.',
  'told.needsAnswer': 'Choose first what it was.',
} as const;
