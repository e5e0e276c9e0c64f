import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../clock/repeat.js';
import { query } from '../database/database.js';
import { WorkerDatabase } from '../database/worker-database.js';
import { MOST_BEHIND } from './deliveries-behind.js';

const HOUR_MS = 3_600_000;
/** So long the evidence of an alert says whom it reached, and when. */
const KEPT_DAYS = 90;

/** Removes deliveries that no page can ask for any more: whoever is that far behind fetches the lists anew. */
@Injectable()
export class OldDeliveries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(private readonly worker: WorkerDatabase) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('deliveries past their use', HOUR_MS, () => this.remove());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  remove(): Promise<void> {
    return this.worker.eachClinic('deliveries past their use', (id) => this.worker.as.inClinic(id, removeOld));
  }
}

async function removeOld(): Promise<void> {
  await query(
    `DELETE FROM delivery d USING delivery_cursor c WHERE c.clinic_id = d.clinic_id AND c.person_id = d.person_id
       AND d.cursor <= c.last - $1 AND d.at < now() - make_interval(days => $2)`,
    [MOST_BEHIND, KEPT_DAYS],
  );
}
