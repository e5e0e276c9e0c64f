import type { Move } from '../../observations/index.js';
import { toldKey } from './told-key.js';
import type { ToldReading } from './told-readings.js';

/** A reading that a payload told when it was first read, and which observation that was. */
export interface Before {
  readonly id: string;
  readonly reading: ToldReading;
}

export interface PlannedMove extends Move {
  readonly key: string;
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
  const moves = new Map<string, PlannedMove>();
  for (const { id, reading } of before) {
    if (reading.told === null) continue;
    const key = toldKey(of.vendor, reading.told);
    const owners = of.owners.get(id);
    if (!owners?.has(key)) continue;
    const told = now.get(reading.told);
    const { startMs, endMs } = reading.observation;
    if (told?.startMs === startMs && told.endMs === endMs) continue;
    moves.set(id, {
      id,
      key,
      to: told ? { startMs: told.startMs, endMs: told.endMs } : null,
      ...(told ? { told } : {}),
      isShared: owners.size > 1,
    });
  }
  return [...moves.values()];
}
