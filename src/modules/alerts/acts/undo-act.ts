import type { RefusedCode } from '../alerts.errors.js';
import { type EventDetail, type EventRow, recordEvent } from '../lifecycle/alert-events.repository.js';
import { decideUndo } from '../lifecycle/decide-undo.js';
import { saveSnooze } from '../people/alert-people.repository.js';
import { wake } from '../people/rouse.js';
import { findRulesFor } from '../rules/alert-rules.repository.js';
import { findEffectiveRule } from '../rules/effective-rule.js';
import { endHandled } from '../suppression/suppressions.repository.js';
import { isRaisedAgain, type LockedAlert, restore } from './acts.repository.js';
import type { Actor } from './carry-out-act.js';

/** What one person does for themselves stands in nobody's way. */
const PERSONAL: readonly string[] = ['snoozed', 'unsnoozed', 'woken', 'note', 'answered', 'unanswered'];

/** Takes back one's own last act, if nothing else has become of the alert. A snooze is one's own and minds nobody else's acts. */
export async function undoAct(
  alert: LockedAlert,
  act: { readonly eventId: number; readonly seen: number },
  events: readonly EventRow[],
  { personId, now }: Actor,
): Promise<{ readonly ok: true; readonly ring: boolean } | { readonly ok: false; readonly code: RefusedCode }> {
  const event = events.find((one) => one.id === act.eventId);
  const isSnooze = event?.kind === 'snoozed';
  const takenBack = new Set(events.map((one) => one.undoes));
  const later = events.filter(
    (one) =>
      one.id > act.eventId &&
      (isSnooze ? isMine(one, personId) && !takenBack.has(one.id) : !PERSONAL.includes(one.kind)),
  );
  const rule = findEffectiveRule(await findRulesFor(alert.patientId), alert);
  const decision = decideUndo({
    event,
    overtaken: later.length > 0 || (event?.kind === 'resolved' && (await isRaisedAgain(alert.id))),
    undone: takenBack.has(act.eventId),
    version: isSnooze ? act.seen : alert.version,
    seen: act.seen,
    personId,
    now,
    withinMinutes: rule.settings.undoWithinMinutes,
  });
  if (!decision.ok) return decision;
  if (!decision.change || !event) return { ok: true, ring: false };
  if (isSnooze) await undoSnooze(alert.id, event.detail?.earlierSnooze, { personId, now });
  else if (event.detail?.before) await restore(alert.id, event.detail.before);
  if (event.kind === 'resolved') await endHandled(alert.id);
  await recordEvent({ alertId: alert.id, kind: 'undone', personId, undoes: event.id });
  return { ok: true, ring: !isSnooze };
}

/** The snooze before it holds again, unless its time is over: then one sees the alert. */
async function undoSnooze(
  alertId: string,
  earlier: EventDetail['earlierSnooze'],
  { personId, now }: Actor,
): Promise<void> {
  const until = earlier?.until ? new Date(earlier.until) : null;
  if (!earlier || (until !== null && until <= now)) return wake(alertId, [personId], 'unsnoozed');
  await saveSnooze(alertId, personId, { since: new Date(earlier.since), until });
}

const isMine = (event: EventRow, personId: string): boolean =>
  event.personId === personId && (event.kind === 'snoozed' || event.kind === 'unsnoozed' || event.kind === 'woken');
