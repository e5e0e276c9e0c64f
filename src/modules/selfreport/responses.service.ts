import { Injectable } from '@nestjs/common';
import {
  type Answers,
  findInstrument,
  type Instrument,
  readAnswers,
  scoreResponse,
  toQuestionnaireResponse,
} from '../../instruments/index.js';
import { civilDayAt, FUTURE_LIMIT_MS, type MetricId, TOO_FAR_AHEAD } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import {
  consentMissing,
  deviceObservation,
  type NewObservation,
  ObservationsService,
  restate,
} from '../observations/index.js';
import { findMonitored } from '../patients/index.js';
import {
  readRecord,
  readRecordVersion,
  saveRecord,
  searchRecords,
  type Resource,
  type StoredRecord,
} from '../record/index.js';
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
      throw invalid([{ path: 'authoredAt', message: TOO_FAR_AHEAD }]);
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
    const atMs = Date.parse(correctedAt);
    const now = this.clock.now();
    refuseImplausible(atMs, now.getTime());
    return this.database.inClinicAgain(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const known = UUID.test(id) ? await readRecord('QuestionnaireResponse', id) : undefined;
      const instrument = known && findInstrument(known.resource['questionnaire'] as string);
      if (!known || !instrument || known.patientId !== patientId) throw notFound('response');
      const old = readAnswers(known.resource as never);
      const scored = scoreResponse(instrument, answers);
      if (!scored.ok) throw invalid(scored.errors);
      const authoredMs = Date.parse(known.resource['authored'] as string);
      const patient = (await findMonitored(caller, [patientId])).get(patientId);
      if (!patient) throw notFound('patient');
      const madeOn = civilDayAt(patient.zones, atMs);
      if (madeOn !== civilDayAt(patient.zones, authoredMs))
        throw invalid([
          { path: 'correctedAt', message: 'must be on the day of the answers; ask the clinic for others' },
        ]);
      caller.act.objectId = known.id;
      if (instrument.items.every((item) => (old[item.id] ?? null) === (answers[item.id] ?? null))) {
        await audit(caller);
        return { id: known.id, score: scored.score };
      }
      // Also of answers that change no reading.
      if (!patient.consented) throw consentMissing();
      const about = { patientId, authoredMs, instrument: instrument.id, id: known.id };
      const note = noteOf(madeOn, civilDayAt(patient.zones, now.getTime()));
      const before = derive(instrument, old);
      const hasFirst = scored.derived.some(({ metric }) => before.every((one) => one.metric !== metric));
      // Only of what is said now and was not just before need earlier versions be asked.
      const ever = hasFirst ? await findEverDerived(known, instrument) : new Set(before.map(({ metric }) => metric));
      const changed = whatChanged({ now: before, ever }, scored.derived, about, { note, at: now });
      const resource = { ...toQuestionnaireResponse(instrument, answers, about), status: 'amended' };
      await saveRecord({
        type: 'QuestionnaireResponse',
        id: known.id,
        patientId,
        resource: resource as unknown as Resource,
        expectedVersion: known.version,
      });
      // Storing nothing would write no audit row.
      if (changed.length === 0) await audit(caller);
      else await this.observations.store(caller, changed);
      return { id: known.id, score: scored.score };
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

/** How long a page may have kept a correction that it could not send. */
const LONGEST_KEPT_DAYS = 7;

/** When it was made is its sender's word: it has to agree with our clock. */
function refuseImplausible(atMs: number, nowMs: number): void {
  const refuse = (message: string) => invalid([{ path: 'correctedAt', message }]);
  if (atMs > nowMs + FUTURE_LIMIT_MS) throw refuse(TOO_FAR_AHEAD);
  if (atMs < nowMs - LONGEST_KEPT_DAYS * 24 * 3_600_000)
    throw refuse(`must not be more than ${LONGEST_KEPT_DAYS} days ago; ask the clinic to correct it`);
}

/** What we saw ourselves is said as such; of what was kept offline, both days. */
const noteOf = (madeOn: string, receivedOn: string): string =>
  madeOn === receivedOn
    ? 'Corrected by the patient on the same day.'
    : `Corrected by the patient: made on ${madeOn}, received on ${receivedOn}.`;

function derive(instrument: Instrument, answers: Answers): readonly Derived[] {
  const scored = scoreResponse(instrument, answers);
  return scored.ok ? scored.derived : [];
}

/** Of what this response or an earlier version of it has said, a reading is stored, though it may count no more. */
async function findEverDerived({ id, version }: StoredRecord, instrument: Instrument): Promise<ReadonlySet<MetricId>> {
  const ever = new Set<MetricId>();
  for (let one = version; one > 0; one--) {
    const stored = await readRecordVersion('QuestionnaireResponse', id, one);
    if (stored) for (const { metric } of derive(instrument, readAnswers(stored.resource as never))) ever.add(metric);
  }
  return ever;
}

/** Another value is the reading's next version, what was never answered is a first answer; what is answered no more was an error. */
function whatChanged(
  before: { readonly now: readonly Derived[]; readonly ever: ReadonlySet<MetricId> },
  now: readonly Derived[],
  about: About,
  change: { readonly note: string; readonly at: Date },
): NewObservation[] {
  const old = new Map(before.now.map(({ metric, value }) => [metric, value]));
  const answered = new Set(now.map(({ metric }) => metric));
  return [
    ...now
      .filter(({ metric, value }) => old.get(metric) !== value)
      .map((one) => {
        const reading = toReading(one, about);
        return before.ever.has(one.metric) ? restate(reading, { status: 'amended', ...change }) : reading;
      }),
    ...before.now
      .filter(({ metric }) => !answered.has(metric))
      .map((one) => restate(toReading(one, about), { status: 'entered-in-error', ...change })),
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
