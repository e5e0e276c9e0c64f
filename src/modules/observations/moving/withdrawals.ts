import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { transactionTime } from '../../../platform/database/database.js';
import { lockCopies } from '../copy.repository.js';
import { takeDevice } from '../device-text.js';
import type { NewObservation, StoredRow } from '../observation.js';
import { ObservationsService } from '../observations.service.js';
import { restate } from '../restate.js';
import { ClosedPeriods } from '../retention/closed-periods.js';
import { CORRECTIONS } from '../weigh-news.js';
import { FILE_NOTE, IN_ERROR } from './left-behind.js';
import { findStanding, withdrawVersions } from './withdrawals.repository.js';

/** Versions of a reading that should never have been told. */
export interface Withdrawal {
  readonly id: string;
  /** Oldest first. */
  readonly versions: readonly number[];
  /** The one before the last of them that is to stand in its place; null: there is none. */
  readonly former: number | null;
}

/** A reading of which such a version stood. */
export interface Withdrawn {
  readonly id: string;
  /** What stands now, and which version that says again; null: it is an error. */
  readonly version: number;
  readonly former: number | null;
}

/** Where one of them stands, what stood before stands again; where there was nothing, an error with a note is left. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly observations: ObservationsService,
    private readonly closed: ClosedPeriods,
  ) {}

  /** In the transaction that is open. What somebody has said of a reading since stands, and so does what lies in a closed month. */
  async withdraw(caller: Caller, going: readonly Withdrawal[]): Promise<readonly Withdrawn[]> {
    if (going.length === 0) return [];
    const copies = await lockCopies(going.map(({ id }) => id));
    const went = await this.replace(caller, going, copies);
    // Told again, these would stand over what somebody has made of them. What was corrected before is known to the database.
    const forgotten = going.filter(({ id }) => !CORRECTIONS.has(copies.get(id)?.status ?? ''));
    await withdrawVersions(forgotten.flatMap(({ id, versions }) => versions.map((version) => ({ id, version }))));
    return went;
  }

  private async replace(
    caller: Caller,
    going: readonly Withdrawal[],
    copies: ReadonlyMap<string, NewObservation>,
  ): Promise<readonly Withdrawn[]> {
    const standing = await findStanding(going);
    const at = await transactionTime();
    const went = going.flatMap(({ id, versions, former }) => {
      const copy = copies.get(id);
      const there = standing.get(id);
      if (!copy || !there || there.version !== versions.at(-1) || copy.status === IN_ERROR) return [];
      const isError = there.former?.status === IN_ERROR;
      if (there.former) return [{ row: goBack(copy, there.former, at), former: isError ? null : former }];
      return [{ row: restate(copy, { status: IN_ERROR, note: FILE_NOTE, at }), former: null }];
    });
    const rows = went.map(({ row }) => row);
    const closed = await this.closed.among(caller.clinicId, rows);
    const open = went.filter(({ row }) => !closed.has(row));
    if (open.length === 0) return [];
    // No source says this: who was silent stays silent.
    const told = open.map(({ row }) => ({ ...row, isNoContact: true }));
    const stored = await this.observations.store(caller, told);
    return stored.map(({ id, version }, i) => ({ id, version, former: open[i]!.former }));
  }
}

/** What stood before, as the next version. */
function goBack(copy: NewObservation, former: StoredRow, at: Date): NewObservation {
  const { valueText, originalText, status, identifier, skeleton } = former;
  const issuedMs = Math.max(at.getTime(), copy.issuedMs ?? 0);
  const own = takeDevice(former, copy.device ?? null);
  return { ...copy, valueText, originalText, status, identifier, skeleton, ...own, issuedMs, isDecided: true };
}
