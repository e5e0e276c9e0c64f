import { findSettings } from '../settings/clinic-settings.repository.js';
import type { OpenHours } from './open-minutes.js';

/** When the clinic's doors are open. What a site says of a day comes before what the clinic says of it. */
export async function findOpenHours(): Promise<OpenHours> {
  const { settings } = await findSettings();
  return {
    zone: settings.timeZone,
    sites: settings.sites.map(({ id, hours }) => ({
      hours,
      holidays: [
        ...settings.holidays.filter(({ siteId }) => siteId === id),
        ...settings.holidays.filter(({ siteId }) => siteId === null),
      ],
    })),
  };
}
