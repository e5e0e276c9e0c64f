import { Injectable } from '@nestjs/common';
import { audit, toAuditRow } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { maySeeAnswers, reachMetric, reachPatient } from '../../platform/auth/compartment.js';
import { isCollision } from '../../platform/database/collisions.js';
import { afterCommit, asPart, Database, openTransaction } from '../../platform/database/database.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { isCivilDay, isMetricId } from '../../metrics/index.js';
import { findMonitored, type Monitored } from '../patients/index.js';
import { CONTRADICTION, findContradictions } from './contradictions.js';
import { explainDay } from './daily/explain-day.js';
import { DueSignal } from './due-signal.js';
import type { Interned } from './interning.js';
import { isAnswer } from './is-answer.js';
import { findOrStoreParts, findParts } from './known-parts.js';
import { type Known, Monitoring } from './monitoring.js';
import type { NewObservation, ObservationRow, Stored } from './observation.js';
import { ObservationWrites, StaleJobs, type StoreJob } from './observation-writes.js';
import * as repository from './observations.repository.js';
import { readId } from './observation-id.js';
import { ClosedPeriods } from './retention/closed-periods.js';
import { findPeriodOf } from './retention/closed-period.repository.js';
import { PeriodClosed, readingRemoved } from './retention/period-closed.js';
import { Contacts } from './sources/contacts.js';
import { KnownKinds } from './sources/known-kinds.js';
import { isNotStorable, notStorable } from './not-storable.js';
import { noteWanted, refusedAct } from './refused-act.js';
import { linkRows, toKeyed } from './store-observations.js';
import type { Turn } from './stream-order.js';

/** Makes rows for the patients that are within reach. */
type Build = (patients: ReadonlyMap<string, Monitored>) => readonly NewObservation[];

/** One of several observations that are stored independently of each other. */
export interface Storable {
  readonly patientId: string;
  /** Makes the row, or says why not; undefined: the patient is out of reach. */
  readonly build: (patient: Monitored | undefined) => NewObservation | DomainError;
}

/** How often a job is built again because somebody's rights changed under it, before its sender is asked to wait. */
const MOST_BUILDS = 20;

@Injectable()
export class ObservationsService {
  private readonly writes: ObservationWrites;
  private readonly monitoring: Monitoring;
  private readonly kinds: KnownKinds;

  constructor(
    private readonly database: Database,
    private readonly due: DueSignal,
    contacts: Contacts,
    private readonly closed: ClosedPeriods,
  ) {
    this.monitoring = new Monitoring(database);
    this.kinds = new KnownKinds(due);
    this.writes = new ObservationWrites(database, contacts, this.monitoring);
  }

  /** Where somebody within reach has lived, and whether they may be monitored; undefined out of reach. */
  async findMonitored(caller: Caller, patientId: string): Promise<Monitored | undefined> {
    const found = await this.database.inClinic(caller.clinicId, () => findMonitored(caller, [patientId]));
    noteWanted(caller, [patientId], found);
    return found.get(patientId);
  }

  /**
   * Stores all or nothing, durably before it returns, with one audit row.
   *
   * @throws DomainError NOT_FOUND for a patient out of reach, CONSENT_MISSING where monitoring is not consented to,
   * PERIOD_CLOSED for a time of which retention keeps no readings, NOT_STORABLE for what the database cannot hold
   */
  store(caller: Caller, batch: readonly NewObservation[]): Promise<Stored[]> {
    return this.storeBuilt(caller, [...new Set(batch.map((o) => o.patientId))], () => batch);
  }

  /**
   * The same where a row depends on who the patient is (zone, consent): `build` gets those of `patientIds` that are
   * within reach. It may be asked again when one of them changes meanwhile.
   *
   * @param turn - of a stream's batch: what came before it is stored before it
   */
  async storeBuilt(caller: Caller, patientIds: readonly string[], build: Build, turn?: Turn): Promise<Stored[]> {
    try {
      // What else is in an open transaction must commit with it, and a team is read anew each time.
      if (!openTransaction() && Monitoring.canServe(caller))
        return await this.storeShared(caller, patientIds, build, turn);
      // Whoever waited in a transaction would keep its connection from those it waits for.
      await turn?.alone();
      return await this.storeHere(caller, patientIds, build);
    } catch (error) {
      throw notStorable(error) ?? error;
    }
  }

