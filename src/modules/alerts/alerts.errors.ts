import { DomainError } from '../../platform/http/domain-error.js';

/** Who did what last, as far as it explains a refusal. */
export interface LastAct {
  readonly by: string | null;
  readonly kind: string;
  readonly at: Date;
}

const DONE: Readonly<Record<string, string>> = {
  acknowledged: 'has taken it',
  'handed-off': 'has handed it on',
  resolved: 'has resolved it',
  undone: 'has taken something back',
};

/** "Ana Rehearsal was faster: has taken it at 10:02 UTC." Names of staff only; what the data did is said without one. */
function sayFaster(last: LastAct | undefined): string {
  const done = last?.by ? DONE[last.kind] : undefined;
  if (!last || !done) return 'It has changed meanwhile: look at it again.';
  return `${last.by} was faster and ${done} (${last.at.toISOString().slice(11, 16)} UTC): look at it again.`;
}

export type RefusedCode =
  | 'ALERT_ALREADY_RESOLVED'
  | 'ALERT_ALREADY_ACKNOWLEDGED'
  | 'ALERT_VERSION_CONFLICT'
  | 'ALERT_NOTHING_TO_UNDO'
  | 'ALERT_UNDO_TOO_LATE';

export function refused(code: RefusedCode, last?: LastAct): DomainError {
  if (code === 'ALERT_NOTHING_TO_UNDO')
    return new DomainError(code, 409, 'That cannot be taken back: it is no act of yours on this alert.');
  if (code === 'ALERT_UNDO_TOO_LATE')
    return new DomainError(code, 409, 'It is too late to take that back: do what is right now instead.');
  return new DomainError(code, 409, sayFaster(last));
}

/** @param last - the version that came first; undefined when there is none any more */
export const ruleChanged = (last?: { readonly by: string; readonly at: Date }) =>
  new DomainError(
    'ALERT_RULE_VERSION_CONFLICT',
    409,
    last
      ? `${last.by} has changed this rule meanwhile (${last.at.toISOString().slice(0, 16).replace('T', ' ')} UTC): look at it again.`
      : 'There is no such version of this rule: look at it again.',
  );

/** It would be off one's list while it is meant to interrupt. */
export const notSnoozed = () =>
  new DomainError('ALERT_NOT_SNOOZED', 422, 'What interrupts is not snoozed: take it, or hand it on.');
