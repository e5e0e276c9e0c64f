import { modernZone } from './modern-zone.js';

/** In which zone this browser's clock is: an IANA name. */
export const zoneHere = (): string => modernZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

/**
 * Where somebody is, by the clock of what they hold in their hand; null where that tells nothing: UTC is what browsers say
 * that keep it to themselves, and nobody lives there.
 */
export const zoneOfSomewhere = (zone: string): string | null => (NOWHERE.test(zone) ? null : zone);

const NOWHERE = /^(Etc\/.*|UTC|UCT|GMT|Universal|Zulu|Greenwich)$/;
