import { findCareRecipients, type NewDelivery } from '../../../platform/sockets/deliveries.js';
import { decide, standingOf } from '../lifecycle/alert-lifecycle.js';
import { recordEvent } from '../lifecycle/alert-events.repository.js';
import { classifyReport } from '../lifecycle/classify-report.js';
import type { Effect, Report } from '../lifecycle/transitions.js';
import { forgetSnoozes, rouse } from '../people/rouse.js';
import { findRulesFor } from '../rules/alert-rules.repository.js';
import { type EffectiveRule, findEffectiveRule, type RuleVersion } from '../rules/effective-rule.js';
import { findInhibitor, inhibitsFirst } from '../suppression/inhibitions.js';
import {
  endHold,
  findHeld,
  type Held,
  type Hold,
  holdBack,
  touchHold,
} from '../suppression/suppressions.repository.js';
import { type AlertFacts, findAlertFacts, findClinicWide, lockConcerns } from './alert-facts.repository.js';
import * as writes from './alert-writes.repository.js';
import type { Concern } from './concern.js';
import { concernKeyOf } from './kinds.js';

const DAY_MS = 86_400_000;

export interface Judging {
  /** Null: the clinic. */
  readonly patientId: string | null;
  readonly now: Date;
  readonly reported: readonly Concern[];
  /** Which known concerns are not so any more? What is held back has no state. */
  readonly isGone: (
    known: Pick<AlertFacts, 'producer' | 'concernKey' | 'absentSince'> & Partial<Pick<AlertFacts, 'state'>>,
  ) => boolean;
  /** Gone means gone, whatever the rule says of staying away. */
  readonly atOnce?: boolean;
}

/** What is known of a patient's concerns while they are judged; kept up to date, so that what comes later sees it. */
interface Book {
  readonly alerts: Map<string, AlertFacts>;
  readonly clinicWide: readonly AlertFacts[];
  readonly held: Map<string, Held>;
  readonly rules: readonly RuleVersion[];
  /** Alerts whose pages have to look again. */
  readonly ring: Set<string>;
}

/**
 * Judges what is reported of one patient against what is known, in the transaction that is open: alerts, timeline and what
 * is held back move together. First what has gone, then what hides others, then the rest; and at last what another alert
 * had hidden, if that alert has gone.
 *
 * @returns deliveries for the team, to hand to `deliver` as the last step of the transaction
 */
export async function judgeConcerns(job: Judging): Promise<NewDelivery[]> {
  const { patientId } = job;
  await lockConcerns(patientId);
  const alerts = await findAlertFacts(patientId);
  const held = await findHeld(patientId);
  if (job.reported.length + alerts.length + held.length === 0) return [];
  const book: Book = {
    alerts: new Map(alerts.map((alert) => [alert.concernKey, alert])),
    clinicWide: patientId === null ? [] : await findClinicWide(),
    held: new Map(held.map((one) => [one.concernKey, one])),
    rules: await findRulesFor(patientId),
    ring: new Set(),
  };
  const here = new Set(job.reported.map(concernKeyOf));
  for (const alert of alerts) if (!here.has(alert.concernKey) && job.isGone(alert)) await miss(book, alert, job);
  for (const one of held)
    if (!here.has(one.concernKey) && job.isGone({ ...one, absentSince: null })) await release(book, one.concernKey);
  const others = [...book.held.values()].filter((one) => !here.has(one.concernKey)).map((one) => one.concern);
  for (const concern of [...job.reported].sort(inhibitsFirst)) await report(book, concern, job.now);
  for (const concern of others.sort(inhibitsFirst)) await reconsider(book, concern, job.now);
  return ringFor(book.ring, patientId);
}

async function ringFor(ring: ReadonlySet<string>, patientId: string | null): Promise<NewDelivery[]> {
  if (ring.size === 0) return [];
  const personIds = await findCareRecipients(patientId);
  return [...ring].map((objectId) => ({ kind: 'alert', objectId, patientId, personIds }));
}

/** A known concern is not reported any more: gone when that has lasted as long as the rule wants. */
async function miss(book: Book, alert: AlertFacts, { now, atOnce }: Judging): Promise<void> {
  const rule = findEffectiveRule(book.rules, alert);
  const since = alert.absentSince ?? now;
  const clearsAt = new Date(since.getTime() + (atOnce ? 0 : rule.settings.clearAfterDays * DAY_MS));
  const past: Report = clearsAt <= now ? 'past' : 'absent';
  const decision = decide(standingOf(alert), { kind: 'report', report: past, held: false });
  if (!decision.ok) return;
  for (const effect of decision.effects) {
    if (effect === 'wait') await writes.awaitClearing(alert.id, since, clearsAt);
    if (effect === 'forget') await writes.markCleared(alert.id);
    if (effect === 'clear') {
      await writes.clearAlert(alert.id);
      await recordEvent({ alertId: alert.id, kind: 'cleared' });
      await forgetSnoozes(alert.id);
      book.ring.add(alert.id);
    }
  }
  if (decision.to === 'gone') book.alerts.set(alert.concernKey, { ...alert, state: 'resolved', cleared: true });
}

