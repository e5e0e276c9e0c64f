import type { Move } from '../../observations/index.js';
import { toldKey } from './told-key.js';
import type { ToldReading } from './told-readings.js';

/** A reading that a payload told when it was first read, and which observation that was. */
export interface Before {
  readonly id: string;
  readonly reading: ToldReading;
}

export interface PlannedMove extends Move {
  /** Of all that this payload told of the observation: two values of one moment were one before they were refused. */
  readonly keys: readonly string[];
}

/**
 * Which of a payload's readings move when it is read again in other zones. Only what an observation still stands for: a log
 * that was revised since, or was sent again already, is elsewhere. Where an observation stands for another reading as well
 * (a neighbour has come into its place before it could leave), only what the payload told goes.
 *
 * @param of.owners - keys of all that each of these observations stands for
 */
export function planMoves(
  before: readonly Before[],
  after: readonly ToldReading[],
  of: { readonly vendor: string; readonly owners: ReadonlyMap<string, ReadonlySet<string>> },
): PlannedMove[] {
  const now = new Map(after.flatMap((one) => (one.told === null ? [] : [[one.told, one.observation] as const])));
  const own = new Map<string, { key: string; reading: ToldReading }[]>();
  for (const { id, reading } of before) {
    if (reading.told === null) continue;
    const key = toldKey(of.vendor, reading.told);
    if (of.owners.get(id)?.has(key)) own.set(id, [...(own.get(id) ?? []), { key, reading }]);
  }
  return [...own].flatMap(([id, told]) => {
    const { reading } = told.find((one) => now.has(one.reading.told!)) ?? told[0]!;
    const to = now.get(reading.told!);
    const { startMs, endMs } = reading.observation;
    if (to?.startMs === startMs && to.endMs === endMs) return [];
    const move = to ? { to: { startMs: to.startMs, endMs: to.endMs }, told: to } : { to: null };
    const isShared = of.owners.get(id)!.size > told.length;
    return [{ id, keys: told.map(({ key }) => key), ...move, isShared }];
  });
}
