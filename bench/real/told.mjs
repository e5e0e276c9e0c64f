/**
 * What the clinic is told today, as the product's alerts do it: a concern that is not told yet is told once it is live;
 * while it lasts it is never told again; one that has gone and comes back is told anew.
 *
 * @param open domains told before and not gone since
 * @param concerns today's, { domain, … }, one per domain
 * @param isLive (concern) => boolean: was what it speaks of measured lately?
 * @returns { told, open }: today's new ones, and the domains open after today
 */
export function tell(open, concerns, isLive) {
  const told = concerns.filter((concern) => !open.includes(concern.domain) && isLive(concern));
  const lasting = concerns.filter((concern) => open.includes(concern.domain) || told.includes(concern));
  return { told, open: lasting.map(({ domain }) => domain) };
}