/** What another alert or a rule kept back is judged again as it was last reported, once that keeps it back no more. */
async function reconsider(book: Book, concern: Concern, now: Date): Promise<void> {
  const held = book.held.get(concernKeyOf(concern));
  if (!held || (held.reason !== 'inhibited' && held.reason !== 'rule-off')) return;
  const hold = findHold(book, concern, findEffectiveRule(book.rules, concern));
  if (hold?.reason === held.reason && hold.byAlertId === held.byAlertId) await touchHold(held.id);
  else await report(book, concern, now);
}

async function report(book: Book, found: Concern, now: Date): Promise<void> {
  const rule = findEffectiveRule(book.rules, found);
  const concern = { ...found, severity: rule.settings.severity ?? found.severity } as Concern;
  const known = book.alerts.get(concernKeyOf(concern));
  const hold = findHold(book, concern, rule);
  const report = classifyReport(known, concern);
  const decision = decide(standingOf(known), { kind: 'report', report, held: hold !== null });
  if (!decision.ok) return;
  if (known?.absentSince) await writes.endWaiting(known.id);
  if (decision.effects.includes('hold')) await keepBack(book, concern, hold ?? HANDLED, known);
  else await release(book, concernKeyOf(concern));
  const isNews = decision.effects.includes('tell');
  for (const effect of decision.effects) await carryOut(book, { effect, concern, known, rule, now, isNews });
}

const HANDLED: Hold = { reason: 'already-handled', byAlertId: null };

/** Why may this concern not raise or worsen anything just now? Null: it may. */
function findHold(book: Book, concern: Concern, rule: EffectiveRule): Hold | null {
  if (!rule.settings.on) return { reason: 'rule-off', byAlertId: null };
  const present = [...book.alerts.values(), ...book.clinicWide].filter((a) => standingOf(a) !== 'gone');
  const inhibitor = findInhibitor(present, concern);
  if (inhibitor) return { reason: 'inhibited', byAlertId: inhibitor.id };
  return concern.live ? null : { reason: 'not-live', byAlertId: null };
}

async function keepBack(book: Book, concern: Concern, hold: Hold, known: AlertFacts | undefined): Promise<void> {
  const isCurrent = known !== undefined && standingOf(known) !== 'gone';
  await holdBack(concern, hold, isCurrent ? known.id : null, book.held.get(concernKeyOf(concern)));
}

async function release(book: Book, concernKey: string): Promise<void> {
  const held = book.held.get(concernKey);
  if (!held) return;
  book.held.delete(concernKey);
  await endHold(held.id);
}

interface Step {
  readonly effect: Effect;
  readonly concern: Concern;
  readonly known: AlertFacts | undefined;
  readonly rule: EffectiveRule;
  readonly now: Date;
  readonly isNews: boolean;
}

async function carryOut(book: Book, step: Step): Promise<void> {
  const { effect, concern, known, rule, now, isNews } = step;
  const { sentence, severity } = concern;
  if (effect === 'raise') {
    const id = await writes.insertAlert(concern, rule, now);
    await recordEvent({ alertId: id, kind: 'raised', sentence });
    note(book, concern, { id, state: 'open', severity });
  } else if (effect === 'worsen' && known) {
    await writes.worsenAlert(known.id, concern, rule, now);
    await recordEvent({ alertId: known.id, kind: 'worsened', sentence });
    note(book, concern, { id: known.id, state: 'open', severity });
  } else if (effect === 'extend' && known) {
    await writes.extendAlert(known.id, concern, isNews);
    if (isNews) await recordEvent({ alertId: known.id, kind: 'extended', sentence });
    note(book, concern, { id: known.id, state: known.state, severity: known.severity }, isNews);
  } else if (effect === 'rouse' && known) await rouse(known.id);
}

/** The alert as it stands now, for what is judged after it. `rings`: one more day of the same is no reason to look again. */
function note(
  book: Book,
  concern: Concern,
  { id, state, severity }: Pick<AlertFacts, 'id' | 'state' | 'severity'>,
  rings = true,
): void {
  const { kind, domain, producer, evidence } = concern;
  const concernKey = concernKeyOf(concern);
  if (rings) book.ring.add(id);
  book.alerts.set(concernKey, {
    id,
    concernKey,
    kind,
    domain,
    producer,
    severity,
    state,
    evidence,
    cleared: false,
    absentSince: null,
  });
}
