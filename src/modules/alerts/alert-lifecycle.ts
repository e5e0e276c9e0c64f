import { METRICS, type MetricId } from '../../metrics/index.js';
import { type Concern, metricsOf } from './concern.js';
import { canonicalText } from './canonical-text.js';

export type AlertState = 'open' | 'acknowledged' | 'resolved';
export type Outcome =
  'contacted' | 'plan-changed' | 'visit-done' | 'no-action-needed' | 'false-alarm' | 'data-problem' | 'cleared';

/** What the lifecycle must know of an alert. */
export interface AlertFacts {
  readonly id: string;
  readonly kind: Concern['kind'];
  readonly domain: string;
  readonly state: AlertState;
  readonly severity: number;
  /** Compared as text: the same words and evidence are no news. */
  readonly evidenceText: string;
  /** All metrics the evidence rests on. */
  readonly metrics: readonly string[];
  /** The concern went away after the alert was resolved. */
  readonly cleared: boolean;
}

export type AlertDecision =
  | { readonly kind: 'raise'; readonly concern: Concern }
  | { readonly kind: 'worsen'; readonly alertId: string; readonly concern: Concern }
  /** New evidence for what is known. `tell` when it says something new, not just another day of the same. */
  | { readonly kind: 'extend'; readonly alertId: string; readonly concern: Concern; readonly tell: boolean }
  | { readonly kind: 'clear'; readonly alertId: string }
  /** A resolved concern has gone: should it come back, that is new. */
  | { readonly kind: 'forget'; readonly alertId: string }
  | { readonly kind: 'ignore'; readonly reason: 'same' | 'already-handled' | 'not-live' };

const sameConcern = (alert: AlertFacts, concern: Concern) =>
  alert.kind === concern.kind && alert.domain === concern.domain;

/**
 * Decides what becomes of a patient's alerts when the trends have been judged anew.
 *
 * One open alert per concern (kind and domain): while it is open, news extends or worsens it and never raises another.
 * After it was resolved the same concern is quiet, until it has cleared and come back, is worse than when it was handled, or
 * something else of its domain got worse too: who has dealt with a GAD-7 has not yet heard of a PHQ-9. Late
 * data may extend and clear; it never raises or worsens.
 *
 * @param alerts - the patient's open alerts, and of each concern the last resolved one
 */
export function decideAlerts(alerts: readonly AlertFacts[], concerns: readonly Concern[]): AlertDecision[] {
  const forConcerns = concerns.map((concern) =>
    decideConcern(
      alerts.filter((a) => sameConcern(a, concern)),
      concern,
    ),
  );
  const gone = alerts.filter((alert) => !concerns.some((concern) => sameConcern(alert, concern)));
  const forGone = gone.flatMap((alert): AlertDecision[] => {
    if (alert.state !== 'resolved') return [{ kind: 'clear', alertId: alert.id }];
    return alert.cleared ? [] : [{ kind: 'forget', alertId: alert.id }];
  });
  return [...forConcerns, ...forGone];
}

function decideConcern(known: readonly AlertFacts[], concern: Concern): AlertDecision {
  const open = known.find((alert) => alert.state !== 'resolved');
  if (open) return decideOpen(open, concern);
  const handled = known.find((alert) => !alert.cleared);
  if (handled && concern.severity <= handled.severity && !isJoined(handled, concern))
    return { kind: 'ignore', reason: 'already-handled' };
  return concern.live ? { kind: 'raise', concern } : { kind: 'ignore', reason: 'not-live' };
}

function decideOpen(open: AlertFacts, concern: Concern): AlertDecision {
  // Late data does not call anybody back either: the next live day will say the same, or not.
  if (concern.severity > open.severity)
    return concern.live ? { kind: 'worsen', alertId: open.id, concern } : { kind: 'ignore', reason: 'not-live' };
  if (canonicalText(concern.evidence) === open.evidenceText) return { kind: 'ignore', reason: 'same' };
  return { kind: 'extend', alertId: open.id, concern, tell: findJoined(open, concern).length > 0 };
}

/** Metrics that the alert did not rest on. */
const findJoined = ({ metrics }: AlertFacts, { evidence }: Concern): string[] =>
  metricsOf(evidence).filter((metric) => !metrics.includes(metric));

/** Has more of its own domain got worse? Other domains have concerns of their own. */
const isJoined = (handled: AlertFacts, concern: Concern): boolean =>
  concern.kind === 'deterioration' &&
  findJoined(handled, concern).some((metric) => METRICS[metric as MetricId]?.domain === concern.domain);

export type Tier = 'now' | 'today' | 'week' | 'good';
const HOUR_MS = 3_600_000;

/** How soon somebody should look. */
export function tierOf(kind: Concern['kind'], severity: number): Tier {
  if (kind === 'improvement') return 'good';
  return kind === 'deterioration' && severity >= 2 ? 'today' : 'week';
}

/** When the answer is due; null for good news. */
export function dueAt(kind: Concern['kind'], severity: number, raisedAt: Date): Date | null {
  const hours = { now: 0.25, today: 8, week: 5 * 24, good: null }[tierOf(kind, severity)];
  return hours === null ? null : new Date(raisedAt.getTime() + hours * HOUR_MS);
}

export type Act = { readonly kind: 'acknowledge' } | { readonly kind: 'resolve'; readonly outcome: Outcome };

/**
 * May this act be done on an alert in this state? Acknowledging twice is the same as once.
 *
 * @param seenVersion - the version the person had on screen: somebody else may have been faster
 */
export function decideAct(
  alert: { readonly state: AlertState; readonly version: number },
  act: Act,
  seenVersion: number,
):
  | { readonly ok: true; readonly change: boolean }
  | { readonly ok: false; readonly code: 'ALERT_ALREADY_RESOLVED' | 'ALERT_VERSION_CONFLICT' } {
  if (alert.state === 'resolved') return { ok: false, code: 'ALERT_ALREADY_RESOLVED' };
  if (act.kind === 'acknowledge' && alert.state === 'acknowledged') return { ok: true, change: false };
  if (alert.version !== seenVersion) return { ok: false, code: 'ALERT_VERSION_CONFLICT' };
  return { ok: true, change: true };
}
