import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { Idempotency, type RequestKey } from '../../platform/http/idempotency.js';
import { ofWhole, toFieldErrors } from '../../platform/http/plain-issues.js';
import type { Line } from '../../platform/json/index.js';
import {
  type NewObservation,
  ObservationsService,
  type Stored,
  storeLines,
  storeOpen,
  type StreamOrder,
} from '../observations/index.js';
import { findLivingId, findRecordIds } from '../patients/index.js';
import { checkReading } from './check-reading.js';
import type { Ingested, PayloadQuery, RawPayloads } from './ingest.schema.js';
import { findPayloadsOf, isPayloadOf } from './raw-payloads.repository.js';
import { type IngestBody, readBody } from './read-body.js';
import { parserOf, type PayloadRead, readPayload } from './read-payload.js';
import { firstRefusals, toIngested } from './to-ingested.js';
import { placeOf, readReading } from './to-observation.js';
import { makeReady, VendorPayloads } from './vendor-payloads.js';

const PAYLOADS_A_PAGE = 100;

const at = (path: string, { code, status, message }: DomainError) =>
  new DomainError(code, status, message, [{ path, message }]);

const allRefused = ({ refused, ahead }: PayloadRead) =>
  ahead === 0 ? refused : [...refused, { path: '', message: `${ahead} readings are more than 24 hours ahead of now` }];

@Injectable()
export class IngestService {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly vendors: VendorPayloads,
  ) {}

  /** Our own JSON: a list of readings, or a phone's columns. */
  async readings(caller: Caller, body: IngestBody, key: RequestKey | undefined): Promise<Ingested> {
    const { observations, paths, refused } = readBody(body, this.clock.now().getTime());
    return this.idempotency.once(caller, key, async () => {
      const answers = paths
        ? await storeOpen(this.observations, caller, observations)
        : await this.storeList(caller, observations);
      return toIngested({ answers, paths: paths ?? [] }, { refused, skipped: [] });
    });
  }

  /** All or nothing, and whoever is out of reach is named with every place where they stand. */
  private storeList(caller: Caller, list: readonly NewObservation[]): Promise<Stored[]> {
    const patientIds = [...new Set(list.map(({ patientId }) => patientId))];
    return this.observations.storeBuilt(caller, patientIds, (patients) => {
      if (patients.size < patientIds.length) {
        const { code, status, message } = notFound('patient');
        const places = list.flatMap((o, i) => (patients.has(o.patientId) ? [] : [placeOf(i, 'patient')]));
        const errors = places.map((path) => ({ path, message }));
        if (errors.length > 0) throw new DomainError(code, status, message, errors);
      }
      return list;
    });
  }

  /** Readings in our own JSON, one a line: each on its own. */
  lines(caller: Caller, lines: readonly Line[], order: StreamOrder): Promise<string[]> {
    const nowMs = this.clock.now().getTime();
    return storeLines(this.observations, caller, lines, order, (value) => {
      const checked = checkReading(value);
      if (!checked.success) return invalid(ofWhole('The line', toFieldErrors(checked.error.issues, value)));
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
    const patient = await this.vendors.findMonitored(caller, patientId);
    const receivedMs = this.clock.now().getTime();
    // A payload that cannot be read at all is refused before anything waits for it.
    const first = readPayload(vendor, payload, { patientId, zones: patient.zones, receivedMs });
    // A phone that sends one document looks at the status and no further.
    const isOneDocument = parser.sendsDocuments === true && !Array.isArray(payload);
    const refusedFirst = allRefused(first);
    if (isOneDocument && first.readings.length === 0 && refusedFirst.length > 0)
      throw invalid(firstRefusals(refusedFirst));
    const ready = await makeReady(vendor, payload, raw);
    return this.idempotency.once(caller, key, () =>
      this.database.inClinicAgain(caller.clinicId, async () => {
        const of = { patientId, receivedMs };
        const { answers, read } = await this.vendors.store(caller, ready, of, { patient, read: first });
        const paths = read.readings.map(({ path }) => path);
        if (isOneDocument && answers[0] instanceof DomainError) throw at(paths[0]!, answers[0]);
        return toIngested({ answers, paths }, { refused: allRefused(read), skipped: read.skipped });
      }),
    );
  }

  /** Which payloads told of a patient, or of one reading, a page at a time. */
  payloads(caller: Caller, { patient, observation, after }: PayloadQuery): Promise<RawPayloads> {
    return this.database.inClinic(caller.clinicId, async () => {
      const livingId = await findLivingId(patient);
      await reachPatient(caller, livingId);
      const recordIds = await findRecordIds(livingId);
      if (after && !(await isPayloadOf(after, recordIds)))
        throw invalid([{ path: 'after', message: 'must be the next of an earlier answer' }], 400);
      const found = await findPayloadsOf(recordIds, observation, { after, most: PAYLOADS_A_PAGE + 1 });
      const rows = found.slice(0, PAYLOADS_A_PAGE);
      return {
        payloads: rows.map(({ receivedAt, removedAt, ...row }) => ({
          ...row,
          receivedAt: receivedAt.toISOString(),
          bodyRemovedAt: removedAt?.toISOString() ?? null,
        })),
        next: found.length > rows.length ? rows.at(-1)!.id : null,
      };
    });
  }
}
