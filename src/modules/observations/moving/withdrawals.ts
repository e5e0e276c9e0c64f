import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { transactionTime } from '../../../platform/database/database.js';
import { lockCopies } from '../copy.repository.js';
import { takeDevice } from '../device-text.js';
import type { NewObservation, StoredRow } from '../observation.js';
import { ObservationsService } from '../observations.service.js';
import { restate } from '../restate.js';
import { ClosedPeriods } from '../retention/closed-periods.js';
import { FILE_NOTE, IN_ERROR } from './left-behind.js';
import { findStanding } from './withdrawals.repository.js';

/** A reading, and the version of it that is to go. */
export interface Withdrawal {
  readonly id: string;
  readonly version: number;
}

/** Versions that should never have been told. What they replaced stands again; where there was nothing, an error with a note is left. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly observations: ObservationsService,
    private readonly closed: ClosedPeriods,
  ) {}

  /**
   * In the transaction that is open. What somebody has said of a reading since stands, and so does what lies in a closed month.
   *
   * @returns how many went
   */
  async withdraw(caller: Caller, going: readonly Withdrawal[]): Promise<number> {
    const copies = await lockCopies(going.map(({ id }) => id));
    const standing = await findStanding(going);
    const at = await transactionTime();
    const rows = going.flatMap(({ id, version }): NewObservation[] => {
      const copy = copies.get(id);
      const there = standing.get(id);
      if (!copy || there?.version !== version || copy.status === IN_ERROR) return [];
      return [there.former ? goBack(copy, there.former, at) : restate(copy, { status: IN_ERROR, note: FILE_NOTE, at })];
    });
    const closed = await this.closed.among(caller.clinicId, rows);
    const open = rows.filter((row) => !closed.has(row));
    // No source says this: who was silent stays silent.
    const told = open.map((row) => ({ ...row, isNoContact: true }));
    if (told.length > 0) await this.observations.store(caller, told);
    return open.length;
  }
}

/** What stood before, as the next version. */
function goBack(copy: NewObservation, former: StoredRow, at: Date): NewObservation {
  const { valueText, originalText, status, identifier, skeleton } = former;
  const issuedMs = Math.max(at.getTime(), copy.issuedMs ?? 0);
  const own = takeDevice(former, copy.device ?? null);
  return { ...copy, valueText, originalText, status, identifier, skeleton, ...own, issuedMs, isDecided: true };
}
