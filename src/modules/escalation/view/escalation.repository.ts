import { query } from '../../../platform/database/database.js';
import type { StepState } from '../plan/compare-steps.js';
import type { Tier } from '../plan/plan-steps.js';

export interface StepRow {
  readonly id: string;
  readonly target: string;
  readonly tier: Tier;
  readonly dueAt: Date;
  readonly state: StepState;
  readonly reason: string | null;
  readonly settledAt: Date | null;
}

/** All calls of an alert, made and to be made, in the order of their chains. */
export function findStepsOf(alertId: string): Promise<StepRow[]> {
  return query<StepRow>(
    `SELECT id::text, target, tier, due_at AS "dueAt", state, reason, settled_at AS "settledAt" FROM escalation_step
     WHERE alert_id = $1 ORDER BY chain, n`,
    [alertId],
  );
}
