import { recordEvent } from '../lifecycle/alert-events.repository.js';
import { endHoldsForPersons, holdForPerson } from '../suppression/suppressions.repository.js';
import { endSnoozes, findSnoozes, saveSnooze } from './alert-people.repository.js';
import type { Snooze } from './snooze.js';

/** Everybody who snoozed it hears of it again. */
export async function rouse(alertId: string): Promise<void> {
  const snoozes = await findSnoozes(alertId);
  await wake(
    alertId,
    snoozes.map(({ personId }) => personId),
  );
}

/** There is nothing to wake for any more: it has been resolved, or is gone. @returns what held until now */
export async function forgetSnoozes(alertId: string): Promise<Awaited<ReturnType<typeof findSnoozes>>> {
  const snoozes = await findSnoozes(alertId);
  const personIds = snoozes.map(({ personId }) => personId);
  await endSnoozes(alertId, personIds);
  await endHoldsForPersons(alertId, personIds);
  return snoozes;
}

/** This person does not hear of it from then on: a snooze of theirs, or one that holds again. */
export async function keepQuiet(alertId: string, personId: string, snooze: Snooze): Promise<void> {
  await saveSnooze(alertId, personId, snooze);
  await holdForPerson(alertId, personId);
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
