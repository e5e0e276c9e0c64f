import { findSettings } from '../settings/clinic-settings.repository.js';
import { findOnCall, type OnCall } from './on-call.js';
import { findAbsences, findShifts } from './rota.repository.js';

export interface RotaNow {
  /** Those asked first come first; whoever is away is replaced already. */
  readonly onCall: readonly OnCall[];
  /** Who is away at this moment, and who stands in. */
  readonly absences: readonly { readonly personId: string; readonly standInId: string }[];
}

/**
 * Who is on call and who is away at this moment, in the transaction that is open.
 *
 * @param profession - whose work it is: they are asked before those on call for everything. When there are neither, whoever is
 *   on call for anything: somebody is better than nobody.
 */
export async function findRotaNow(atMs: number, profession: string | null): Promise<RotaNow> {
  const { settings } = await findSettings();
  const shifts = await findShifts();
  const absences = (await findAbsences()).map(({ personId, standInId, fromAt, untilAt }) => ({
    personId,
    standInId,
    fromMs: fromAt.getTime(),
    untilMs: untilAt.getTime(),
  }));
  const asked = findOnCall(shifts, absences, settings.timeZone, atMs, profession);
  const forAnything = shifts.map((shift) => ({ ...shift, profession: null }));
  return {
    onCall: asked.length > 0 ? asked : findOnCall(forAnything, absences, settings.timeZone, atMs),
    absences: absences.filter(({ fromMs, untilMs }) => fromMs <= atMs && untilMs > atMs),
  };
}
