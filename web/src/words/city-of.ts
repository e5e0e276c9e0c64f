import { modernZone } from './modern-zone.js';

/**
 * What a page calls a time zone, wherever one stands: the city after which IANA names it, as it is spelled now. "Kolkata" of
 * Asia/Calcutta, and "Knox, Indiana" of America/Indiana/Knox, since there are others of that name.
 */
export const cityOf = (timeZone: string): string => {
  const [area, ...places] = modernZone(timeZone).split('/');
  return places.length === 0 ? area! : places.toReversed().join(', ').replaceAll('_', ' ');
};
