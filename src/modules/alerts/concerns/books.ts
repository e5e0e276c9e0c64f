import type { EffectiveRule } from '../rules/effective-rule.js';
import type { Held, Hold } from '../suppression/suppressions.repository.js';
import type { Concern } from './concern.js';

/** Where what becomes of concerns is written: the database, or the memory of somebody who plays a year again. */
export interface Books {
  /** @returns the new alert's id */
  raise(concern: Concern, rule: EffectiveRule, now: Date): Promise<string>;
  worsen(alertId: string, concern: Concern, rule: EffectiveRule, now: Date): Promise<void>;
  extend(alertId: string, concern: Concern, isNews: boolean): Promise<void>;
  /** Whoever snoozed it hears of it again. */
  rouse(alertId: string): Promise<void>;
  /** Not reported since then: it counts as gone at `clearsAt`, unless it comes back before. */
  awaitClearing(alertId: string, since: Date, clearsAt: Date): Promise<void>;
  endWaiting(alertId: string): Promise<void>;
  clear(alertId: string): Promise<void>;
  /** What somebody has dealt with is gone: should it come back, that is new. */
  forget(alertId: string): Promise<void>;
  /** @param alertId - of the concern's own alert, while there is one */
  holdBack(concern: Concern, hold: Hold, alertId: string | null, current: Held | undefined): Promise<void>;
  touchHold(id: number): Promise<void>;
  endHold(id: number): Promise<void>;
}
