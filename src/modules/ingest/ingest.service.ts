import { randomUUID, createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { FUTURE_LIMIT_MS, zoneAt } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { currentClinic, Database, query } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import type { Line } from '../../platform/json/index.js';
import { ObservationsService, type Stored, storeLines } from '../observations/index.js';
import { type Ingested, NewReading, type NewReadings } from './ingest.schema.js';
import { fromParsed, readReading, readReadings } from './to-observation.js';
import { VENDOR_PARSERS, VendorError } from './vendors/index.js';

const compress = promisify(gzip);

@Injectable()
export class IngestService {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
  ) {}

  /** Readings in our own JSON: all or nothing. */
  async readings(caller: Caller, body: NewReadings): Promise<Ingested> {
    const { observations, errors } = readReadings(body, this.clock.now().getTime());
    if (errors.length > 0) throw invalid(errors.slice(0, 50));
    return { ...tally(await this.observations.store(caller, observations)), refused: [], skipped: [] };
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
    vendor: string,
    patientId: string,
    payload: unknown,
    raw: Buffer,
  ): Promise<Ingested> {
    const parser = Object.hasOwn(VENDOR_PARSERS, vendor)
      ? VENDOR_PARSERS[vendor as keyof typeof VENDOR_PARSERS]
      : undefined;
    if (!parser)
      throw new DomainError(
        'VENDOR_UNKNOWN',
        404,
        `The vendor must be one of ${Object.keys(VENDOR_PARSERS).join(', ')}.`,
      );
    const patient = await this.observations.findMonitored(caller, patientId);
    if (!patient) throw notFound('patient');
    const nowMs = this.clock.now().getTime();
    const parsed = asDomainError(() => parser.parse(payload, { timeZone: zoneAt(patient.zones, nowMs) }));
    const ahead = parsed.observations.filter((o) => o.endMs > nowMs + FUTURE_LIMIT_MS).length;
    const good = parsed.observations
      .filter((o) => o.endMs <= nowMs + FUTURE_LIMIT_MS)
      .map((o) => fromParsed(o, patientId));
    const body = await compress(raw);
    const stored = await this.database.inClinic(caller.clinicId, async () => {
      const answers = await this.observations.store(caller, good);
      await keepRaw(patientId, vendor, raw, body);
      return answers;
    });
    const refused = [
      ...parsed.refused,
      ...(ahead ? [{ path: '', message: `${ahead} readings are more than 24 hours ahead of now` }] : []),
    ];
    return { ...tally(stored), refused: refused.slice(0, 100), skipped: parsed.skipped };
  }
}

export function tally(stored: readonly Stored[]) {
  const count = (outcome: Stored['outcome']) => stored.filter((one) => one.outcome === outcome).length;
  return { stored: count('created'), updated: count('updated'), duplicates: count('unchanged') };
}

/** The vendors' room knows nothing of HTTP; its refusals already have a code, a status and a sentence. */
export function asDomainError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof VendorError) throw new DomainError(error.code, error.status, error.message);
    throw error;
  }
}

async function keepRaw(patientId: string, vendor: string, raw: Buffer, body: Buffer): Promise<void> {
  await query(
    `INSERT INTO raw_payload (clinic_id, id, patient_id, vendor, sha256, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [currentClinic(), randomUUID(), patientId, vendor, createHash('sha256').update(raw).digest('hex'), body],
  );
}
