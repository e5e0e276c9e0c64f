import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../platform/clock/repeat.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { deliver } from '../../platform/sockets/deliveries.js';
import { reportConcern } from '../alerts/index.js';
import { findNoShow } from './no-show.js';
import { takeUnmet } from './no-show.repository.js';

const EVERY_MS = 20_000;
/** Of a clinic in one turn; the next turn takes the rest. */
const MOST_A_TURN = 100;

/** Finds video visits that nobody came to, on every node, one a transaction; one node takes each. */
@Injectable()
export class NoShowWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(private readonly worker: WorkerDatabase) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('no-shows', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  async tick(): Promise<void> {
    await this.worker.eachClinic('no-shows', async (clinicId) => {
      for (let i = 0; i < MOST_A_TURN; i++) if (!(await this.takeOne(clinicId))) break;
    });
  }

  private takeOne(clinicId: string): Promise<boolean> {
    return this.worker.as.inClinic(clinicId, async () => {
      const visit = await takeUnmet();
      if (!visit) return false;
      const concern = findNoShow(visit, visit.now);
      if (concern) await deliver(...(await reportConcern(concern, visit.now)));
      return true;
    });
  }
}
