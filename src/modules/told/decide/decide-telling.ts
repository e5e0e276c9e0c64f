import type { MetricId } from '../../../metrics/index.js';
import type { AlertState, Kind, Tier, ToldRule } from '../../alerts/index.js';
import { type QuietHours, quietUntil } from '../../notifications/index.js';
import { isGranted, isImportant, TOLD_KINDS, type ToldGroup } from './told-kinds.js';

const HOUR_MS = 3_600_000;

export type ToldLevel = 'all' | 'important' | 'none';
export type ToldSettings = Readonly<Record<ToldGroup, ToldLevel>>;
export const DEFAULT_TOLD: ToldSettings = { good: 'all', changes: 'all', devices: 'all', visits: 'all' };

/** One follower and one alert, as they are now. */
export interface TellingFacts {
  readonly kind: Kind;
  /** What its sentence is about; null: nothing measured. */
  readonly metric: MetricId | null;
  readonly tier: Tier;
  readonly state: AlertState;
  readonly stateSince: Date;
  readonly rule: ToldRule;
  /** Is there a sentence for the patient at all? */
  readonly hasWords: boolean;
  /** When it was raised, or got worse. */
  readonly since: Date;
  readonly voice: 'patient' | 'caregiver';
  readonly hasAccount: boolean;
  /** What the patient lets a caregiver see today; null: nothing any more. Of the patient: everything. */
  readonly granted: readonly string[] | null;
  readonly settings: ToldSettings;
  readonly quietHours: QuietHours | null;
  /** Of whoever is told. */
  readonly zone: string;
  readonly now: Date;
}

export type ToldReason = 'at-once' | 'looked-at' | 'waited';
export type UntoldReason =
  'never' | 'no-words' | 'over' | 'no-account' | 'not-sharing' | 'not-granted' | 'switched-off' | 'less-important';

/** `release`: the patient's page shows it from now on. `until` null: until somebody looks. */
export type Telling =
  | { readonly kind: 'tell'; readonly reason: ToldReason; readonly release: true }
  | { readonly kind: 'not'; readonly reason: UntoldReason; readonly release: boolean }
  | {
      readonly kind: 'wait';
      readonly reason: 'not-looked-at' | 'quiet-hours';
      readonly until: Date | null;
      readonly release: boolean;
    };

/**
 * Is somebody told of an alert now, later or not at all, and why? What may be told is shown on the patient's page at once;
 * who wants no notice, or sleeps, finds it there.
 */
export function decideTelling(facts: TellingFacts): Telling {
  const { rule, state, kind } = facts;
  const not = (reason: UntoldReason, release = false): Telling => ({ kind: 'not', reason, release });
  if (rule.when === 'never') return not('never');
  if (!facts.hasWords) return not('no-words');
  const forbidden = findForbidden(facts);
  if (forbidden) return not(forbidden);
  if (state === 'resolved') return not('over');
  const reason = findReason(facts);
  if (reason === null) return { kind: 'wait', reason: 'not-looked-at', until: waitsUntil(facts), release: false };
  if (!facts.hasAccount) return not('no-account', true);
  const level = facts.settings[TOLD_KINDS[kind].group];
  if (level === 'none') return not('switched-off', true);
  if (level === 'important' && !isImportant(kind, facts.tier)) return not('less-important', true);
  const until = quietUntil(facts.quietHours, facts.zone, facts.now);
  if (until) return { kind: 'wait', reason: 'quiet-hours', until, release: true };
  return { kind: 'tell', reason, release: true };
}

/** Why may they not hear of it at all? Null: they may. */
export function findForbidden({
  voice,
  granted,
  kind,
  metric,
}: Pick<TellingFacts, 'voice' | 'granted' | 'kind' | 'metric'>): 'not-sharing' | 'not-granted' | null {
  if (voice === 'patient') return null;
  if (granted === null) return 'not-sharing';
  return isGranted(granted, kind, metric) ? null : 'not-granted';
}

/** What makes it time to tell; null: nothing yet. */
function findReason(facts: TellingFacts): ToldReason | null {
  if (facts.rule.when === 'at-once') return 'at-once';
  // What a discipline was handed stays there when it gets worse: nobody has looked at that yet.
  if (facts.state !== 'open' && facts.stateSince >= facts.since) return 'looked-at';
  const until = waitsUntil(facts);
  return until !== null && until <= facts.now ? 'waited' : null;
}

const waitsUntil = ({ rule, since }: TellingFacts): Date | null =>
  rule.afterHours === null ? null : new Date(since.getTime() + rule.afterHours * HOUR_MS);
