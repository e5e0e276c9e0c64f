import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import type { ObservationSearch } from '../search.repository.js';
import { isTooYoungToBeClosed } from './closed-period.js';
import { type ClosedTime, findClosedTimes } from './closed-period.repository.js';

/** Tells a search of which time it was asked that has no readings any more. */
@Injectable()
export class ClosedPeriods {
  constructor(private readonly database: Database) {}

  /** Asks nobody when the search ends before any time that can be closed. */
  async within(
    caller: Caller,
    { patientIds, codes, date }: Pick<ObservationSearch, 'patientIds' | 'codes' | 'date'>,
  ): Promise<ClosedTime[]> {
    const from = Math.max(...date.map(({ op, fromMs }) => (op === 'le' || op === 'lt' ? -Infinity : fromMs)));
    const to = Math.min(...date.map(({ op, toMs }) => (op === 'ge' || op === 'gt' ? Infinity : toMs)));
    if (isTooYoungToBeClosed(from, Date.now())) return [];
    const asked = patientIds.filter((id) => UUID.test(id));
    return this.database.inClinic(caller.clinicId, () => findClosedTimes(caller, asked, codes, { from, to }));
  }
}
