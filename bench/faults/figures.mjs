// A figure of a fault: `{ what, seen, limit, isBroken }`. What must not be is broken; all else is only told.

/** Something that must not happen at all. @param of - out of how many, in words */
export const never = (what, count, of = '') => ({
  what,
  seen: of ? `${count} of ${of}` : String(count),
  limit: 'must be 0',
  isBroken: count !== 0,
});

/** Something that must have happened so often. */
export const exactly = (what, count, wanted) => ({
  what,
  seen: String(count),
  limit: `must be ${wanted}`,
  isBroken: count !== wanted,
});

export const told = (what, seen) => ({ what, seen: String(seen), isBroken: false });

/** Times with a limit on the worst of them, or on another share (0.99). None at all is broken too. */
export function within(what, timesMs, limitMs, share = 1) {
  const worst = quantile(timesMs, share);
  const seen = timesMs.length > 0 ? `p50 ${ms(quantile(timesMs, 0.5))}, ${name(share)} ${ms(worst)}` : 'none';
  const reserve = worst === undefined ? '' : `, ${reserveOf(worst, limitMs)}`;
  return { what, seen, limit: `${name(share)} at most ${ms(limitMs)}${reserve}`, isBroken: !(worst <= limitMs) };
}

const name = (share) => (share === 1 ? 'worst' : `p${share * 100}`);
/** How much of the limit is left. */
const reserveOf = (worst, limit) => `${Math.round((100 * (limit - worst)) / limit)} % of it left`;
const ms = (n) =>
  n >= 10_000 ? `${(n / 1000).toFixed(1)} s` : `${n >= 100 ? Math.round(n) : Number(n.toFixed(1))} ms`;

export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

export const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
