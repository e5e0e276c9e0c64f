import { findSettings } from '../settings/clinic-settings.repository.js';
import { findOnCall, type OnCall } from './on-call.js';
import { findAbsences, findShifts } from './rota.repository.js';

export interface RotaNow {
  /** Those asked first come first; whoever is away is replaced already. */
  readonly onCall: readonly OnCall[];
  /** Who is away at this moment, and who stands in. */
  readonly absences: readonly { readonly personId: string; readonly standInId: string }[];
}

/** Who is on call and who is away at this moment, in the transaction that is open. */
export async function findRotaNow(atMs: number): Promise<RotaNow> {
  const { settings } = await findSettings();
  const shifts = await findShifts();
  const absences = (await findAbsences()).map(({ personId, standInId, fromAt, untilAt }) => ({
    personId,
    standInId,
    fromMs: fromAt.getTime(),
    untilMs: untilAt.getTime(),
  }));
  return {
    onCall: findOnCall(shifts, absences, settings.timeZone, atMs),
    absences: absences.filter(({ fromMs, untilMs }) => fromMs <= atMs && untilMs > atMs),
  };
}
