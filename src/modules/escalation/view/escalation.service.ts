import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import { reachAlertById } from '../../alerts/index.js';
import { findNoticesOf } from '../../notifications/index.js';
import { findStepsOf } from './escalation.repository.js';

@Injectable()
export class EscalationService {
  constructor(private readonly database: Database) {}

  /** Who is called about this alert, who was, by what, and who was not and why. */
  read(caller: Caller, alertId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachAlertById(caller, alertId);
      caller.act.objectId = alertId;
      const notices = await findNoticesOf(alertId);
      const steps = await findStepsOf(alertId);
      return {
        steps: steps.map(({ id, dueAt, settledAt, ...step }) => ({
          ...step,
          dueAt: dueAt.toISOString(),
          settledAt: settledAt?.toISOString() ?? null,
          notices: notices.filter(({ stepId }) => stepId === id).map(({ stepId: _, ...notice }) => notice),
        })),
      };
    });
  }
}
