/** Words around charts. ICU MessageFormat; days and hours arrive formatted. */
export const CHART_MESSAGES = {
  'charts.events': 'Events',
  'charts.legendLine': 'middle of seven days',
  'charts.legendLevel': 'since the change',
  'charts.legendFlag': 'day of the change',
  'charts.legendTarget': 'target',
  'charts.there': '{who} is in {city}: {at} there',
  'charts.hoursThere': 'Hours are by the clock in {city}, where the day was lived.',
} as const;
