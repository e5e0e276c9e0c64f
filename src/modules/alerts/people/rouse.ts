import { recordEvent } from '../lifecycle/alert-events.repository.js';
import { endHoldsForPersons } from '../suppression/suppressions.repository.js';
import { endSnoozes, findSnoozers } from './alert-people.repository.js';

/** Everybody who snoozed it hears of it again. */
export const rouse = async (alertId: string): Promise<void> => wake(alertId, await findSnoozers(alertId));

/** There is nothing to wake for any more: it has been resolved, or is gone. */
export async function forgetSnoozes(alertId: string): Promise<void> {
  const personIds = await findSnoozers(alertId);
  await endSnoozes(alertId, personIds);
  await endHoldsForPersons(alertId, personIds);
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
