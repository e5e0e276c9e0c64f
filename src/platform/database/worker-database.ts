import type { Database } from './database.js';

/** The same database entered as `stepwell_worker`: reads the queues, then works inside one clinic at a time. */
export class WorkerDatabase {
  constructor(readonly as: Database) {}
}
