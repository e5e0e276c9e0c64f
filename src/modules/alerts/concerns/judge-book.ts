import { decide, standingOf } from '../lifecycle/alert-lifecycle.js';
import { classifyReport } from '../lifecycle/classify-report.js';
import type { Effect, Report } from '../lifecycle/transitions.js';
import { type EffectiveRule, findEffectiveRule, type RuleVersion } from '../rules/effective-rule.js';
import { findInhibitor, inhibitsFirst } from '../suppression/inhibitions.js';
import type { Held, Hold } from '../suppression/suppressions.repository.js';
import type { AlertFacts } from './alert-facts.repository.js';
import type { Books } from './books.js';
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
  /** Of which is gone gone at once, whatever the rule says of staying away? Without it of none. */
  readonly atOnce?: (alert: AlertFacts) => boolean;
}

/** What is known of one patient, or of the clinic, when something is reported. */
export interface Known {
  /** Of each concern the open alert, else the last one. */
  readonly alerts: readonly AlertFacts[];
  /** Alerts about the clinic whose concern is so; of the clinic itself none. */
  readonly clinicWide: readonly AlertFacts[];
  readonly held: readonly Held[];
  /** The newest version in each scope that the patient lies in. */
  readonly rules: readonly RuleVersion[];
}

/** What is known while it is judged; kept up to date, so that what comes later sees it. */
interface Book {
  readonly alerts: Map<string, AlertFacts>;
  readonly clinicWide: readonly AlertFacts[];
  readonly held: Map<string, Held>;
  readonly rules: readonly RuleVersion[];
  readonly writes: Books;
  /** Alerts whose pages have to look again. */
  readonly ring: Set<string>;
}

/**
 * Judges what is reported against what is known: first what has gone, then what hides others, then the rest; and at last
 * what another alert had hidden, if that alert has gone.
 *
 * @returns alerts of which there is something new to see
 */
export async function judgeBook(job: Judging, known: Known, writes: Books): Promise<ReadonlySet<string>> {
  const book: Book = {
    alerts: new Map(known.alerts.map((alert) => [alert.concernKey, alert])),
    clinicWide: known.clinicWide,
    held: new Map(known.held.map((one) => [one.concernKey, one])),
    rules: known.rules,
    writes,
    ring: new Set(),
  };
  const here = new Set(job.reported.map(concernKeyOf));
  for (const alert of known.alerts) if (!here.has(alert.concernKey) && job.isGone(alert)) await miss(book, alert, job);
  for (const one of known.held)
    if (!here.has(one.concernKey) && job.isGone({ ...one, absentSince: null })) await release(book, one.concernKey);
  const others = [...book.held.values()].filter((one) => !here.has(one.concernKey)).map((one) => one.concern);
  for (const concern of [...job.reported].sort(inhibitsFirst)) await report(book, concern, job.now);
  for (const concern of others.sort(inhibitsFirst)) await reconsider(book, concern, job.now);
  return book.ring;
}

/** A known concern is not reported any more: gone when that has lasted as long as the rule wants. */
async function miss(book: Book, alert: AlertFacts, { now, atOnce }: Judging): Promise<void> {
  const rule = findEffectiveRule(book.rules, alert);
  const since = alert.absentSince ?? now;
  const clearsAt = new Date(since.getTime() + (atOnce?.(alert) ? 0 : rule.settings.clearAfterDays * DAY_MS));
  const past: Report = clearsAt <= now ? 'past' : 'absent';
  const decision = decide(standingOf(alert), { kind: 'report', report: past, held: false });
  if (!decision.ok) return;
  for (const effect of decision.effects) {
    if (effect === 'wait') await book.writes.awaitClearing(alert.id, since, clearsAt);
    if (effect === 'forget') await book.writes.forget(alert.id);
    if (effect === 'clear') {
      await book.writes.clear(alert.id);
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
  if (hold?.reason === held.reason && hold.byAlertId === held.byAlertId) await book.writes.touchHold(held.id);
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
  if (known?.absentSince) await book.writes.endWaiting(known.id);
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
  await book.writes.holdBack(concern, hold, isCurrent ? known.id : null, book.held.get(concernKeyOf(concern)));
}

async function release(book: Book, concernKey: string): Promise<void> {
  const held = book.held.get(concernKey);
  if (!held) return;
  book.held.delete(concernKey);
  await book.writes.endHold(held.id);
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
  const { severity } = concern;
  if (effect === 'raise') {
    const id = await book.writes.raise(concern, rule, now);
    note(book, concern, { id, state: 'open', ownerId: null, severity });
  } else if (effect === 'worsen' && known) {
    await book.writes.worsen(known.id, concern, rule, now);
    const state = standingOf(known) === 'unclaimed' ? known.state : 'open';
    note(book, concern, { ...known, state, severity });
  } else if (effect === 'extend' && known) {
    await book.writes.extend(known.id, concern, isNews);
    note(book, concern, known, isNews);
  } else if (effect === 'rouse' && known) await book.writes.rouse(known.id);
}

/** The alert as it stands now, for what is judged after it. `rings`: one more day of the same is no reason to look again. */
function note(
  book: Book,
  concern: Concern,
  { id, state, ownerId, severity }: Pick<AlertFacts, 'id' | 'state' | 'ownerId' | 'severity'>,
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
    ownerId,
    evidence,
    cleared: false,
    absentSince: null,
  });
}
