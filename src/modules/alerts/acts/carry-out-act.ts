import { invalid } from '../../../platform/http/domain-error.js';
import { findCareRecipients } from '../../../platform/sockets/deliveries.js';
import { addDays, civilDayOf } from '../../../metrics/index.js';
import { notSnoozed, type RefusedCode } from '../alerts.errors.js';
import { decide, standingOf } from '../lifecycle/alert-lifecycle.js';
import { type Before, recordEvent } from '../lifecycle/alert-events.repository.js';
import { findSnooze, saveSnooze } from '../people/alert-people.repository.js';
import { type Snooze, wakesAt } from '../people/snooze.js';
import { forgetSnoozes, wake } from '../people/rouse.js';
import { holdForPerson } from '../suppression/suppressions.repository.js';
import type { Act } from './act.js';
import * as repository from './acts.repository.js';
import type { LockedAlert } from './acts.repository.js';

/** The pages offer less; beyond a year it is forgotten, not snoozed. */
const MOST_SNOOZE_DAYS = 366;

export interface Actor {
  readonly personId: string;
  readonly now: Date;
}

export const beforeOf = (alert: LockedAlert): Before => ({
  state: alert.state,
  stateSince: alert.stateSince.toISOString(),
  ownerId: alert.ownerId,
  discipline: alert.discipline,
});

/**
 * Does one act on a locked alert, if the lifecycle allows it.
 *
 * @param seen - the version on the screen; null for acts that a newer one does not stand in the way of
 * @returns whether the team's pages have to look again, or why not
 * @throws DomainError INVALID_INPUT for a hand-off to somebody who may not see it or to a discipline of nobody, or a snooze until a day that has been or is too far
 *   away; ALERT_NOT_SNOOZED for a snooze of what interrupts
 */
export async function carryOutAct(
  alert: LockedAlert,
  act: Act,
  seen: number | null,
  { personId, now }: Actor,
): Promise<{ readonly ok: true; readonly ring: boolean } | { readonly ok: false; readonly code: RefusedCode }> {
  const own = alert.ownerId === personId;
  const decision = decide(standingOf(alert), { kind: 'act', act: act.kind, own, version: alert.version, seen });
  if (!decision.ok) return decision;
  const { effects } = decision;
  if (effects.includes('own')) {
    await repository.saveOwner(alert.id, personId);
    await recordEvent({ alertId: alert.id, kind: 'acknowledged', personId, detail: { before: beforeOf(alert) } });
  }
  if (effects.includes('hand') && act.kind === 'hand-off') await handOff(alert, act, personId);
  if (effects.includes('close') && act.kind === 'resolve') {
    await repository.saveOutcome(alert.id, act.outcome);
    await forgetSnoozes(alert.id);
    const note = act.note ?? null;
    await recordEvent({ alertId: alert.id, kind: 'resolved', personId, note, detail: { before: beforeOf(alert) } });
  }
  if (effects.includes('nap') && act.kind === 'snooze') await snooze(alert, act, { personId, now });
  if (effects.includes('wake')) await wake(alert.id, [personId], 'unsnoozed');
  return { ok: true, ring: effects.includes('tell') };
}

async function handOff(alert: LockedAlert, act: Act & { kind: 'hand-off' }, by: string): Promise<void> {
  const to = { personId: act.to.personId ?? null, discipline: act.to.discipline ?? null };
  const recipients = await findCareRecipients(alert.patientId);
  if (to.personId !== null && !recipients.includes(to.personId))
    throw invalid([{ path: 'to.personId', message: 'must be somebody of the care team, or a coordinator' }]);
  // Else it would be off everybody's list, and look as if it were in hands.
  if (to.discipline !== null && !(await repository.isPractised(to.discipline, recipients)))
    throw invalid([
      {
        path: 'to.discipline',
        message: 'must be practised by somebody of the care team or a coordinator: hand it to a person instead',
      },
    ]);
  await repository.saveHandOff(alert.id, to.personId, to.discipline);
  const detail = { before: beforeOf(alert), to };
  await recordEvent({ alertId: alert.id, kind: 'handed-off', personId: by, note: act.note ?? null, detail });
}

async function snooze(
  alert: LockedAlert,
  { until }: Act & { kind: 'snooze' },
  { personId, now }: Actor,
): Promise<void> {
  if (alert.tier === 'now') throw notSnoozed();
  const wakes = wakesAt(until, alert.clinicZone);
  if (wakes !== null && wakes <= now)
    throw invalid([
      { path: 'until.on', message: `must be a day after ${civilDayOf(alert.clinicZone, now.getTime())}` },
    ]);
  const last = addDays(civilDayOf(alert.clinicZone, now.getTime()), MOST_SNOOZE_DAYS);
  if (until.when === 'day' && until.on > last)
    throw invalid([{ path: 'until.on', message: `must be a day until ${last}` }]);
  const earlier = await findSnooze(alert.id, personId);
  await saveSnooze(alert.id, personId, { since: now, until: wakes });
  await holdForPerson(alert.id, personId);
  const detail = { until: wakes?.toISOString() ?? null, ...(earlier ? { earlierSnooze: toText(earlier) } : {}) };
  await recordEvent({ alertId: alert.id, kind: 'snoozed', personId, detail });
}

const toText = ({ since, until }: Snooze) => ({ since: since.toISOString(), until: until?.toISOString() ?? null });
