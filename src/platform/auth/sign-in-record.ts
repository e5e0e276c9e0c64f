import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { audit, type AuditRow } from './audit.js';
import type { Interaction, ResourceType } from './policy.js';
import { Principals } from './principals.js';

/** Acts on an account that happen before there is a session, in the audit of each clinic of the person. */
@Injectable()
export class SignInRecord {
  constructor(
    private readonly database: Database,
    private readonly principals: Principals,
  ) {}

  async write(
    authUserId: string,
    type: ResourceType,
    interaction: Interaction,
    about: { readonly objectId?: string; readonly requestId?: string; readonly address?: string } = {},
    outcome: AuditRow['outcome'] = 'success',
  ): Promise<void> {
    for (const principal of await this.principals.everywhere(authUserId))
      await this.database.inClinic(principal.clinicId, () =>
        audit(
          {
            ...principal,
            type,
            interaction,
            reach: 'own',
            requestId: about.requestId ?? randomUUID(),
            address: about.address,
            act: { patientId: null, objectId: about.objectId ?? null, count: 1, written: false },
          },
          outcome,
        ),
      );
  }
}
