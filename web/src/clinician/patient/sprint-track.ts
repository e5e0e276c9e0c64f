/** A short line for one target: start, now and target on one scale, in shares from 0 to 1. */
export interface Track {
  start: number;
  now: number;
  target: number;
}
export function trackOf(baseline: number, now: number, target: number): Track {
  const low = Math.min(baseline, now, target);
  const high = Math.max(baseline, now, target);
  const room = (high - low || Math.abs(high) || 1) * 0.3;
  const at = (value: number) => (value - (low - room)) / (high - low + 2 * room);
  return { start: at(baseline), now: at(now), target: at(target) };
}
/** How much of each week is over, 0..1, oldest first. */
export function weekShares(weeks: number, startsOn: string, endsOn: string, today: string): number[] {
  const ms = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const done = Math.max(0, Math.min(ms(today), ms(endsOn)) - ms(startsOn)) / 86_400_000 + (today >= startsOn ? 1 : 0);
  return Array.from({ length: weeks }, (_, i) => Math.max(0, Math.min(1, (done - i * 7) / 7)));
}
