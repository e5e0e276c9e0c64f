import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database, query } from '../../../platform/database/database.js';
import type { NewObservation } from '../observation.js';
import type { ObservationSearch } from '../search.repository.js';
import { type ClosedPeriod, isTooYoungToBeClosed, mayBeClosed } from './closed-period.js';
import { type ClosedTime, findClosed, findClosedTimes } from './closed-period.repository.js';
import { PeriodClosed } from './period-closed.js';

/** How long it is remembered that a clinic has none. Shorter than a closed month waits for those who store into it. */
const REMEMBER_MS = 60_000;
const NONE: ReadonlyMap<NewObservation, ClosedPeriod> = new Map();

/** Knows of which time there are no readings any more. */
@Injectable()
export class ClosedPeriods {
  private readonly noneUntilMs = new Map<string, number>();

  constructor(private readonly database: Database) {}

  /**
   * Most of what comes in is too young to be asked about, and most clinics keep everything.
   *
   * @throws PeriodClosed when some of these readings lie in a closed period
   */
  async refuse(clinicId: string, batch: readonly NewObservation[]): Promise<void> {
    const closed = await this.among(clinicId, batch);
    if (closed.size > 0) throw new PeriodClosed(closed, batch);
  }

  /** Of these readings those that lie in a closed period, each with its period. */
  async among(clinicId: string, batch: readonly NewObservation[]): Promise<ReadonlyMap<NewObservation, ClosedPeriod>> {
    const nowMs = Date.now();
    if (!batch.some((o) => mayBeClosed(o, nowMs)) || !(await this.hasAny(clinicId))) return NONE;
    const old = batch.filter((o) => mayBeClosed(o, nowMs));
    return this.database.inClinic(clinicId, () => findClosed(old));
  }

  /** A month of this clinic has been closed. */
  forget(clinicId: string): void {
    this.noneUntilMs.delete(clinicId);
  }

  private async hasAny(clinicId: string): Promise<boolean> {
    const until = this.noneUntilMs.get(clinicId);
    if (until !== undefined && until > Date.now()) return false;
    const found = await this.database.inClinic(clinicId, () => query('SELECT 1 FROM closed_period LIMIT 1'));
    if (found.length === 0) this.noneUntilMs.set(clinicId, Date.now() + REMEMBER_MS);
    return found.length > 0;
  }

  /** Asks nobody when the search ends before any time that can be closed. */
  async within(
    caller: Caller,
    { patientIds, codes, date }: Pick<ObservationSearch, 'patientIds' | 'codes' | 'date'>,
  ): Promise<ClosedTime[]> {
    const from = Math.max(...date.map(({ op, fromMs }) => (['le', 'lt', 'eb'].includes(op) ? -Infinity : fromMs)));
    const to = Math.min(...date.map(({ op, toMs }) => (['ge', 'gt', 'sa'].includes(op) ? Infinity : toMs)));
    if (isTooYoungToBeClosed(from, Date.now()) || !(await this.hasAny(caller.clinicId))) return [];
    const asked = patientIds.filter((id) => UUID.test(id));
    return this.database.inClinic(caller.clinicId, () => findClosedTimes(caller, asked, codes, { from, to }));
  }
}