  /**
   * Each on its own: one that cannot be stored does not take the others with it. Those that can be stored share a
   * transaction and one audit row; those that are refused for their patient share another.
   *
   * @returns what became of each, in their order
   */
  async storeEach(caller: Caller, items: readonly Storable[], turn?: Turn): Promise<(Stored | DomainError)[]> {
    const became = await this.storeApart(caller, items, turn);
    const denied = refusedAct(caller, items, became);
    if (denied) await this.database.inClinic(caller.clinicId, () => audit(denied, 'denied'));
    return became;
  }

  private async storeApart(caller: Caller, items: readonly Storable[], turn?: Turn): Promise<(Stored | DomainError)[]> {
    let built: (NewObservation | DomainError)[] = [];
    try {
      const ids = [...new Set(items.map(({ patientId }) => patientId))];
      const build: Build = (patients) => {
        built = refuseContradictions(items.map((item) => buildOne(item, patients.get(item.patientId))));
        return built.filter((one) => !(one instanceof DomainError)) as NewObservation[];
      };
      // Those that can be stored are, also where all of it is in a transaction that somebody else has begun.
      const stored = await asPart(() => this.storeBuilt(caller, ids, build, turn));
      let next = 0;
      return built.map((one) => (one instanceof DomainError ? one : stored[next++]!));
    } catch (error) {
      if (error instanceof PeriodClosed) return this.storeOpen(caller, items, built, error, turn);
      if (!isNotStorable(error)) throw error;
      if (items.length === 1) return [error];
      const middle = items.length >> 1;
      const first = await this.storeApart(caller, items.slice(0, middle), turn);
      return [...first, ...(await this.storeApart(caller, items.slice(middle), turn))];
    }
  }

  /** Those that do not fall into a closed period. */
  private async storeOpen(
    caller: Caller,
    items: readonly Storable[],
    built: readonly (NewObservation | DomainError)[],
    refusal: PeriodClosed,
    turn?: Turn,
  ): Promise<(Stored | DomainError)[]> {
    // By place: what was stored may be copies of these, under the id of today.
    let place = 0;
    const reasons = built.map((one) => (one instanceof DomainError ? undefined : refusal.places.get(place++)));
    const open = items.filter((_, i) => reasons[i] === undefined);
    // All of them again would be refused again, for ever.
    if (open.length === items.length) throw refusal;
    const stored = open.length === 0 ? [] : await this.storeApart(caller, open, turn);
    let next = 0;
    return reasons.map((reason) => reason ?? stored[next++]!);
  }

  /** In a transaction of its own, or the one that is open. */
  private storeHere(caller: Caller, patientIds: readonly string[], build: Build): Promise<Stored[]> {
    return this.database.inClinicAgain(caller.clinicId, async () => {
      const monitored = await findMonitored(caller, patientIds);
      const batch = readyBatch(caller, patientIds, monitored, build);
      if (batch.length === 0) return [];
      await this.closed.refuse(caller.clinicId, batch);
      const job = toJob(caller, batch, await this.readParts(caller.clinicId, batch), { patients: monitored });
      const stored = await this.writes.storeHere(job);
      caller.act.written = true;
      if (hasNews(stored)) afterCommit(() => this.due.ring());
      return stored;
    });
  }

  /** In a commit that it shares with others. */
  private async storeShared(
    caller: Caller,
    patientIds: readonly string[],
    build: Build,
    turn?: Turn,
  ): Promise<Stored[]> {
    for (let builds = 0; builds < MOST_BUILDS; builds++) {
      const known = await this.monitoring.find(caller, patientIds);
      const batch = readyBatch(caller, patientIds, known.patients, build);
      if (batch.length === 0) return [];
      await turn?.forThese(batch);
      await this.closed.refuse(caller.clinicId, batch);
      try {
        const parts = await this.findParts(caller.clinicId, batch);
        const stored = await this.writes.storeShared(toJob(caller, batch, parts, known, known));
        caller.act.written = true;
        if (hasNews(stored)) this.due.ring();
        return stored;
      } catch (error) {
        // A collision may be a merge of one of them.
        if (!(error instanceof StaleJobs) && !isCollision(error)) throw error;
        this.monitoring.forget(caller.clinicId, patientIds);
      }
    }
    throw new DomainError('TOO_BUSY', 503, 'The patients of this clinic are changing just now. Try again in a moment.');
  }

  private async findParts(clinicId: string, batch: readonly NewObservation[]): Promise<Interned[]> {
    const parts = findParts(clinicId, batch);
    if (parts && this.kinds.knows(clinicId, batch, parts)) return parts;
    return this.database.inClinic(clinicId, () => this.readParts(clinicId, batch));
  }

