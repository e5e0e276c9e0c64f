import { cityOf } from './city-of.js';
import { sayOnPage } from './say.js';

/** ", time of Tokyo" where the patient is by another clock than the clinic; else nothing. */
export const zoneWords = (timeZone: string, ofClinic: string): string =>
  timeZone === ofClinic ? '' : `, ${sayOnPage('visits.zone', { city: cityOf(timeZone) })}`;
