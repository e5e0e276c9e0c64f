import { Injectable } from '@nestjs/common';
import { addDays, civilDayAt } from '../../../metrics/index.js';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { afterCommit, Database } from '../../../platform/database/database.js';
import { DomainError, invalid } from '../../../platform/http/domain-error.js';
import { findZones, setTimeZone } from '../../patients/index.js';
import { DueSignal } from '../due-signal.js';
import { requestRecompute } from '../sources/recompute.repository.js';
import type { ZoneChange } from './zones.schema.js';

/** Nobody moves more often; each move is read with every batch that is stored. */
const MOST_MOVES = 200;
/** Days this near a move may begin or end elsewhere. */
const NEAR_DAYS = 2;

/** Where a patient has lived and travelled: which decides where days begin. */
@Injectable()
export class ZonesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly due: DueSignal,
  ) {}

  view(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      return this.describe(patientId);
    });
  }

  /** From then on the patient was there. The same moment again corrects what was said of it; days since are added up anew. */
  move(caller: Caller, patientId: string, { since, zone }: ZoneChange) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const sinceMs = Date.parse(since);
      if (sinceMs > this.clock.now().getTime())
        throw invalid([{ path: 'since', message: 'must not be in the future' }]);
      const before = await findZones(patientId);
      if (before.length >= MOST_MOVES && !before.some((z) => z.sinceMs === sinceMs))
        throw new DomainError('TOO_MANY_MOVES', 422, `A patient has at most ${MOST_MOVES} changes of time zone.`);
      if (await setTimeZone(patientId, sinceMs, zone)) {
        await requestRecompute(patientId, addDays(civilDayAt(before, sinceMs), -NEAR_DAYS));
        afterCommit(() => this.due.ring());
      }
      await audit(caller);
      return this.describe(patientId);
    });
  }

  private async describe(patientId: string) {
    const zones = await findZones(patientId);
    return {
      items: zones.map(({ sinceMs, zone }) => ({
        since: Number.isFinite(sinceMs) ? new Date(sinceMs).toISOString() : null,
        zone,
      })),
    };
  }
}
