import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import { forbidden } from '../../../platform/http/domain-error.js';
import type { NewRetention } from '../rights.schema.js';
import { findRetention, findRetentionHistory, insertRetention } from './retention.repository.js';

@Injectable()
export class RetentionService {
  constructor(private readonly database: Database) {}

  read(caller: Caller) {
    return this.database.inClinic(caller.clinicId, readView);
  }

  /** Holds for what is asked or approved from now on. The same again changes nothing. */
  change(caller: Caller, wanted: NewRetention) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      const before = await findRetention();
      const { declinedReferralDays = before.declinedReferralDays } = wanted;
      const after = { ...wanted, declinedReferralDays };
      if (!isDeepStrictEqual({ ...before }, after)) await insertRetention(after, personId);
      await audit(caller);
      return readView();
    });
  }
}

async function readView() {
  const history = await findRetentionHistory();
  return { ...(await findRetention()), history: history.map((one) => ({ ...one, at: one.at.toISOString() })) };
}
