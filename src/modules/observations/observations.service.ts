import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { isCivilDay, isMetricId } from '../../metrics/index.js';
import { findMonitored, type Monitored } from '../patients/index.js';
import { explainDay } from './daily/explain-day.js';
import { DueSignal } from './due-signal.js';
import type { NewObservation, ObservationRow, Stored } from './observation.js';
import { periodOfId } from './observation-id.js';
import * as repository from './observations.repository.js';
import { Contacts } from './sources/contacts.js';
import { storeObservations } from './store-observations.js';

@Injectable()
export class ObservationsService {
  constructor(
    private readonly database: Database,
    private readonly due: DueSignal,
    private readonly contacts: Contacts,
  ) {}

  /** Where somebody within reach has lived, and whether they may be monitored; undefined out of reach. */
  async findMonitored(caller: Caller, patientId: string): Promise<Monitored | undefined> {
    return (await this.database.inClinic(caller.clinicId, () => findMonitored(caller, [patientId]))).get(patientId);
  }

  /**
   * Stores all or nothing, durably before it returns, with one audit row.
   *
   * @throws DomainError NOT_FOUND for a patient out of reach, CONSENT_MISSING where monitoring is not consented to
   */
  store(caller: Caller, batch: readonly NewObservation[]): Promise<Stored[]> {
    return this.storeBuilt(caller, [...new Set(batch.map((o) => o.patientId))], () => batch);
  }

  /**
   * The same where a row depends on who the patient is (zone, consent): `build` gets those of `patientIds` that are
   * within reach, in the transaction that then stores what it makes.
   */
  storeBuilt(
    caller: Caller,
    patientIds: readonly string[],
    build: (patients: ReadonlyMap<string, Monitored>) => readonly NewObservation[],
  ): Promise<Stored[]> {
    return this.database.inClinic(caller.clinicId, async () => {
      const monitored = await findMonitored(caller, patientIds);
      const batch = build(monitored);
      if (batch.length === 0) return [];
      const touched = [...new Set(batch.map((o) => o.patientId))];
      for (const id of touched) assertMonitored(monitored.get(id));
      const answers = await storeObservations(batch, new Map([...monitored].map(([id, { zones }]) => [id, zones])));
      caller.act.count = batch.length;
      caller.act.patientId = touched.length === 1 ? touched[0]! : null;
      await this.contacts.note(batch, answers);
      await audit(caller);
      if (answers.some((a) => a.outcome !== 'unchanged')) afterCommit(() => this.due.ring());
      return answers;
    });
  }

  /** One observation, as it is now or as an earlier version; not found when its patient is out of reach. */
  read(caller: Caller, id: string, version?: number): Promise<ObservationRow> {
    return this.database.inClinic(caller.clinicId, async () => {
      const period = periodOfId(id);
      const row = period && (await repository.findById(id, period));
      if (!row) throw notFound('observation');
      await reachPatient(caller, row.patientId);
      caller.act.objectId = id;
      if (version === undefined || version === row.version) return row;
      const old = await repository.findOldVersion(id, version);
      if (!old) throw notFound('version of this observation');
      return old;
    });
  }

  /** A page, and one row more where there is a next one. Patients out of reach have no observations. */
  search(caller: Caller, search: repository.ObservationSearch): Promise<ObservationRow[]> {
    return this.database.inClinic(caller.clinicId, async () => {
      const reachable = await findMonitored(caller, search.patientIds);
      caller.act.patientId = search.patientIds.length === 1 && reachable.size === 1 ? search.patientIds[0]! : null;
      return repository.search({ ...search, patientIds: [...reachable.keys()] });
    });
  }

  /** Walks a day's number back to the observations behind it. */
  explainDay(caller: Caller, patientId: string, metric: string, day: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      if (!isMetricId(metric) || !isCivilDay(day) || day < '0001') throw notFound('day of this metric');
      return explainDay(patientId, metric, day);
    });
  }
}

function assertMonitored(patient: Monitored | undefined): void {
  if (!patient) throw notFound('patient');
  if (!patient.consented) throw consentMissing();
}

export const consentMissing = () =>
  new DomainError('CONSENT_MISSING', 403, 'This patient has not consented to monitoring; nothing was stored.');
