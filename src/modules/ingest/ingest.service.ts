import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { invalid, notFound } from '../../platform/http/domain-error.js';
import type { Line } from '../../platform/json/index.js';
import { consentMissing, lockWallClock, ObservationsService, type Stored, storeLines } from '../observations/index.js';
import { Idempotency, type RequestKey } from './idempotency.js';
import { type Ingested, NewReading, type PayloadQuery } from './ingest.schema.js';
import { findPayloadsOf, keepPayload } from './raw-payloads.repository.js';
import { type IngestBody, readBody } from './read-body.js';
import { parserOf, readPayload } from './read-payload.js';
import { readReading } from './to-observation.js';
import { writeZones } from './told/read-zones.js';
import { ToldReadings } from './told/told-readings.js';

const compress = promisify(gzip);
const MOST_REFUSALS = 100;
const MOST_PAYLOADS = 100;

@Injectable()
export class IngestService {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly told: ToldReadings,
  ) {}

  /** Our own JSON: a list of readings, or a phone's columns. */
  async readings(caller: Caller, body: IngestBody, key: RequestKey | undefined): Promise<Ingested> {
    const { observations, refused } = readBody(body, this.clock.now().getTime());
    return this.idempotency.once(caller, key, async () => ({
      ...tally(await this.observations.store(caller, observations)),
      refused: refused.slice(0, MOST_REFUSALS),
      refusedCount: refused.length,
      skipped: [],
    }));
  }

  /** Readings in our own JSON, one a line: each on its own. */
  lines(caller: Caller, lines: readonly Line[]): Promise<string[]> {
    const nowMs = this.clock.now().getTime();
    return storeLines(this.observations, caller, lines, (value) => {
      const checked = NewReading.safeParse(value);
      if (!checked.success)
        return invalid(checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
      const read = readReading(checked.data, nowMs);
      return Array.isArray(read) ? invalid(read) : { patientId: read.patientId, build: () => read };
    });
  }

  /** A vendor's payload as it came: kept compressed, read, stored. What cannot be read is named, the rest is taken. */
  async vendorPayload(
    caller: Caller,
    { vendor, patientId, payload, raw }: { vendor: string; patientId: string; payload: unknown; raw: Buffer },
    key: RequestKey | undefined,
  ): Promise<Ingested> {
    const parser = parserOf(vendor);
    const patient = await this.observations.findMonitored(caller, patientId);
    if (!patient) throw notFound('patient');
    // Asked here too: a payload without a single reading would be kept all the same.
    if (!patient.consented) throw consentMissing();
    const receivedMs = this.clock.now().getTime();
    // A payload that cannot be read at all is refused before anything waits for it.
    const first = readPayload(vendor, payload, { patientId, zones: patient.zones, receivedMs });
    // A phone that sends one document looks at the status and no further.
    if (!Array.isArray(payload) && first.readings.length === 0 && first.refused.length > 0 && parser.sendsDocuments)
      throw invalid(first.refused.slice(0, MOST_REFUSALS));
    const body = await compress(raw);
    return this.idempotency.once(caller, key, () =>
      this.database.inClinicAgain(caller.clinicId, async () => {
        await lockWallClock(patient.patientId);
        // Asked again: the patient's zones may have been corrected while this waited.
        const { zones } = (await this.observations.findMonitored(caller, patientId)) ?? patient;
        const isSame = writeZones(zones) === writeZones(patient.zones);
        const read = isSame ? first : readPayload(vendor, payload, { patientId, zones, receivedMs });
        const { readings, refused, skipped } = read;
        const stored = await this.told.store(caller, { vendor, patientId: patient.patientId }, readings);
        await keepPayload({
          patientId,
          vendor,
          sha256: createHash('sha256').update(raw).digest('hex'),
          rawBytes: raw.length,
          body,
          observationIds: stored.map((one) => one.id),
          readZones: writeZones(zones),
          changedSomething: stored.some((one) => one.outcome !== 'unchanged'),
        });
        return { ...tally(stored), refused: refused.slice(0, MOST_REFUSALS), refusedCount: refused.length, skipped };
      }),
    );
  }

  /** Which payloads told of a patient, or of one reading. */
  payloads(caller: Caller, { patient, observation }: PayloadQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patient);
      const rows = await findPayloadsOf(patient, observation, MOST_PAYLOADS);
      return {
        payloads: rows.map(({ receivedAt, removedAt, ...row }) => ({
          ...row,
          receivedAt: receivedAt.toISOString(),
          bodyRemovedAt: removedAt?.toISOString() ?? null,
        })),
      };
    });
  }
}

export function tally(stored: readonly Stored[]) {
  const count = (outcome: Stored['outcome']) => stored.filter((one) => one.outcome === outcome).length;
  return { stored: count('created'), updated: count('updated'), duplicates: count('unchanged') };
}
