import type { AlertKind, Profession, SavedView, Tier, Whose } from '../../api/types.js';
import { ALERT_KINDS, PROFESSIONS } from '../../api/types.js';
import { TIERS } from './board.js';

/** What of the worklist to show. It is the page's address, so there is never a name of a patient in it. */
export type Filters = SavedView['filters'];
export type Snoozed = Filters['snoozed'];

const WHOSE = ['mine', 'team', 'all'] as const satisfies readonly Whose[];
const SNOOZED = ['without', 'only', 'with'] as const satisfies readonly Snoozed[];
export const USUAL: Filters = { whose: 'team', snoozed: 'without' };

const one = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value);

/** Only what differs from the usual view stands in the address. */
export interface FilterSearch {
  whose?: Whose;
  discipline?: Profession;
  tier?: Tier;
  kind?: AlertKind;
  snoozed?: Snoozed;
}
export function toSearch(filters: Partial<Filters>): FilterSearch {
  const { whose, discipline, tier, kind, snoozed } = filters;
  return {
    ...(whose && whose !== USUAL.whose ? { whose } : {}),
    ...(discipline ? { discipline } : {}),
    ...(tier ? { tier } : {}),
    ...(kind ? { kind } : {}),
    ...(snoozed && snoozed !== USUAL.snoozed ? { snoozed } : {}),
  };
}
/** An address that somebody typed wrong shows the usual view, not an error. */
export function readSearch(search: Record<string, unknown>): FilterSearch {
  const found: Partial<Filters> = {};
  const whose = one(WHOSE, search.whose);
  const discipline = one(PROFESSIONS, search.discipline);
  const tier = one(TIERS, search.tier);
  const kind = one(ALERT_KINDS, search.kind);
  const snoozed = one(SNOOZED, search.snoozed);
  if (whose) found.whose = whose;
  if (discipline) found.discipline = discipline;
  if (tier) found.tier = tier;
  if (kind) found.kind = kind;
  if (snoozed) found.snoozed = snoozed;
  return toSearch(found);
}
export const toFilters = (search: FilterSearch): Filters => ({ ...USUAL, ...search });

/** The same filters have the same name, whatever the order they were chosen in. */
export const nameOf = (filters: Filters): string => JSON.stringify(Object.entries(toSearch(filters)).sort());
export const isSame = (a: Filters, b: Filters): boolean => nameOf(a) === nameOf(b);
/** More than "whose": the list shows a part, and its groups do not hold what the server counts. */
export const isNarrowed = ({ discipline, tier, kind, snoozed }: Filters): boolean =>
  discipline !== undefined || tier !== undefined || kind !== undefined || snoozed !== 'without';
