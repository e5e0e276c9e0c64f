import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { Heartbeats } from '../../../platform/health/heartbeats.js';
import { transactionTime } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { deliver, findCareRecipients } from '../../../platform/sockets/deliveries.js';
import { judgeConcerns } from '../concerns/judge-concerns.js';
import { wake } from '../people/rouse.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { safeError } from '../../../platform/telemetry/safe-error.js';
import * as repository from './alert-clock.repository.js';
import { recordEvent } from './alert-events.repository.js';

const EVERY_MS = 5_000;

/**
 * What becomes of alerts by time alone, on every node: concerns that have stayed away long enough, snoozes whose day has
 * come, what was held back by an alert or a rule that does not hold it any more, and what its owner cannot see any more. All deadlines are rows, by the clock
 * of the database; a turn that was missed is made up by the next one.
 */
@Injectable()
export class AlertClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly heartbeats: Heartbeats,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('alert clock', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  async tick(): Promise<void> {
    await this.worker.eachClinic('alert clock', async (clinicId) => {
      const due = await this.worker.as.inClinic(clinicId, () => repository.findDue());
      for (const patientId of due.patientIds) await attempt(() => this.judge(clinicId, patientId));
      for (const alertId of due.napping) await attempt(() => this.endNaps(clinicId, alertId));
      for (const alertId of due.leftBehind) await attempt(() => this.giveBack(clinicId, alertId));
    });
    await this.heartbeats.beat('alert-clock');
  }

  /** Nothing is reported; what is known is looked at again. */
  private judge(clinicId: string, patientId: string | null): Promise<void> {
    return this.worker.as.inClinic(clinicId, async () => {
      const now = await transactionTime();
      const isGone = ({ absentSince }: { absentSince: Date | null }) => absentSince !== null;
      await deliver(...(await judgeConcerns({ patientId, now, reported: [], isGone })));
    });
  }

  /** To the team: who took it has left the clinic or the patient's care, and its calls had stopped for them. */
  private giveBack(clinicId: string, alertId: string): Promise<void> {
    return this.worker.as.inClinic(clinicId, async () => {
      const alert = await repository.lockLeftBehind(alertId);
      if (!alert) return;
      await repository.disown(alertId);
      await recordEvent({ alertId, kind: 'handed-off', note: 'Who had this cannot see it any more.' });
      const personIds = await findCareRecipients(alert.patientId);
      await deliver({ kind: 'alert', objectId: alertId, patientId: alert.patientId, personIds });
    });
  }

  private endNaps(clinicId: string, alertId: string): Promise<void> {
    return this.worker.as.inClinic(clinicId, async () => {
      const { patientId, personIds } = await repository.lockNappers(alertId);
      await wake(alertId, personIds);
      await deliver({ kind: 'alert', objectId: alertId, patientId, personIds });
    });
  }
}

/** What fails is tried again at the next turn, and keeps nothing else waiting. */
async function attempt(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    logger.error(safeError(error), 'an alert could not be moved on in time');
  }
}
