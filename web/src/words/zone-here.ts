import { modernZone } from './modern-zone.js';

/** In which zone this browser's clock is: an IANA name. */
export const zoneHere = (): string => modernZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
