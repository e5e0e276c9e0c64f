/** Zones under a part of the world, each by its city: typing its first letters finds it. */
export interface ZoneGroup {
  /** As IANA calls the part; empty: none. */
  readonly area: string;
  readonly zones: readonly { readonly zone: string; readonly place: string }[];
}

export function groupZones(names: readonly string[]): ZoneGroup[] {
  const groups = Map.groupBy(
    names.map((zone) => ({ zone, area: areaOf(zone), place: placeOf(zone) })),
    ({ area }) => area,
  );
  return [...groups].map(([area, zones]) => ({
    area,
    zones: zones.map(({ zone, place }) => ({ zone, place })).toSorted((a, b) => a.place.localeCompare(b.place, 'en')),
  }));
}

const areaOf = (zone: string): string => (zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : '');

/** "Knox, Indiana" of America/Indiana/Knox. */
export const placeOf = (zone: string): string =>
  zone
    .split('/')
    .slice(zone.includes('/') ? 1 : 0)
    .toReversed()
    .join(', ')
    .replaceAll('_', ' ');
