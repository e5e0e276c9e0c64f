import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { offsetMsAt, zoneAt, type ZoneHistory } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { eachApart } from '../../../platform/clock/each-apart.js';
import { repeat } from '../../../platform/clock/repeat.js';
import { Database } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { safeError } from '../../../platform/telemetry/safe-error.js';
import {
  endZoneMove,
  findZoneMoves,
  lockWallClock,
  moveToldDays,
  ObservationsService,
  postponeZoneMove,
  ReadingMoves,
  type ZoneMove,
} from '../../observations/index.js';
import { findRecordIds } from '../../patients/index.js';
import { findReadElsewhere } from '../raw-payloads.repository.js';
import { parseZones, writeZones } from './read-zones.js';
import { rereadPayload } from './reread-payload.js';
import { ToldReadings } from './told-readings.js';

const EVERY_MS = 3000;
const MOST_PATIENTS = 20;
const AFTER_A_FAULT_SECONDS = 60;
/** Nothing is written of somebody who has withdrawn consent; it follows when they agree again. */
const WITHOUT_CONSENT_SECONDS = 600;

/**
 * After a patient's zones were corrected: what was told in wall-clock time is moved, payload by payload, each in a
 * transaction of its own, so that a killed process goes on where it was.
 */
@Injectable()
export class FollowZones implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly moves: ReadingMoves,
    private readonly told: ToldReadings,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('readings that follow a zone', EVERY_MS, () => this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
  }

  async tick(): Promise<void> {
    await this.worker.eachClinic('readings that follow a zone', async (clinicId) => {
      const due = await this.worker.as.inClinic(clinicId, () => findZoneMoves(MOST_PATIENTS));
      for (const move of due) if (!this.stopping) await this.follow(clinicId, move);
    });
  }

  private async follow(clinicId: string, move: ZoneMove): Promise<void> {
    const inClinic = <T>(run: () => Promise<T>) => this.database.inClinicAgain(clinicId, run);
    const postpone = (seconds: number) => inClinic(() => postponeZoneMove(move.patientId, seconds));
    try {
      const caller = moverOf(clinicId, move.patientId);
      const monitored = await this.observations.findMonitored(caller, move.patientId);
      if (monitored && !monitored.consented) return await postpone(WITHOUT_CONSENT_SECONDS);
      if (monitored) await this.moveAll(caller, monitored.patientId, move);
      if (!this.stopping) await inClinic(() => endZoneMove(move));
    } catch (error) {
      logger.error({ ...safeError(error), clinic: clinicId }, 'readings could not follow a zone');
      await postpone(AFTER_A_FAULT_SECONDS);
    }
  }

  private async moveAll(caller: Caller, patientId: string, { sinceMs }: ZoneMove): Promise<void> {
    const { moves, told } = this;
    await this.inZones(caller, patientId, (zones) => moveToldDays(moves, caller, { patientId, zones, sinceMs }));
    const find = (order: Parameters<typeof findReadElsewhere>[2]) =>
      this.inZones(caller, patientId, async (zones) => {
        const found = await findReadElsewhere(await findRecordIds(patientId), writeZones(zones), order);
        return { zones, found };
      });
    const { zones, found } = await find('oldest first');
    if (found.length === 0) return;
    const [was, is] = [parseZones(found[0]!.readZones), zones].map((one) => offsetMsAt(zoneAt(one, sinceMs), sinceMs));
    const inOrder = is! < was! ? (await find('newest first')).found : found;
    const reread = ({ id }: { readonly id: string }) =>
      this.inZones(caller, patientId, (now) => rereadPayload({ caller, moves, told }, id, now));
    await eachApart(inOrder, reread, () => this.stopping);
  }

  /** With the patient's zones as they are, which nobody changes meanwhile. */
  private inZones<T>(caller: Caller, patientId: string, run: (zones: ZoneHistory) => Promise<T>): Promise<T> {
    return this.database.inClinicAgain(caller.clinicId, async () => {
      await lockWallClock(patientId);
      const monitored = await this.observations.findMonitored(caller, patientId);
      return run(monitored?.zones ?? []);
    });
  }
}

/** Who moves readings: the system, for one patient. */
export const moverOf = (clinicId: string, patientId: string): Caller => ({
  kind: 'system',
  actor: 'system/zones',
  personId: null,
  name: 'readings that follow a zone',
  clinicId,
  role: 'system',
  profession: null,
  patientId,
  sessionId: null,
  scopes: '',
  type: 'Observation',
  interaction: 'update',
  reach: 'clinic',
  requestId: 'follow-zones',
  act: { patientId, objectId: null, count: 1, written: false },
});
