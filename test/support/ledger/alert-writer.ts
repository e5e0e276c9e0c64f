import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Concern, reportConcern } from '../../../src/modules/alerts/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { deliver } from '../../../src/platform/sockets/deliveries.js';

const AT_ONCE = 4;
const TRY_AGAIN_MS = 100;

/**
 * Reports concerns as a producer within the server does. One whose commit is not certain, because PostgreSQL died, is
 * reported again: a concern is a state, and saying it twice is saying it once.
 */
export class AlertWriter {
  acknowledged = 0;

  constructor(
    private readonly ownerUrl: string,
    private readonly clinicId: string,
    private readonly patients: readonly string[],
  ) {}

  /** So many alerts, each of its own concern. */
  async write(count: number, restMs: () => number): Promise<void> {
    const database = await Database.open(this.ownerUrl, 'stepwell_worker', AT_ONCE);
    let next = 0;
    const one = async () => {
      for (let n = next++; n < count; n = next++) {
        const concern = toConcern(this.patients[n % this.patients.length]!);
        while (!(await this.report(database, concern))) await sleep(TRY_AGAIN_MS);
        this.acknowledged++;
        await sleep(restMs());
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one)).finally(() => database.close());
  }

  private async report(database: Database, concern: Concern): Promise<boolean> {
    try {
      await database.inClinicAgain(this.clinicId, async () => deliver(...(await reportConcern(concern, new Date()))));
      return true;
    } catch (error) {
      // A fault of ours would be tried for ever.
      if ((error as Error).name === 'ZodError') throw error;
      return false;
    }
  }
}

function toConcern(patientId: string): Concern {
  const visitId = randomUUID();
  const said = { key: 'alert.noShow', facts: {} };
  return {
    patientId,
    producer: 'visits',
    kind: 'no-show',
    domain: 'visit',
    key: visitId,
    severity: 1,
    confidence: null,
    since: new Date().toISOString().slice(0, 10),
    live: true,
    sentence: said,
    patientSentence: null,
    evidence: { type: 'visit', visitId, startsAt: new Date().toISOString(), missedInARow: 1 },
  };
}
