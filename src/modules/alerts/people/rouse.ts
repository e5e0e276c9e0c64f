import { recordEvent } from '../lifecycle/alert-events.repository.js';
import { endHoldsForPersons } from '../suppression/suppressions.repository.js';
import { endSnoozes, findSnoozers } from './alert-people.repository.js';
import { isRoused } from './snooze.js';

/** Ends the snoozes of those whom this news concerns. */
export async function rouse(alertId: string, news: { severity: number; spread: boolean }): Promise<void> {
  const snoozers = await findSnoozers(alertId);
  await wake(
    alertId,
    snoozers.filter((one) => isRoused(one, news)).map((one) => one.personId),
  );
}

/** Ends snoozes, so that these persons see it again. */
export async function wake(
  alertId: string,
  personIds: readonly string[],
  kind: 'woken' | 'unsnoozed' = 'woken',
): Promise<void> {
  if (personIds.length === 0) return;
  for (const personId of await endSnoozes(alertId, personIds)) await recordEvent({ alertId, kind, personId });
  await endHoldsForPersons(alertId, personIds);
}
