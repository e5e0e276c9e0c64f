import type { ZoneHistory } from '../../../metrics/index.js';

/** The zones in which a payload's wall-clock times were read, as text that is kept beside it: equal histories, equal text. */
export const writeZones = (zones: ZoneHistory): string =>
  JSON.stringify(zones.map(({ sinceMs, zone }) => [Number.isFinite(sinceMs) ? sinceMs : null, zone]));

export const parseZones = (text: string): ZoneHistory =>
  (JSON.parse(text) as [number | null, string][]).map(([since, zone]) => ({
    sinceMs: since ?? Number.NEGATIVE_INFINITY,
    zone,
  }));
