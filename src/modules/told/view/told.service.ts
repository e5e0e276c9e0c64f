import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import { reachAlertById } from '../../alerts/index.js';
import { findTellings } from './told.repository.js';

@Injectable()
export class ToldService {
  constructor(private readonly database: Database) {}

  /** For the team: what the patient was told, when, and who was not and why. */
  read(caller: Caller, alertId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachAlertById(caller, alertId);
      caller.act.objectId = alertId;
      const rows = await findTellings(alertId);
      return {
        items: rows.map(({ personId, name, releasedAt, dueAt, settledAt, ...row }) => ({
          ...row,
          person: personId === null ? null : { personId, name: name ?? '' },
          releasedAt: releasedAt?.toISOString() ?? null,
          dueAt: dueAt?.toISOString() ?? null,
          settledAt: settledAt?.toISOString() ?? null,
        })),
      };
    });
  }
}
