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
}
