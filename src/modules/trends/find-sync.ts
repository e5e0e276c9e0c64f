import { civilDayAt, zoneAt, type ZoneHistory } from '../../metrics/index.js';
import { findContact, findLastContact, findSilences } from '../observations/index.js';
import { findLastFile } from '../patients/index.js';
import { findLostDays } from './lost-days.js';
import type { SyncDays } from './patient-days.js';

/** How far a patient's devices have come: instants in milliseconds, and in the patient's days. */
export interface Sync {
  readonly newestMs: number | null;
  readonly contactMs: number | null;
  /** When the newest file was brought in, where everything measured came by files: these were never in contact. */
  readonly fileAt: Date | null;
  /** When the newest readings arrived. */
  readonly receivedMs: number | null;
  readonly days: SyncDays;
  /** By whose service the device came that was heard of last, or what it fell silent with. */
  readonly vendor: string | null;
  /** Days of silences that are over. */
  readonly over: ReadonlySet<string>;
}

export async function findSync(patientId: string, zones: ZoneHistory, nowMs: number): Promise<Sync> {
  const { lastContactMs: newestMs, lastReceivedMs } = await findContact(patientId);
  const heard = await findLastContact(patientId);
  const heardMs = Math.max(heard?.ms ?? Number.NEGATIVE_INFINITY, lastReceivedMs ?? Number.NEGATIVE_INFINITY);
  const contactMs = Number.isFinite(heardMs) ? heardMs : null;
  // Whom a program tells of that brings no files is no patient of files alone: nobody need ask.
  const fileAt = heard?.isLive === true ? null : await findLastFile(patientId);
  const silences = await findSilences(patientId, zoneAt(zones, nowMs));
  const cause = silences.findLast(({ isOpen }) => isOpen)?.cause;
  // The end of a period belongs to the day that ends there; today's total ends at midnight.
  const dayOf = (ms: number | null) => (ms === null ? null : civilDayAt(zones, Math.min(ms - 1, nowMs)));
  return {
    newestMs,
    contactMs,
    fileAt,
    receivedMs: lastReceivedMs,
    vendor: cause ?? heard?.vendor ?? null,
    over: findLostDays(silences.filter(({ isOpen }) => !isOpen)),
    days: { newest: dayOf(newestMs), contact: fileAt ? null : dayOf(contactMs), lost: findLostDays(silences) },
  };
}
