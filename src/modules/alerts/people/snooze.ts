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

/** As a timeline keeps it. */
export interface SnoozeText {
  readonly since: string;
  readonly until: string | null;
}

export const toSnoozeText = ({ since, until }: Snooze): SnoozeText => ({
  since: since.toISOString(),
  until: until?.toISOString() ?? null,
});

/** The snooze of a timeline, if its time is not over. */
export function readSnooze(text: SnoozeText, now: Date): Snooze | undefined {
  const until = text.until === null ? null : new Date(text.until);
  return until !== null && until <= now ? undefined : { since: new Date(text.since), until };
}
