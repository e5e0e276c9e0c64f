import { Injectable } from '@nestjs/common';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import type { SuppressionQuery } from './suppression.schema.js';
import { findSuppressions } from './suppression-list.repository.js';
import { toSuppression } from './to-suppression.js';

@Injectable()
export class SuppressionsService {
  constructor(private readonly database: Database) {}

  async list(caller: Caller, { patientId, state }: SuppressionQuery) {
    const rows = await this.database.inClinic(caller.clinicId, () =>
      findSuppressions(caller, { patientId, currentOnly: state === 'current' }),
    );
    touchPatients(
      caller,
      rows.flatMap((row) => row.patientId ?? []),
    );
    caller.act.count = rows.length;
    return { items: rows.map(toSuppression) };
  }
}
