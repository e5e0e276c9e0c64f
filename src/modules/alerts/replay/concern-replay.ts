import type { AlertFacts } from '../concerns/alert-facts.repository.js';
import type { Concern, Producer } from '../concerns/concern.js';
import { judgeBook, type Judging } from '../concerns/judge-book.js';
import { concernKeyOf, type Kind } from '../concerns/kinds.js';
import { decide, standingOf } from '../lifecycle/alert-lifecycle.js';
import type { RuleVersion } from '../rules/effective-rule.js';
import { MemoryBooks, type ReplayedItem } from './memory-books.js';

export interface ReplayStart {
  /** Null: the clinic. */
  readonly patientId: string | null;
  /** By which it is judged, of every scope that the patient lies in. */
  readonly rules: readonly RuleVersion[];
  /** Alerts about the clinic whose concern was so at that moment. */
  readonly clinicWideAt: (at: Date) => readonly AlertFacts[];
  /** When somebody deals with this item; null: nobody does. */
  readonly dealtWithAt: (item: ReplayedItem) => Date | null;
}

/**
 * What would alerts have made of these reports, by these rules? The decisions are those of every day (`judgeBook`, the
 * table of the lifecycle); only the books are in memory. Moments must come in their order.
 */
export class ConcernReplay {
  private readonly books = new MemoryBooks();
  /** What somebody will deal with, and when. */
  private due: { readonly alertId: string; readonly at: Date }[] = [];
  private seen = 0;

  constructor(private readonly start: ReplayStart) {}

  get items(): readonly ReplayedItem[] {
    return this.books.items;
  }

  /** Everything that one producer finds, as `reportConcerns` does. */
  async reportAll(producer: Producer, concerns: readonly Concern[], now: Date): Promise<void> {
    await this.judge({ reported: concerns, isGone: (known) => known.producer === producer, now });
  }

  /** One concern, as `reportConcern` does. */
  async report(concern: Concern, now: Date): Promise<void> {
    await this.judge({ reported: [concern], isGone: () => false, now });
  }

  /** One concern that is not so any more, as `clearConcern` does. */
  async clear(gone: { readonly producer: Producer; readonly kind: Kind; readonly key: string }, now: Date) {
    const key = concernKeyOf(gone);
    const isGone: Judging['isGone'] = (known) => known.producer === gone.producer && known.concernKey === key;
    await this.judge({ reported: [], isGone, now });
  }

  /** What time alone does, as the clock of the alerts does. */
  async pass(now: Date): Promise<void> {
    this.dealWithDue(now);
    if (this.books.hasPending()) await this.judge({ reported: [], isGone: (known) => known.absentSince !== null, now });
  }

  private async judge(job: Omit<Judging, 'patientId'>): Promise<void> {
    this.dealWithDue(job.now);
    const { patientId, rules, clinicWideAt } = this.start;
    const [alerts, held] = [this.books.findAlerts(), this.books.findHeld()];
    if (job.reported.length + alerts.length + held.length === 0) return;
    const clinicWide = patientId === null ? [] : clinicWideAt(job.now);
    await judgeBook({ ...job, patientId }, { alerts, clinicWide, held, rules }, this.books);
    for (const item of this.books.items.slice(this.seen)) {
      const at = this.start.dealtWithAt(item);
      if (at) this.due.push({ alertId: item.alertId, at });
    }
    this.seen = this.books.items.length;
  }

  private dealWithDue(now: Date): void {
    if (!this.due.some(({ at }) => at < now)) return;
    for (const { alertId, at } of this.due) if (at < now) this.resolve(alertId);
    this.due = this.due.filter(({ at }) => at >= now);
  }

  private resolve(alertId: string): void {
    const alert = this.books.find(alertId);
    if (!alert) return;
    const act = { kind: 'act', act: 'resolve', own: true, version: 0, seen: null } as const;
    const decision = decide(standingOf(alert), act);
    if (decision.ok && decision.effects.includes('close')) this.books.resolve(alertId);
  }
}
