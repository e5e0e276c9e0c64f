import { Injectable } from '@nestjs/common';
import { findInstrument, readAnswers, scoreResponse, toQuestionnaireResponse } from '../../instruments/index.js';
import { FUTURE_LIMIT_MS } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid } from '../../platform/http/domain-error.js';
import { deviceObservation, ObservationsService } from '../observations/index.js';
import { readRecord, saveRecord, searchRecords, type Resource, type StoredRecord } from '../record/index.js';
import type { NewResponse, ResponseQuery } from './responses.schema.js';

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
        scored.derived.map(({ metric, value }) =>
          deviceObservation({
            patientId,
            metric,
            value,
            startMs: authoredMs,
            endMs: authoredMs,
            source: { system: 'stepwell', device: instrument.id, kind: 'form' },
            derivedFrom: `QuestionnaireResponse/${body.id}`,
          }),
        ),
      );
      return { id: body.id, score: scored.score };
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
