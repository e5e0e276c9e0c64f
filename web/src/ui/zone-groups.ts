import { cityOf } from '../words/index.js';

/** Zones under a part of the world, each by its city: typing its first letters finds it. */
export interface ZoneGroup {
  /** As IANA calls the part; empty: none. */
  readonly area: string;
  readonly zones: readonly { readonly zone: string; readonly place: string }[];
}

export function groupZones(names: readonly string[]): ZoneGroup[] {
  const groups = Map.groupBy(
    names.map((zone) => ({ zone, area: areaOf(zone), place: cityOf(zone) })),
    ({ area }) => area,
  );
  return [...groups].map(([area, zones]) => ({
    area,
    zones: zones.map(({ zone, place }) => ({ zone, place })).toSorted((a, b) => a.place.localeCompare(b.place, 'en')),
  }));
}

const areaOf = (zone: string): string => (zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : '');
