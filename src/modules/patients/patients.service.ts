import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { civilDayOf, isTimeZone } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { canReach, maySeeAnswers, maySeeConsent, reachPatient, UUID } from '../../platform/auth/compartment.js';
import { findLivingId } from '../../platform/auth/merged-patient.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, query } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { findCarePeople, findClinic } from '../clinics/index.js';
import { ConsentHooks, findLastDecision, insertDecision } from '../consents/index.js';
import { readRecord, type Resource, saveRecord } from '../record/index.js';
import { addToCareTeam, findCareTeam } from './care-team/care-team.repository.js';
import { asPatientReader } from './patient-reader.js';
import { readFhirPatient, toFhirPatient } from './patient-resource.js';
import { refuseOtherWords } from './registration/refuse-other-words.js';
import {
  findDevices,
  findPatientIds,
  findSummaries,
  type PatientSearch,
  PATIENTS_PER_PAGE,
} from './patient-summaries.repository.js';
import { toPatientDetail, toPatientSummary } from './patient-view.js';
import type { NewPatient, PatientQuery } from './patients.schema.js';
import * as repository from './patients.repository.js';
import { detailForReader, forReader } from './reader-view.js';
import { findNextSprint, findSprint } from './sprints.repository.js';

@Injectable()
export class PatientsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    hooks: ConsentHooks,
  ) {
    // Judged anew at once: a withdrawal closes what is open, consent given again brings the patient back.
    hooks.when('monitoring', ({ patientId }) => repository.askForJudgement(patientId));
  }

  async list(caller: Caller, search: PatientQuery) {
    const rows = await this.database.inClinic(caller.clinicId, () =>
      findSummaries(caller, {
        ...(search.query ? { text: search.query } : {}),
        ...(search.after ? { after: readCursor(search.after) } : {}),
      }),
    );
    const page = rows.slice(0, PATIENTS_PER_PAGE);
    touchPatients(
      caller,
      page.map((row) => row.id),
    );
    caller.act.count = page.length;
    const last = page.at(-1);
    const next = rows.length > PATIENTS_PER_PAGE && last ? toCursor(last.familyName, last.id) : null;
    return { items: page.map((row) => forReader(toPatientSummary(row, this.clock.now()), caller)), next };
  }

  /** Asked for by the id of a record that was merged, it is the one into which it was: links go on working. */
  detail(caller: Caller, asked: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const id = await findLivingId(asked);
      await reachPatient(caller, id);
      const [row] = await findSummaries(caller, { id });
      if (!row) throw notFound('patient');
      const [record, careTeam, devices, consent, sprint, nextSprint] = [
        await readRecord('Patient', id),
        await findCareTeam(id),
        await findDevices(id, civilDayOf(row.timeZone, this.clock.now().getTime())),
        await findLastDecision(id, 'monitoring'),
        await findSprint(id, this.clock.now(), row.timeZone),
        await findNextSprint(id, this.clock.now(), row.timeZone),
      ];
      const version = record?.version ?? 0;
      const detail = toPatientDetail({
        row,
        version,
        careTeam,
        devices,
        consent,
        sprint,
        nextSprint,
        now: this.clock.now(),
      });
      const granted = { answers: await maySeeAnswers(caller, id), consent: await maySeeConsent(caller, id) };
      return detailForReader(detail, caller, granted);
    });
  }

  /** Registers a patient from the form. The same id with the same words again is the same patient. */
  async register(caller: Caller, input: NewPatient) {
    await this.database.inClinic(caller.clinicId, async () => {
      const careTeam =
        caller.role === 'clinician' && caller.personId
          ? [...new Set([...input.careTeam, caller.personId])]
          : input.careTeam;
      const known = await findCarePeople(careTeam);
      const stranger = careTeam.findIndex((personId) => !known.includes(personId));
      if (stranger >= 0)
        throw invalid([{ path: `careTeam.${stranger}`, message: 'must be a clinician or coordinator of this clinic' }]);
      const contactPersonId = input.contactPersonId ?? null;
      const registration = { id: input.id, resource: toFhirPatient(input), careTeam, contactPersonId };
      if (!(await this.create(caller, registration))) await refuseOtherWords(caller, registration);
    });
    return this.detail(
      { ...caller, reach: caller.reach === 'clinic' && caller.role === 'clinician' ? 'team' : caller.reach },
      input.id,
    );
  }

  /** Registers a patient from FHIR. `ifNoneExist` answers the one patient that already carries the identifier. */
  registerResource(caller: Caller, resource: Resource, ifNoneExist?: { system: string | null; value: string }) {
    return this.database.inClinic(caller.clinicId, async () => {
      if (ifNoneExist) {
        const { system, value } = ifNoneExist;
        // Two at once with the same identifier: the second waits and then finds the first.
        await query('SELECT pg_advisory_xact_lock(731005, hashtext($1))', [
          JSON.stringify([caller.clinicId, system, value]),
        ]);
        const known = await repository.findPatientsByIdentifier(system, value);
        if (known.length > 1)
          throw new DomainError(
            'MULTIPLE_MATCHES',
            412,
            'If-None-Exist fits more than one patient.',
            [],
            'multiple-matches',
          );
        if (known[0]) return this.answerKnown(caller, known[0]);
      }
      const careTeam = caller.role === 'clinician' && caller.personId ? [caller.personId] : [];
      const id = randomUUID();
      await this.create(caller, { id, resource, careTeam, contactPersonId: null });
      return { id, created: true };
    });
  }

  /**
   * Registers somebody whom another clinic hands over, with the zone in which their history begins. Joins the open
   * transaction. The same transfer again is the same patient.
   */
  async registerTransferred(
    caller: Caller,
    patient: {
      id: string;
      resource: Resource;
      careTeam: string[];
      contactPersonId: string | null;
      firstZone: string | null;
      transferId: string;
    },
  ): Promise<void> {
    await this.create(caller, patient);
    await this.refuseSomebodyElse(patient.id, patient.transferId);
  }

  /** An id of another patient is no place for one who comes: two people's data would be one. */
  async refuseSomebodyElse(id: string, transferId: string): Promise<void> {
    if (await repository.isSomebodyElse(id, transferId))
      throw new DomainError(
        'PATIENT_EXISTS',
        409,
        'Your clinic has a patient with this id: take over under a new one, and merge the two records if they are one person’s.',
      );
  }

  /** Creating reaches the whole clinic, reading does not: what is there is shown only to those who may see it. */
  private async answerKnown(caller: Caller, id: string): Promise<{ id: string; created: boolean }> {
    if (!(await canReach(asPatientReader(caller), id)))
      throw new DomainError(
        'EXISTS_OUT_OF_REACH',
        412,
        'A patient with this identifier is registered already, and is not one of yours.',
        [],
        'conflict',
      );
    caller.act.patientId = id;
    caller.act.became = 'read';
    await audit(caller);
    return { id, created: false };
  }

  /** Patients within reach that fit a FHIR search, with where to go on. */
  searchResources(caller: Caller, search: PatientSearch): Promise<{ items: unknown[]; next: string | null }> {
    return this.database.inClinic(caller.clinicId, async () => {
      const rows = await findPatientIds(caller, {
        ...search,
        after: search.cursor === null ? undefined : readCursor(search.cursor),
      });
      const page = rows.slice(0, search.count);
      const items: unknown[] = [];
      for (const { id } of page) items.push((await readRecord('Patient', id))?.resource);
      touchPatients(
        caller,
        page.map((row) => row.id),
      );
      caller.act.count = items.length;
      const last = page.at(-1);
      return { items, next: rows.length > search.count && last ? toCursor(last.familyName, last.id) : null };
    });
  }

  /** @returns false when there is a patient with this id already, who stays as they are */
  private async create(
    caller: Caller,
    patient: {
      id: string;
      resource: Resource;
      careTeam: string[];
      contactPersonId: string | null;
      firstZone?: string | null;
      transferId?: string;
    },
  ): Promise<boolean> {
    const facts = readFhirPatient(patient.resource);
    const clinic = await findClinic(caller.clinicId);
    const timeZone = patient.firstZone ?? facts.timeZone ?? clinic?.timeZone ?? 'UTC';
    if (!isTimeZone(timeZone))
      throw invalid([
        {
          path: 'Patient.extension',
          message: 'the time zone must be an IANA zone such as Europe/Berlin',
          code: 'value',
        },
      ]);
    const { id, contactPersonId } = patient;
    const isNew = await repository.insertPatient({
      ...facts,
      id,
      contactPersonId,
      transferId: patient.transferId ?? null,
    });
    caller.act.patientId = id;
    await audit(caller);
    if (!isNew) return false;
    await repository.setFirstTimeZone(id, timeZone);
    await repository.insertIdentifiers(id, facts.identifiers);
    await addToCareTeam(id, patient.careTeam);
    const { actor: by } = caller;
    await insertDecision({ patientId: id, purpose: 'monitoring', status: 'given', by, how: 'registration' });
    await saveRecord({ type: 'Patient', id, patientId: id, resource: patient.resource });
    return true;
  }
}

const toCursor = (family: string, id: string) => Buffer.from(JSON.stringify([family, id])).toString('base64url');

function readCursor(after: string): { family: string; id: string } {
  try {
    const [family, id] = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[];
    if (typeof family === 'string' && typeof id === 'string' && UUID.test(id)) return { family, id };
  } catch {
    // falls through to the refusal below
  }
  throw invalid([{ path: 'after', message: 'must be the next of an earlier answer' }], 400);
}
