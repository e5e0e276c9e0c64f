import { FUTURE_LIMIT_MS, TOO_FAR_AHEAD } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import type { Clock } from '../../platform/clock/clock.js';
import type { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import {
  CONTRADICTION,
  type NewObservation,
  type ObservationsService,
  storeOpen,
  withoutContradictions,
} from '../observations/index.js';
import { keepTrying } from './keep-trying.js';
import { keepTold, lockFilesBeside } from './takeback/upload-readings.repository.js';
import { type Became, tally } from './to-ingested.js';
import { fromParsed } from './to-observation.js';
import { backgroundCaller, isTakenBack } from './upload-state.js';
import { findUpload, type Upload } from './uploads.repository.js';
import { makeReady, type VendorPayloads } from './vendor-payloads.js';
import { type ExportSink, type ParsedObservation, RefusalTally, type Refused } from './vendors/index.js';

const OF_CLOSED_MONTH = 'is of a month of which only summaries are kept, as the clinic’s retention asks';

export interface UploadStores {
  readonly database: Database;
  readonly observations: ObservationsService;
  readonly payloads: VendorPayloads;
  readonly clock: Clock;
}

interface Written {
  readonly answers: Became[];
  readonly refused: readonly Refused[];
  readonly skipped: number;
}

/** Stores what an export file tells, batch by batch, each with what it told in one transaction: so that it can be taken back. */
export class UploadSink implements ExportSink {
  readonly refused = new RefusalTally();
  private stored = 0;
  private duplicates = 0;
  /** Understood, and nothing to store. */
  skipped = 0;
  private readonly caller: Caller;

  constructor(
    private readonly stores: UploadStores,
    private readonly of: {
      readonly clinicId: string;
      readonly upload: Upload;
      readonly signal: AbortSignal;
      /** What was stored of it before it was read again: by now it is known, and by nothing but this file. */
      readonly storedBefore?: number;
    },
  ) {
    this.caller = backgroundCaller(of.clinicId, of.upload);
  }

  get counts(): { stored: number; duplicates: number; refused: number } {
    const { storedBefore: before = 0 } = this.of;
    const duplicates = Math.max(0, this.duplicates - before);
    return { stored: before + this.stored, duplicates, refused: this.refused.total };
  }

  async readings(batch: readonly ParsedObservation[]): Promise<void> {
    const limit = this.nowMs() + FUTURE_LIMIT_MS;
    const begun = batch.filter((o) => o.endMs <= limit);
    const good = withoutContradictions(begun.map((o) => fromParsed(o, this.of.upload.patientId)));
    this.refused.add({ message: TOO_FAR_AHEAD, count: batch.length - begun.length });
    this.refused.add({ message: CONTRADICTION, count: begun.length - good.length });
    await this.store(() => this.storeReadings(good));
  }

  async payload(vendor: string, content: unknown): Promise<void> {
    const ready = await makeReady(vendor, content, Buffer.from(JSON.stringify(content)));
    const { upload } = this.of;
    await this.store(async () => {
      const of = { patientId: upload.patientId, receivedMs: this.nowMs(), uploadId: upload.id };
      const { answers, read } = await this.stores.payloads.store(this.caller, ready, of);
      const skipped = read.skipped.reduce((sum, { count }) => sum + count, 0);
      return { answers, skipped, refused: [...read.refused, { message: TOO_FAR_AHEAD, count: read.ahead }] };
    });
  }

  private async storeReadings(good: readonly NewObservation[]) {
    return { answers: await storeOpen(this.stores.observations, this.caller, good), skipped: 0, refused: [] };
  }

  /** Only this batch again, not the file from its beginning: that would be more of what there is too much of. */
  private async store(write: () => Promise<Written>): Promise<void> {
    const { clinicId, upload, signal } = this.of;
    if (signal.aborted) throw new Error('stopping');
    const { answers, refused, skipped } = await keepTrying(
      () =>
        this.stores.database.inClinicAgain(clinicId, async () => {
          await lockFilesBeside(upload.id);
          const now = await findUpload(upload.id);
          if (!now || isTakenBack(now)) throw new Error('A file that nobody wants read any more');
          const became = await write();
          await keepTold(upload.id, became.answers);
          return became;
        }),
      { signal },
    );
    this.skipped += skipped;
    for (const one of refused) this.refused.add(one);
    for (const one of answers) if (one instanceof DomainError) this.refused.add(asRefused(one));
    const counts = tally(answers);
    this.stored += counts.stored + counts.updated;
    this.duplicates += counts.duplicates;
  }

  private nowMs = () => this.stores.clock.now().getTime();
}

/** A month has no end of sentences: each names its days. */
const asRefused = ({ code, message }: DomainError) =>
  code === 'PERIOD_CLOSED' ? ({ code, message: OF_CLOSED_MONTH } as const) : { message };
