import { Injectable } from '@nestjs/common';
import { findInstrument, readAnswers, scoreResponse, toQuestionnaireResponse } from '../../instruments/index.js';
import { civilDayAt, FUTURE_LIMIT_MS, type MetricId } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { deviceObservation, type NewObservation, ObservationsService, restate } from '../observations/index.js';
import { findZones } from '../patients/index.js';
import { readRecord, saveRecord, searchRecords, type Resource, type StoredRecord } from '../record/index.js';
import type { NewResponse, ResponseCorrection, ResponseQuery } from './responses.schema.js';

/** Filled-in questionnaires: the response is kept as FHIR, its scores become observations like any other. */
@Injectable()
export class ResponsesService {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
  ) {}

  /** The same id again is the same response: a retry or an entry kept offline is never doubled. */
  submit(caller: Caller, asked: string, body: NewResponse): Promise<{ id: string; score: number | null }> {
    // As the database writes it: compared below with whose response is kept under this id.
    const patientId = asked.toLowerCase();
    const instrument = findInstrument(body.instrument)!;
    const scored = scoreResponse(instrument, body.answers);
    if (!scored.ok) throw invalid(scored.errors);
    const authoredMs = Date.parse(body.authoredAt);
    if (authoredMs > this.clock.now().getTime() + FUTURE_LIMIT_MS)
      throw invalid([{ path: 'authoredAt', message: 'must not be more than 24 hours ahead of now' }]);
    return this.database.inClinicAgain(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const known = await readRecord('QuestionnaireResponse', body.id);
      if (known && known.patientId !== patientId)
        throw new DomainError('RESPONSE_EXISTS', 409, 'A response with this id exists already.');
      caller.act.objectId = body.id;
      const resource = toQuestionnaireResponse(instrument, body.answers, { patientId, authoredMs, id: body.id });
      if (known) return scoreOf(known);
      const faster = await saveUnlessThere(body.id, patientId, resource as unknown as Resource);
      if (faster) return scoreOf(faster);
      await this.observations.store(
        caller,
        scored.derived.map((one) => toReading(one, { patientId, authoredMs, instrument: instrument.id, id: body.id })),
      );
      return { id: body.id, score: scored.score };
    });
  }

  /**
   * What somebody answered wrongly, put right on the same day: the next version of the response and of what changed in it.
   * The same answers again change nothing.
   */
  correct(caller: Caller, asked: string, id: string, { correctedAt, answers }: ResponseCorrection) {
    const patientId = asked.toLowerCase();
    return this.database.inClinicAgain(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const known = UUID.test(id) ? await readRecord('QuestionnaireResponse', id) : undefined;
      const instrument = known && findInstrument(known.resource['questionnaire'] as string);
      if (!known || !instrument || known.patientId !== patientId) throw notFound('response');
      const before = scoreResponse(instrument, readAnswers(known.resource as never));
      const now = scoreResponse(instrument, answers);
      if (!now.ok) throw invalid(now.errors);
      const authoredMs = Date.parse(known.resource['authored'] as string);
      const zones = await findZones(patientId);
      const atMs = Date.parse(correctedAt);
      if (civilDayAt(zones, atMs) !== civilDayAt(zones, authoredMs))
        throw invalid([
          { path: 'correctedAt', message: 'must be on the day of the answers; ask the clinic for others' },
        ]);
      caller.act.objectId = known.id;
      const about = { patientId, authoredMs, instrument: instrument.id, id: known.id };
      const changed = whatChanged(before.ok ? before.derived : [], now.derived, about, this.clock.now());
      if (changed.length === 0) {
        await audit(caller);
        return { id: known.id, score: now.score };
      }
      const resource = { ...toQuestionnaireResponse(instrument, answers, about), status: 'amended' };
      await saveRecord({
        type: 'QuestionnaireResponse',
        id: known.id,
        patientId,
        resource: resource as unknown as Resource,
        expectedVersion: known.version,
      });
      await this.observations.store(caller, changed);
      return { id: known.id, score: now.score };
    });
  }

  list(caller: Caller, patientId: string, search: ResponseQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const found = await searchRecords('QuestionnaireResponse', caller, { patientId, limit: 100 });
      const items = found.flatMap(({ id, resource }) => {
        const instrument = findInstrument(resource['questionnaire'] as string);
        if (!instrument || (search.instrument && instrument.id !== search.instrument)) return [];
        const answers = readAnswers(resource as never);
        const scored = scoreResponse(instrument, answers);
        const filled = Object.fromEntries(instrument.items.map((item) => [item.id, answers[item.id] ?? null]));
        return [
          {
            id,
            instrument: instrument.id,
            authoredAt: resource['authored'] as string,
            answers: filled,
            score: scored.ok ? scored.score : null,
          },
        ];
      });
      return { items: items.sort((a, b) => (a.authoredAt < b.authoredAt ? 1 : -1)).slice(0, search.limit) };
    });
  }
}

interface About {
  readonly patientId: string;
  readonly authoredMs: number;
  readonly instrument: string;
  readonly id: string;
}
interface Derived {
  readonly metric: MetricId;
  readonly value: number;
}

const toReading = ({ metric, value }: Derived, { patientId, authoredMs, instrument, id }: About): NewObservation =>
  deviceObservation({
    patientId,
    metric,
    value,
    startMs: authoredMs,
    endMs: authoredMs,
    source: { system: 'stepwell', device: instrument, kind: 'form' },
    derivedFrom: `QuestionnaireResponse/${id}`,
  });

const NOTE = 'Corrected by the patient on the same day.';

/** Another value is the reading's next version; what is answered no more was an error. */
function whatChanged(before: readonly Derived[], now: readonly Derived[], about: About, at: Date): NewObservation[] {
  const old = new Map(before.map(({ metric, value }) => [metric, value]));
  const answered = new Set(now.map(({ metric }) => metric));
  return [
    ...now
      .filter(({ metric, value }) => old.get(metric) !== value)
      .map((one) => restate(toReading(one, about), { status: 'amended', note: NOTE, at })),
    ...before
      .filter(({ metric }) => !answered.has(metric))
      .map((one) => restate(toReading(one, about), { status: 'entered-in-error', note: NOTE, at })),
  ];
}

/** @returns what a retry running beside us has stored meanwhile */
async function saveUnlessThere(id: string, patientId: string, resource: Resource): Promise<StoredRecord | undefined> {
  try {
    await saveRecord({ type: 'QuestionnaireResponse', id, patientId, resource, expectedVersion: 0 });
    return undefined;
  } catch (error) {
    const faster = error instanceof DomainError ? await readRecord('QuestionnaireResponse', id) : undefined;
    if (faster?.patientId !== patientId) throw error;
    return faster;
  }
}

/** A retry is answered from what was stored, whatever it carries. */
function scoreOf({ id, resource }: StoredRecord): { id: string; score: number | null } {
  const instrument = findInstrument(resource['questionnaire'] as string);
  const scored = instrument && scoreResponse(instrument, readAnswers(resource as never));
  return { id, score: scored?.ok ? scored.score : null };
}
