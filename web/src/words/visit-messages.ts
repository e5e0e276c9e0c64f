/** Words about booking visits. ICU MessageFormat. */
export const VISIT_MESSAGES = {
  'visits.past': 'This time is past.',
  'visits.closedThen': 'The clinic is closed then.',
  'visits.zone': 'time of {city}',
  'visits.bookAnyway': 'Book anyway',
  'visits.clockJumps': 'The clock jumps over this time; it would be {at}.',
} as const;
