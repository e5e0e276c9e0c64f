import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { transactionTime } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { deliver } from '../../../platform/sockets/deliveries.js';
import { reportConcerns } from '../../alerts/index.js';
import { findOutages, toOutageConcern } from './outage.js';
import { findSourceContacts, lockSources, saveOutage } from './outage.repository.js';

const EVERY_MS = 5 * 60_000;

/** Looks whether what patients have in common has stopped delivering: one alert of the clinic instead of one a patient. */
@Injectable()
export class OutageWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(private readonly worker: WorkerDatabase) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('vendor outages', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  async tick(): Promise<void> {
    await this.worker.eachClinic('vendor outages', (id) => this.worker.as.inClinic(id, () => this.look()));
  }

  private async look(): Promise<void> {
    if (!(await lockSources())) return;
    const now = await transactionTime();
    const outages = findOutages(await findSourceContacts(), now);
    for (const outage of outages) await saveOutage(outage);
    const concerns = outages.map(toOutageConcern);
    await deliver(...(await reportConcerns({ patientId: null, producer: 'sources', concerns, now })));
  }
}
