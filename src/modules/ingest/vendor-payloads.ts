import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { consentMissing, lockWallClock, ObservationsService } from '../observations/index.js';
import type { Monitored } from '../patients/index.js';
import { keepPayload } from './raw-payloads.repository.js';
import { type PayloadRead, readPayload } from './read-payload.js';
import { type Became, idOf } from './to-ingested.js';
import { writeZones } from './told/read-zones.js';
import { ToldReadings } from './told/told-readings.js';

const compress = promisify(gzip);

/** A payload as it came, made ready to be kept. */
export interface ReadyPayload {
  readonly vendor: string;
  readonly content: unknown;
  readonly sha256: string;
  readonly rawBytes: number;
  /** Compressed. */
  readonly body: Buffer;
}

export async function makeReady(vendor: string, content: unknown, raw: Buffer): Promise<ReadyPayload> {
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return { vendor, content, sha256, rawBytes: raw.length, body: await compress(raw) };
}

/** What vendors tell: stored, and kept compressed with the ids of all it told. */
@Injectable()
export class VendorPayloads {
  constructor(
    private readonly observations: ObservationsService,
    private readonly told: ToldReadings,
  ) {}

  /**
   * In the transaction that is open, by the patient's zones of now.
   *
   * @param of.uploadId - the file that it stood in
   * @param before - the same, read before anything was waited for: not read again while the zones are the same
   * @returns one answer a reading, in their order
   * @throws DomainError when the patient is out of reach or has not consented, or the payload is of no known shape
   */
  async store(
    caller: Caller,
    payload: ReadyPayload,
    of: { readonly patientId: string; readonly receivedMs: number; readonly uploadId?: string },
    before?: { readonly patient: Monitored; readonly read: PayloadRead },
  ): Promise<{ answers: Became[]; read: PayloadRead }> {
    const { vendor, content } = payload;
    const { patientId } = before?.patient ?? (await this.findMonitored(caller, of.patientId));
    await lockWallClock(patientId);
    // Asked again: the patient's zones may have been corrected while this waited.
    const { zones } = await this.findMonitored(caller, of.patientId);
    const isSame = before !== undefined && writeZones(zones) === writeZones(before.patient.zones);
    const read = isSame ? before.read : readPayload(vendor, content, { ...of, zones });
    const answers = await this.told.store(caller, { vendor, patientId }, read.readings);
    const observationIds = answers.map(idOf);
    // A file of which nothing was taken has left nothing that could be taken back.
    if (of.uploadId === undefined || observationIds.some((id) => id !== null))
      await keepPayload({
        ...payload,
        // As it is kept today: under the id of a record that was merged nobody would find it.
        patientId,
        observationIds,
        readZones: writeZones(zones),
        changedSomething: answers.some((one) => !(one instanceof DomainError) && one.outcome !== 'unchanged'),
        uploadId: of.uploadId ?? null,
      });
    return { answers, read };
  }

  /** Asked here too: a payload without a single reading would be kept all the same. */
  async findMonitored(caller: Caller, patientId: string): Promise<Monitored> {
    const patient = await this.observations.findMonitored(caller, patientId);
    if (!patient) throw notFound('patient');
    if (!patient.consented) throw consentMissing();
    return patient;
  }
}
