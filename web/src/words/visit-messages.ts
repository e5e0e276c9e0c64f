/** Words about booking visits. ICU MessageFormat. */
export const VISIT_MESSAGES = {
  'visits.past': 'This time is past.',
  'visits.tooFar': 'A visit is booked at most two years ahead: up to {last}.',
  'visits.closedThen': 'The clinic is closed then.',
  'visits.zone': 'time of {city}',
  'visits.bookAnyway': 'Book anyway',
  'visits.clockJumps': 'The clock jumps over this time; it would be {at}.',
  'notes.title': 'Notes of visits',
  'notes.part': 'The notes',
  'notes.none': 'None so far. They are written on the page of a visit.',
  'notes.all': '{more, select, true {Show all notes} other {Show all {count} notes}}',
  'notes.earlier': 'Earlier notes',
  'notes.draft': 'the visit is not over',
  'notes.mistaken': 'entered in error',
  'notes.protected': 'protected',
  'notes.empty': 'Nothing is written in it.',
  'visits.alertOpen': 'Open it on the worklist',
  'visits.alertEnded':
    'Closed on {at}: {how, select, cleared {cleared by the data} unknown {nobody said how} other {{how}}}.',
} as const;
