import type { AlertRow, Uuid } from '../api/types.js';

/** The page looks at itself every few seconds: when it has not for so long, the whole device was asleep. */
const ASLEEP_MS = 30_000;

/** What a page knows of its own being away, by its own clock. */
export interface Watch {
  /** In sight, and on a line to the server. */
  readonly here: boolean;
  readonly lookedAt: number;
  /** What came until then is on the page. */
  readonly knownTo: number;
}

/**
 * Follows a page through being hidden, asleep and cut off.
 *
 * @param before - null: it was never there yet
 * @param facts - `heardAt`: when the server was last heard
 * @returns wokeFrom: it has come back this moment, and does not know what came since then
 */
export function look(
  before: Watch | null,
  { here, heardAt, now }: { readonly here: boolean; readonly heardAt: number | null; readonly now: number },
): { readonly watch: Watch | null; readonly wokeFrom: number | null } {
  if (!before) return { watch: here ? { here, lookedAt: now, knownTo: now } : null, wokeFrom: null };
  const slept = before.here && now - before.lookedAt > ASLEEP_MS;
  // What is heard first after sleep was sent before it.
  const knownTo = before.here && !slept ? Math.max(before.knownTo, heardAt ?? 0) : before.knownTo;
  if (!here || (before.here && !slept)) return { watch: { here, lookedAt: now, knownTo }, wokeFrom: null };
  return { watch: { here, lookedAt: now, knownTo: now }, wokeFrom: knownTo };
}

/** Does it not wait for this week? The list has these rows first. */
export const isPressing = ({ tier }: Pick<AlertRow, 'tier'>): boolean => tier === 'now' || tier === 'today';

/** Is it worth a tone: pressing, raised since, not looked at on another page, and in no colleague's hands? */
export const isMissed = (row: AlertRow, since: number, me: Uuid): boolean =>
  isPressing(row) &&
  Date.parse(row.raisedAt) > since &&
  row.seenAt === null &&
  (row.owner === null || row.owner.personId === me);
