import { invalid } from '../../../platform/http/domain-error.js';
import { findCareRecipients } from '../../../platform/sockets/deliveries.js';
import { addDays, civilDayOf } from '../../../metrics/index.js';
import { notSnoozed } from '../alerts.errors.js';
import { decide, standingOf } from '../lifecycle/alert-lifecycle.js';
import { type Before, recordEvent } from '../lifecycle/alert-events.repository.js';
import { findSnooze } from '../people/alert-people.repository.js';
import { toSnoozeText, wakesAt } from '../people/snooze.js';
import { forgetSnoozes, keepQuiet, wake } from '../people/rouse.js';
import type { Act, Became } from './act.js';
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
 * @returns whose pages have to look again, or why not
 * @throws DomainError INVALID_INPUT for a hand-off to somebody who may not see it or to a discipline of nobody, or a snooze until a day that has been or is too far
 *   away; ALERT_NOT_SNOOZED for a snooze of what interrupts
 */
export async function carryOutAct(
  alert: LockedAlert,
  act: Act,
  seen: number | null,
  { personId, now }: Actor,
): Promise<Became> {
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
    const endedSnoozes = (await forgetSnoozes(alert.id)).map((one) => ({
      personId: one.personId,
      ...toSnoozeText(one),
    }));
    const detail = { before: beforeOf(alert), ...(endedSnoozes.length > 0 ? { endedSnoozes } : {}) };
    await recordEvent({ alertId: alert.id, kind: 'resolved', personId, note: act.note ?? null, detail });
  }
  if (effects.includes('nap') && act.kind === 'snooze') await snooze(alert, act, { personId, now });
  if (effects.includes('wake')) await wake(alert.id, [personId], 'unsnoozed');
  if (effects.includes('tell')) return { ok: true, ring: 'team' };
  return { ok: true, ring: effects.includes('nap') || effects.includes('wake') ? 'self' : null };
}

async function handOff(alert: LockedAlert, act: Act & { kind: 'hand-off' }, by: string): Promise<void> {
  const to = { personId: act.to.personId ?? null, discipline: act.to.discipline ?? null };
  const recipients = await findCareRecipients(alert.patientId);
  if (to.personId !== null && !recipients.includes(to.personId))
    throw invalid([{ path: 'to.personId', message: 'must be somebody of the care team, or a coordinator' }]);
  const practising = to.discipline === null ? [] : await repository.findPractising(to.discipline, recipients);
  // Else it would be off everybody's list, and look as if it were in hands.
  if (to.discipline !== null && practising.length === 0)
    throw invalid([
      {
        path: 'to.discipline',
        message: 'must be practised by somebody of the care team or a coordinator: hand it to a person instead',
      },
    ]);
  // Whose it is now has not asked to sleep on that. Before the hand-off: the chain it begins finds them awake.
  await wake(alert.id, to.personId === null ? practising : [to.personId]);
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
  await keepQuiet(alert.id, personId, { since: now, until: wakes });
  const detail = { until: wakes?.toISOString() ?? null, ...(earlier ? { earlierSnooze: toSnoozeText(earlier) } : {}) };
  await recordEvent({ alertId: alert.id, kind: 'snoozed', personId, detail });
}
