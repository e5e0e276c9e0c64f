import {
  type ActKind,
  type Effect,
  fits,
  type Refusal,
  type Report,
  type Standing,
  TRANSITIONS,
} from './transitions.js';

export type AlertState = 'open' | 'acknowledged' | 'handed-off' | 'resolved';

export type AlertInput =
  /** @param held - something keeps it back: see `transitions.ts` */
  | { readonly kind: 'report'; readonly report: Report; readonly held: boolean }
  | {
      readonly kind: 'act';
      readonly act: ActKind;
      /** Does the alert belong to whoever acts? */
      readonly own: boolean;
      readonly version: number;
      /** The version on the screen; null for acts that a newer version does not stand in the way of. */
      readonly seen: number | null;
    };

export type Decision =
  | { readonly ok: true; readonly to: Standing; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly code: Refusal | 'ALERT_VERSION_CONFLICT' };

/**
 * What becomes of a concern when it is reported, missed, or acted upon. All of the lifecycle is in the table; what is
 * added here is the version: whoever acts must have seen what is there, and doing what is done already is no conflict.
 */
export function decide(standing: Standing, input: AlertInput): Decision {
  const isAct = input.kind === 'act';
  const event = isAct ? input.act : input.report;
  const row = TRANSITIONS.find((one) => fits(one, standing, event, !isAct && input.held, isAct && input.own));
  if (!row) throw new Error(`No transition for ${event} of what is ${standing}`);
  if (row.refuse) return { ok: false, code: row.refuse };
  const changes = row.effects.length > 0;
  if (isAct && changes && input.seen !== null && input.seen !== input.version)
    return { ok: false, code: 'ALERT_VERSION_CONFLICT' };
  return { ok: true, to: row.to ?? standing, effects: row.effects };
}

/** @param cleared - the concern went away after the alert was resolved */
export function standingOf(
  alert: { readonly state: AlertState; readonly cleared: boolean; readonly ownerId: string | null } | undefined,
): Standing {
  if (!alert) return 'none';
  if (alert.state === 'handed-off' && alert.ownerId === null) return 'unclaimed';
  if (alert.state !== 'resolved') return alert.state;
  return alert.cleared ? 'gone' : 'handled';
}
