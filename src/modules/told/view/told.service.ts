import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { reachAlert } from '../../alerts/index.js';
import { findPatientOfAlert, findTellings } from './told.repository.js';

@Injectable()
export class ToldService {
  constructor(private readonly database: Database) {}

  /** For the team: what the patient was told, when, and who was not and why. */
  read(caller: Caller, alertId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const found = UUID.test(alertId) ? await findPatientOfAlert(alertId) : undefined;
      if (!found) throw notFound('alert');
      await reachAlert(caller, found.patientId);
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