  /** In the transaction that is open. */
  private async readParts(clinicId: string, batch: readonly NewObservation[]): Promise<Interned[]> {
    const parts = await findOrStoreParts(batch);
    await this.kinds.learn(clinicId, batch, parts);
    return parts;
  }

  /** One observation, as it is now or as an earlier version; not found when its patient is out of reach. */
  read(caller: Caller, id: string, version?: number): Promise<ObservationRow> {
    return this.database.inClinic(caller.clinicId, async () => {
      const row = await repository.findById(id);
      if (!row) return this.refuseRead(caller, id);
      await reachPatient(caller, row.patientId);
      if (isAnswer(row) && !(await maySeeAnswers(caller, row.patientId))) throw notFound('observation');
      caller.act.objectId = id;
      if (version === undefined || version === row.version) return row;
      const old = await repository.findOldVersion(id, version);
      if (!old) throw notFound('version of this observation');
      return old;
    });
  }

  /** An id spells its key, so it can still be said why a reading is no longer there. */
  private async refuseRead(caller: Caller, id: string): Promise<never> {
    const key = readId(id);
    const period = key && (await findPeriodOf(key.seriesId, key.startMs));
    if (!period) throw notFound('observation');
    await reachPatient(caller, period.patientId);
    throw readingRemoved(period);
  }

  /** Walks a day's number back to the observations behind it. */
  explainDay(caller: Caller, patientId: string, metric: string, day: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      // The same years as readings are asked for; at either end of the calendar the database has other names for a day.
      if (!isMetricId(metric) || !isCivilDay(day) || day < '1900' || day > '9999-12-30') {
        await reachPatient(caller, patientId);
        throw notFound('day of this metric');
      }
      await reachMetric(caller, patientId, metric);
      return explainDay(patientId, metric, day);
    });
  }
}

/** What is to be stored, after everybody in it was found to be within reach and to have consented. */
function readyBatch(
  caller: Caller,
  patientIds: readonly string[],
  patients: ReadonlyMap<string, Monitored>,
  build: Build,
) {
  noteWanted(caller, patientIds, patients);
  const batch = build(patients).map((o) => {
    const today = patients.get(o.patientId)?.patientId ?? o.patientId;
    return today === o.patientId ? o : { ...o, patientId: today };
  });
  const touched = [...new Set(batch.map((o) => o.patientId))];
  const known = new Map([...patients.values()].map((patient) => [patient.patientId, patient]));
  for (const id of touched) assertMonitored(known.get(id));
  caller.act.count = batch.length;
  touchPatients(caller, touched);
  return batch;
}

function toJob(
  caller: Caller,
  batch: readonly NewObservation[],
  parts: readonly { seriesId: number; skeletonId: number }[],
  { patients }: Pick<Known, 'patients'>,
  known: Known | null = null,
): StoreJob {
  return {
    clinicId: caller.clinicId,
    rows: linkRows(batch.map((o, i) => toKeyed(o, parts[i]!))),
    zones: new Map([...patients.values()].map(({ patientId, zones }) => [patientId, zones])),
    audit: toAuditRow(caller),
    known,
  };
}

const hasNews = (stored: readonly Stored[]) => stored.some(({ outcome }) => outcome !== 'unchanged');

function assertMonitored(patient: Monitored | undefined): void {
  if (!patient) throw notFound('patient');
  if (!patient.consented) throw consentMissing();
}

export const consentMissing = () =>
  new DomainError('CONSENT_MISSING', 403, 'This patient has not consented to monitoring; nothing was stored.');

function buildOne({ build }: Storable, patient: Monitored | undefined): NewObservation | DomainError {
  const built = build(patient);
  if (built instanceof DomainError) return built;
  return patient ? (patient.consented ? built : consentMissing()) : notFound('patient');
}

/** Of what comes together, whatever contradicts what came before it. */
function refuseContradictions(built: (NewObservation | DomainError)[]): (NewObservation | DomainError)[] {
  const good = built.filter((one) => !(one instanceof DomainError)) as NewObservation[];
  const wrong = findContradictions(good);
  if (wrong.length === 0) return built;
  const refused = new Set(wrong.map((i) => good[i]!));
  return built.map((one) => (!(one instanceof DomainError) && refused.has(one) ? contradiction() : one));
}

const contradiction = () =>
  new DomainError(
    'CONTRADICTION',
    422,
    `The value ${CONTRADICTION}.`,
    [{ path: 'value', message: CONTRADICTION }],
    'value',
  );
