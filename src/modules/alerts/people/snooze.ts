import { startOfDay } from '../../../metrics/index.js';
import type { SnoozeUntil } from '../alerts.schema.js';

/** One person's, from then on. `until` null: until it is worse. */
export interface Snooze {
  readonly since: Date;
  readonly until: Date | null;
}

/** When does it wake by itself? At the beginning of that day in the clinic's zone; null: not before it is worse. */
export const wakesAt = (until: SnoozeUntil, clinicZone: string): Date | null =>
  until.when === 'day' ? new Date(startOfDay(clinicZone, until.on)) : null;
