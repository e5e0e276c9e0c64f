import type { RefusedCode } from '../alerts.errors.js';
import type { HandTo, SnoozeUntil } from '../alerts.schema.js';
import type { Outcome } from '../lifecycle/judge-outcome.js';

/** What somebody of the team does with an alert. */
export type Act =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'snooze'; readonly until: SnoozeUntil }
  | { readonly kind: 'unsnooze' }
  | { readonly kind: 'hand-off'; readonly to: HandTo; readonly note?: string | undefined }
  | { readonly kind: 'resolve'; readonly outcome: Exclude<Outcome, 'cleared'>; readonly note?: string | undefined };
export type Undo = { readonly kind: 'undo'; readonly eventId: number };

/** Whose pages look again: the team's, the other ones of whoever acts (a snooze is theirs alone), nobody's. */
export type Ring = 'team' | 'self' | null;
export type Became = { readonly ok: true; readonly ring: Ring } | { readonly ok: false; readonly code: RefusedCode };
