import { logger } from '../telemetry/logger.js';
import { safeError } from '../telemetry/safe-error.js';
import { type Database, query } from './database.js';

/** The same database entered as `stepwell_worker`: reads the queues, then works inside one clinic at a time. */
export class WorkerDatabase {
  constructor(readonly as: Database) {}

  /** All clinics, the oldest first: for work that goes through them one after another. */
  async clinicIds(): Promise<string[]> {
    const rows = await this.as.outside(() =>
      query<{ id: string }>('SELECT clinic_id AS id FROM clinic ORDER BY created_at'),
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Does something for each clinic, whatever becomes of the others.
   *
   * @throws AggregateError at the end when it failed for one of them, so that a worker's heartbeat tells
   */
  async eachClinic(what: string, run: (clinicId: string) => Promise<unknown>): Promise<void> {
    const errors: unknown[] = [];
    const clinicIds = await this.clinicIds();
    for (const clinicId of clinicIds)
      try {
        await run(clinicId);
      } catch (error) {
        logger.error({ ...safeError(error), clinic: clinicId, task: what }, 'turn failed for a clinic');
        errors.push(error);
      }
    if (errors.length > 0)
      throw new AggregateError(errors, `${what} failed for ${errors.length} of ${clinicIds.length} clinics`);
  }
}
