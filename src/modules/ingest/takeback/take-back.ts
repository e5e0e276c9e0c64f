import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { BackgroundJobs } from '../../../platform/clock/background-jobs.js';
import { repeat } from '../../../platform/clock/repeat.js';
import { Database } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { DomainError, notFound } from '../../../platform/http/domain-error.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { safeError } from '../../../platform/telemetry/safe-error.js';
import { isConsented } from '../../consents/index.js';
import { consentMissing, isZoneMovePending, lockWallClock, Withdrawals } from '../../observations/index.js';
import { isRefusal } from '../keep-trying.js';
import { findRecordIds } from '../../patients/index.js';
import { silencePayloads } from '../raw-payloads.repository.js';
import { forgetTold } from '../told/told-readings.repository.js';
import { tellFile } from '../tell-file.js';
import { backgroundCaller, isTakenBack, isUnderWay, toState } from '../upload-state.js';
import { findUpload, type Upload } from '../uploads.repository.js';
import { followReturns } from './follow-moves.js';
import {
  addTakenBack,
  beginTakingBack,
  endTakingBack,
  findTakingBack,
  tellWhyItWaits,
} from './taking-back.repository.js';
import { endBatch, findToldAlone, lockFilesBeside, TAKE_BACK_DAYS, takeBatch } from './upload-readings.repository.js';

const LOOK_EVERY_MS = 30_000;

const STILL_READ = new DomainError('UPLOAD_UNDER_WAY', 409, 'The file is still being read; wait until that is over.');
const WAITS_FOR_ZONE = new DomainError(
  'UPLOAD_WAITS_FOR_ZONE',
  409,
  'It waits until the readings of this record have followed a corrected time zone.',
);
const NOTHING_TO_TAKE = new DomainError(
  'UPLOAD_NOT_TAKEN_BACK',
  409,
  `This file cannot be taken back: it brought no readings, or it came more than ${TAKE_BACK_DAYS} days ago.`,
);

/**
 * Somebody else's file is taken out of a record: batch by batch, on whatever node, each batch with its mark in one
 * transaction. Killed half-way, the rest is done by who looks next.
 */
@Injectable()
export class TakeBack implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;
  private stopping = false;
  private readonly jobs = new BackgroundJobs();

  constructor(
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
    private readonly withdrawals: Withdrawals,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('files taken back', LOOK_EVERY_MS, () => this.sweep());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
    await this.jobs.settled();
  }

  /** What is asked for twice is asked for once. @throws DomainError 409 while it is read, or when there is nothing to take */
  async ask(caller: Caller, id: string) {
    const asked = await this.database.inClinic(caller.clinicId, async () => {
      const upload = UUID.test(id) ? await findUpload(id) : undefined;
      if (!upload) throw notFound('upload');
      await reachPatient(caller, upload.patientId);
      if (isTakenBack(upload)) return upload;
      if (isUnderWay(upload)) throw STILL_READ;
      // Each batch is asked about again.
      if (!(await isConsented(upload.patientId, 'monitoring'))) throw consentMissing();
      if (!(await beginTakingBack(id, caller.actor))) {
        // Somebody else may have asked at the same moment.
        const now = await findUpload(id);
        if (now && isTakenBack(now)) return now;
        throw NOTHING_TO_TAKE;
      }
      caller.act.objectId = id;
      await audit(caller);
      return { ...upload, state: 'taking-back' as const };
    });
    this.jobs.start(this.laterIfItFails(this.takeBack(caller.clinicId, id)));
    return toState(asked);
  }

  /** What a node has left. */
  async sweep(): Promise<void> {
    await this.worker.eachClinic('files taken back', async (clinicId) => {
      const left = await this.database.inClinic(clinicId, findTakingBack);
      for (const id of left) if (!this.stopping) await this.laterIfItFails(this.takeBack(clinicId, id));
    });
  }

  private laterIfItFails(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => logger.warn(safeError(error), 'a file is taken back later'));
  }

  private async takeBack(clinicId: string, id: string): Promise<void> {
    try {
      while (!this.stopping && (await this.database.inClinicAgain(clinicId, () => this.takeOne(clinicId, id))));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // Such as a consent that was withdrawn meanwhile: it is tried again, and says why it waits.
      await this.database.inClinic(clinicId, () => tellWhyItWaits(id, error));
    }
  }

  /** @returns whether there may be more */
  private async takeOne(clinicId: string, id: string): Promise<boolean> {
    await lockFilesBeside(id);
    const upload = await findUpload(id);
    if (upload?.state !== 'taking-back') return false;
    // A correction of the zone moves what the file told: before this or behind it, never beside it.
    await lockWallClock(upload.patientId);
    // What else tells a reading may not have followed yet, and would not be known by its new place.
    if (!(await isConsented(upload.patientId, 'monitoring'))) throw consentMissing();
    const records = await findRecordIds(upload.patientId);
    if (await isZoneMovePending(records)) throw WAITS_FOR_ZONE;
    const batch = await takeBatch(id);
    if (!batch) {
      if (await endTakingBack(id)) {
        await silencePayloads(id);
        await tellFile(upload.patientId);
      }
      return false;
    }
    const alone = await findToldAlone(upload, batch.ids);
    const went = await this.withdrawals.withdraw(inTheNameOf(clinicId, upload), alone);
    await followReturns(upload.patientId, went);
    await forgetTold(
      records,
      went.filter(({ former }) => former === null).map(({ id: from }) => ({ key: null, from })),
    );
    await endBatch(id, batch.n);
    await addTakenBack(id, went.length);
    return true;
  }
}

const inTheNameOf = (clinicId: string, upload: Upload): Caller => ({
  ...backgroundCaller(clinicId, upload),
  actor: upload.takenBackBy ?? upload.createdBy,
});
