import { Injectable } from '@nestjs/common';
import { isMetricId, METRICS } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { amendReading, findReading, lockReading } from './amend.repository.js';
import type { NewObservation } from './observation.js';
import type { ReadingCorrection } from './observations.schema.js';
import { ObservationsService } from './observations.service.js';

/** The team mends a reading: what was there stays as its version, and who mended it and why goes with the next one. */
@Injectable()
export class CorrectingService {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError READING_CHANGED where it is no longer the version that was looked at */
  correct(caller: Caller, patientId: string, id: string, { version, value, reason }: ReadingCorrection) {
    return this.database.inClinic(caller.clinicId, async () => {
      await lockReading(id);
      const row = await this.observations.read(caller, id);
      if (row.patientId !== patientId.toLowerCase()) throw notFound('observation');
      if (row.version !== version)
        throw new DomainError('READING_CHANGED', 409, 'Somebody has changed this reading meanwhile. Look at it again.');
      const reading = await findReading(row);
      if (value !== undefined) refuseImpossible(reading, value);
      const amended = await amendReading(reading, {
        status: value === undefined ? 'entered-in-error' : 'amended',
        note: reason,
        at: this.clock.now(),
        by: caller.personId,
        valueText: value === undefined ? undefined : String(value),
      });
      const [stored] = await this.observations.store(caller, [amended]);
      return { id: stored!.id, version: stored!.version };
    });
  }
}

function refuseImpossible({ concept: { metric } }: NewObservation, value: number): void {
  if (metric === null || !isMetricId(metric))
    throw invalid([{ path: 'value', message: 'is for readings of one number; mark this one as an error' }]);
  const { min, max, unitDisplay } = METRICS[metric];
  if (value < min || value > max)
    throw invalid([{ path: 'value', message: `must be from ${min} to ${max} ${unitDisplay}`.trim() }]);
}
