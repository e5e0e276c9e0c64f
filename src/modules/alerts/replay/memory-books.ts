import type { AlertFacts } from '../concerns/alert-facts.repository.js';
import type { Books } from '../concerns/books.js';
import type { Concern } from '../concerns/concern.js';
import { concernKeyOf } from '../concerns/kinds.js';
import type { Tier } from '../rules/alert-rule.schema.js';
import type { EffectiveRule } from '../rules/effective-rule.js';
import type { Held, Hold } from '../suppression/suppressions.repository.js';

/** Something that the team would have had to look at: an alert when it is raised, or grows worse. */
export interface ReplayedItem {
  readonly event: 'raised' | 'worsened';
  readonly alertId: string;
  readonly at: Date;
  readonly tier: Tier;
  readonly concern: Concern;
}

/** The books of one patient, or of the clinic, in memory: what is written is read again, and nothing else happens. */
export class MemoryBooks implements Books {
  readonly items: ReplayedItem[] = [];
  private readonly alerts = new Map<string, AlertFacts>();
  /** Of each concern the newest alert. */
  private readonly newest = new Map<string, string>();
  private readonly held = new Map<string, Held>();
  private readonly waiting = new Set<string>();
  private count = 0;

  findAlerts(): AlertFacts[] {
    return [...this.newest.values()].map((id) => this.alerts.get(id)!);
  }

  findHeld(): Held[] {
    return [...this.held.values()];
  }

  find(alertId: string): AlertFacts | undefined {
    return this.alerts.get(alertId);
  }

  /** Is there anything that time alone may change? */
  hasPending(): boolean {
    return this.waiting.size > 0 || this.held.size > 0;
  }

  /** Somebody has dealt with it. */
  resolve(alertId: string): void {
    this.change(alertId, { state: 'resolved', cleared: false });
  }

  async raise(concern: Concern, rule: EffectiveRule, now: Date): Promise<string> {
    const id = `replayed-${++this.count}`;
    const concernKey = concernKeyOf(concern);
    const fresh = { state: 'open', ownerId: null, cleared: false, absentSince: null } as const;
    this.alerts.set(id, { id, concernKey, ...contentOf(concern), ...fresh });
    this.newest.set(concernKey, id);
    this.tell('raised', id, concern, rule, now);
    return id;
  }

  async worsen(alertId: string, concern: Concern, rule: EffectiveRule, now: Date): Promise<void> {
    this.change(alertId, { ...contentOf(concern), state: 'open' });
    this.tell('worsened', alertId, concern, rule, now);
  }

  async extend(alertId: string, concern: Concern): Promise<void> {
    this.change(alertId, { kind: concern.kind, evidence: concern.evidence });
  }

  async rouse(): Promise<void> {
    // Nobody snoozes in a replay.
  }

  async awaitClearing(alertId: string, absentSince: Date): Promise<void> {
    this.waiting.add(alertId);
    this.change(alertId, { absentSince });
  }

  async endWaiting(alertId: string): Promise<void> {
    this.waiting.delete(alertId);
    this.change(alertId, { absentSince: null });
  }

  async clear(alertId: string): Promise<void> {
    this.waiting.delete(alertId);
    this.change(alertId, { state: 'resolved', cleared: true });
  }

  async forget(alertId: string): Promise<void> {
    this.waiting.delete(alertId);
    this.change(alertId, { cleared: true });
  }

  async holdBack(concern: Concern, hold: Hold): Promise<void> {
    const concernKey = concernKeyOf(concern);
    this.held.set(concernKey, { id: ++this.count, concernKey, producer: concern.producer, ...hold, concern });
  }

  async touchHold(): Promise<void> {
    // When it was looked at last is of no interest here.
  }

  async endHold(id: number): Promise<void> {
    for (const [key, one] of this.held) if (one.id === id) this.held.delete(key);
  }

  private change(alertId: string, change: Partial<AlertFacts>): void {
    this.alerts.set(alertId, { ...this.alerts.get(alertId)!, ...change });
  }

  private tell(event: ReplayedItem['event'], alertId: string, concern: Concern, rule: EffectiveRule, at: Date): void {
    this.items.push({ event, alertId, at, tier: rule.settings.levels[concern.severity - 1]!.tier, concern });
  }
}

const contentOf = ({ kind, domain, producer, severity, evidence }: Concern) => ({
  kind,
  domain,
  producer,
  severity,
  evidence,
});
