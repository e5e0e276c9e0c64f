import { type EventDetail, type EventRow, recordEvent } from '../lifecycle/alert-events.repository.js';
import { decideUndo } from '../lifecycle/decide-undo.js';
import { keepQuiet, wake } from '../people/rouse.js';
import { readSnooze } from '../people/snooze.js';
import { findRulesFor } from '../rules/alert-rules.repository.js';
import { findEffectiveRule } from '../rules/effective-rule.js';
import { endHandled } from '../suppression/suppressions.repository.js';
import type { Became } from './act.js';
import { type LockedAlert, restore } from './acts.repository.js';
import type { Actor } from './carry-out-act.js';
import { findOvertaken } from './find-overtaken.js';

/**
 * Takes back one's own last act, if nothing else has become of the alert. A snooze is one's own and minds nobody else's acts;
 * what a resolution ended of others' holds again with it.
 */
export async function undoAct(
  alert: LockedAlert,
  act: { readonly eventId: number; readonly seen: number },
  events: readonly EventRow[],
  { personId, now }: Actor,
): Promise<Became> {
  const event = events.find((one) => one.id === act.eventId);
  const isSnooze = event?.kind === 'snoozed';
  const rule = findEffectiveRule(await findRulesFor(alert.patientId), alert);
  const decision = decideUndo({
    event,
    overtaken: event !== undefined && (await findOvertaken(alert.id, event, events)),
    undone: events.some(({ undoes }) => undoes === act.eventId),
    version: isSnooze ? act.seen : alert.version,
    seen: act.seen,
    personId,
    now,
    withinMinutes: rule.settings.undoWithinMinutes,
  });
  if (!decision.ok) return decision;
  if (!decision.change || !event) return { ok: true, ring: null };
  if (isSnooze) await undoSnooze(alert, event.detail?.earlierSnooze, { personId, now });
  else if (event.detail?.before) await restore(alert.id, event.detail.before);
  if (event.kind === 'resolved') {
    await endHandled(alert.id);
    await sleepOn(alert.id, event, events, now);
  }
  await recordEvent({ alertId: alert.id, kind: 'undone', personId, undoes: event.id });
  return { ok: true, ring: isSnooze ? 'self' : 'team' };
}

/** The snooze before it holds again, unless its time is over: then one sees the alert. */
async function undoSnooze(
  { id, state }: LockedAlert,
  earlier: EventDetail['earlierSnooze'],
  { personId, now }: Actor,
): Promise<void> {
  // Nothing is held back of what is resolved.
  const snooze = earlier && state !== 'resolved' ? readSnooze(earlier, now) : undefined;
  if (snooze) await keepQuiet(id, personId, snooze);
  else await wake(id, [personId], 'unsnoozed');
}

/** Those whom the resolution woke sleep on, unless their time is over, or they have taken that snooze back since. */
async function sleepOn(alertId: string, resolved: EventRow, events: readonly EventRow[], now: Date): Promise<void> {
  const snoozes = new Set(events.flatMap(({ id, kind }) => (kind === 'snoozed' ? id : [])));
  const awake = events.flatMap(({ id, personId, undoes }) =>
    id > resolved.id && undoes !== null && snoozes.has(undoes) ? personId : [],
  );
  for (const ended of resolved.detail?.endedSnoozes ?? []) {
    const snooze = awake.includes(ended.personId) ? undefined : readSnooze(ended, now);
    if (snooze) await keepQuiet(alertId, ended.personId, snooze);
  }
}
