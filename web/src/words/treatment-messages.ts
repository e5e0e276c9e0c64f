/** Words about doses and procedures. ICU MessageFormat; days arrive formatted. */
export const TREATMENT_MESSAGES = {
  'treatment.title': 'Doses and procedures',
  'treatment.add': 'Add',
  'treatment.addTitle': 'Add a dose or procedure',
  'treatment.changeTitle': '{kind, select, dose {Correct the dose} other {Correct the procedure}}',
  'treatment.corrects':
    'This corrects what was written, from its first day on. For another dose from a later day, add that: this one then ends the day before.',
  'treatment.none': 'None is written down. What is added here stands above the charts, on its day.',
  'treatment.all': 'all {count}',
  'treatment.fewer': 'fewer',
  'treatment.dose': 'Dose',
  'treatment.procedure': 'Procedure',
  'treatment.kind': 'What it is',
  'treatment.medication': 'Medication',
  'treatment.howMuch': 'How much and how often',
  'treatment.howMuchExample': '75 mg twice daily',
  'treatment.what': 'What was done',
  'treatment.whatExample': 'Facet joint injection, left',
  'treatment.since': '{kind, select, dose {Since} other {On}}',
  'treatment.until': '{kind, select, dose {Last day, if it ends} other {Last day, if it took several}}',
  'treatment.goesOn': '{kind, select, dose {Empty: it goes on.} other {Empty: it was one day.}}',
  'treatment.when':
    '{when, select, since {since {from}} from {from {from}} until {until {to}} span {{from} to {to}} on {{from}} other {day not known}}{lastDay, select, true {, which is today} other {}}',
  'treatment.planned':
    '{lapsed, select, true {was planned} other {planned}}{how, select, on { for {when}} span { for {when}} unknown {, {when}} other { {when}}}',
  'treatment.came': '{kind, select, dose {It is taken} other {It was done}}',
  'treatment.cut': 'There are more than are shown: of what is over, what was written down first is missing.',
  'treatment.replaces': 'It takes the place of {names}, which ends on {day}.',
  'treatment.protected': '{label, select, psychology {Protected: psychology} other {Protected: substance use}}',
  'treatment.protectedByOther': 'Only whoever protected this may change that.',
  'treatment.changeNamed': 'Change {name}',
  'treatment.end': 'End',
  'treatment.endNamed': 'End {name}',
  'treatment.endTitle': 'When was the last day?',
  'treatment.lastDay': 'Last day',
  'treatment.takeBack': 'Take back',
  'treatment.takeBackTitle': 'Take it back as a mistake?',
  'treatment.takeBackWhat':
    '“{name}” goes from this list and from the charts, as if it had never been so. What was written stays in the records.{kind, select, dose { If it was taken and is over, end it instead.} other {}}',
  'treatment.needsMedication': 'Say which medication.',
  'treatment.needsDose': 'Say how much and how often.',
  'treatment.needsWhat': 'Say what was done.',
  'treatment.whole':
    '{name}. Days: {when}.{label, select, none {} psychology { Protected: psychology.} other { Protected: substance use.}}',
  'treatment.meanwhile':
    'Somebody else has changed this meanwhile. It is now: {now} What you typed is still here. Save again if it is right.',
  'treatment.meanwhileBack':
    'Somebody else has changed this meanwhile. It is now: {now} Take it back only if that is a mistake too.',
  'treatment.mine': '{voice, select, caregiver {Medicines and procedures} other {My medicines and procedures}}',
  'treatment.mineLead':
    '{voice, select, caregiver {What the care team has written down. If something is not so, tell the person you look after: they can tell their team.} other {What your team has written down. If something is not so, tell them on this page, and ask them before you take anything differently.}}',
  'treatment.mineNone':
    '{voice, select, caregiver {The care team has} other {Your team has}} not written down any medicine or procedure here.',
  'treatment.mineNow': 'Now',
  'treatment.mineLater': 'Planned',
  'treatment.mineLapsed': 'Was planned',
  'treatment.minePast': 'Earlier',
} as const;
