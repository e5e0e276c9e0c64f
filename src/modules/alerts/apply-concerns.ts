import type { Concern } from './concern.js';
import { type AlertDecision, decideAlerts, dueAt } from './alert-lifecycle.js';
import * as repository from './alerts.repository.js';

/**
 * Carries out what the lifecycle decides, in the transaction that is open: alert and timeline together.
 *
 * @returns ids of the alerts that have news for the team, for the caller to deliver as its last step
 */
export async function applyConcerns(input: {
  patientId: string;
  concerns: readonly Concern[];
  now: Date;
}): Promise<string[]> {
  const decisions = decideAlerts(await repository.lockAlerts(input.patientId), input.concerns);
  const told: string[] = [];
  for (const decision of decisions) {
    const id = await carryOut(decision, input.patientId, input.now);
    if (id !== undefined) told.push(id);
  }
  return told;
}

async function carryOut(decision: AlertDecision, patientId: string, now: Date): Promise<string | undefined> {
  switch (decision.kind) {
    case 'raise': {
      const id = await repository.insertAlert(patientId, decision.concern, now);
      await repository.addEvent({ alertId: id, kind: 'raised', sentence: decision.concern.sentence });
      return id;
    }
    case 'worsen':
      await repository.updateConcern(
        decision.alertId,
        decision.concern,
        dueAt(decision.concern.kind, decision.concern.severity, now),
        true,
      );
      await repository.reopen(decision.alertId);
      await repository.addEvent({ alertId: decision.alertId, kind: 'worsened', sentence: decision.concern.sentence });
      return decision.alertId;
    case 'extend':
      await repository.updateConcern(decision.alertId, decision.concern, null, decision.tell);
      if (decision.tell)
        await repository.addEvent({ alertId: decision.alertId, kind: 'extended', sentence: decision.concern.sentence });
      return decision.alertId;
    case 'clear':
      await repository.resolveAlert(decision.alertId, 'cleared');
      await repository.addEvent({ alertId: decision.alertId, kind: 'cleared' });
      return decision.alertId;
    case 'forget':
      await repository.markCleared(decision.alertId);
      return undefined;
    case 'ignore':
      return undefined;
  }
}
