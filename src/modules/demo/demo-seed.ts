import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';
import type { Caller, Principal } from '../../platform/auth/caller.js';
import { ChokePoint } from '../../platform/auth/choke-point.js';
import type { Interaction, ResourceType } from '../../platform/auth/policy.js';
import { Clock } from '../../platform/clock/clock.js';
import { StartError } from '../../platform/config/config.errors.js';
import { Database, query } from '../../platform/database/database.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { ClinicsService } from '../clinics/index.js';
import { insertDecision, isConsented } from '../consents/index.js';
import { deviceObservation, ObservationsService, sourceOf } from '../observations/index.js';
import { PatientsService, SprintsService } from '../patients/index.js';
import {
  ADMIN,
  CLINICIANS,
  COORDINATOR,
  DEMO_CLINIC,
  DEMO_PASSWORD,
  type DemoPatient,
  type DemoStaff,
  patientEmail,
  PATIENTS,
} from './demo-people.js';
import { DemoTreatments } from './demo-treatments.js';
import { dayReadings, type DemoReading, hourReadings } from './demo-readings.js';

const HISTORY_DAYS = 120;
const HOUR_MS = 3_600_000;
const BATCH = 1000;

export interface Demo {
  readonly clinicId: string;
  /** Day 0 of every shape. */
  readonly anchorDay: string;
}

/** Fills an empty database with the fictional clinic, through the same services as everybody else. */
@Injectable()
export class DemoSeed {
  constructor(
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
    private readonly clinics: ClinicsService,
    private readonly patients: PatientsService,
    private readonly sprints: SprintsService,
    private readonly treatments: DemoTreatments,
    private readonly observations: ObservationsService,
    private readonly chokePoint: ChokePoint,
    private readonly clock: Clock,
  ) {}

  /** The demo clinic that is here, or a new one. @throws StartError on a database that holds anything but a demo */
  async ensure(say: (step: string) => void): Promise<Demo> {
    const clinics = await this.worker.as.outside(() =>
      query<{ clinic_id: string; demo: boolean; created_at: Date }>('SELECT clinic_id, demo, created_at FROM clinic'),
    );
    if (clinics.some((clinic) => !clinic.demo))
      throw new StartError(
        'This database holds a real clinic: a demo does not go into it. Set STEPWELL_DEMO=off, or another STEPWELL_DATA_DIR.',
      );
    const [known] = clinics;
    if (known) {
      const demo = {
        clinicId: known.clinic_id,
        anchorDay: civilDayOf(DEMO_CLINIC.timeZone, known.created_at.getTime()),
      };
      // A first start that was interrupted goes on where it stopped: every step recognises what it has done.
      if (!(await this.isComplete(known.clinic_id))) await this.fill(demo, say);
      return demo;
    }
    say('Making the demo clinic');
    const clinicId = await this.clinics.createClinic({ ...DEMO_CLINIC, demo: true });
    const demo = { clinicId, anchorDay: civilDayOf(DEMO_CLINIC.timeZone, this.clock.now().getTime()) };
    await this.fill(demo, say);
    return demo;
  }

  private async isComplete(clinicId: string): Promise<boolean> {
    const [row] = await this.database.inClinic(clinicId, () =>
      query<{ n: number }>(`SELECT count(*)::int AS n FROM patient_identifier WHERE system = 'urn:stepwell:demo'`),
    );
    return row!.n === PATIENTS.length;
  }

  private async fill(demo: Demo, say: (step: string) => void): Promise<void> {
    const admin = await this.signUpAdmin(demo.clinicId);
    const staff = new Map<string, string>();
    for (const person of [COORDINATOR, ...CLINICIANS]) staff.set(person.email, await this.inviteStaff(admin, person));
    const coordinator = await this.principalOf(demo.clinicId, COORDINATOR.email, 'coordinator');
    for (const [index, patient] of PATIENTS.entries()) {
      await this.addPatient(demo, coordinator, patient, index, staff);
      say(`Patient ${index + 1} of ${PATIENTS.length} with ${HISTORY_DAYS} days of history`);
    }
  }

  private async addPatient(
    demo: Demo,
    coordinator: Principal,
    patient: DemoPatient,
    index: number,
    staff: ReadonlyMap<string, string>,
  ): Promise<void> {
    const id = demoId(demo.clinicId, patient.key);
    const team = [0, 1, 2 + (index % (CLINICIANS.length - 2))].map((i) => staff.get(CLINICIANS[i]!.email)!);
    const contact = index % 2 ? team[1]! : staff.get(COORDINATOR.email)!;
    await this.patients.register(await this.as(coordinator, 'Patient', 'create'), {
      id,
      givenName: patient.givenName,
      familyName: patient.familyName,
      birthDate: patient.birthDate,
      gender: patient.gender,
      timeZone: patient.timeZone,
      email: patientEmail(patient),
      careTeam: [...new Set([...team, contact])],
      contactPersonId: contact,
      monitoringConsent: true,
    });
    await this.invitePatient(coordinator, patient, id);
    await this.agree(coordinator, id);
    await this.store(coordinator, id, this.history(demo, patient));
    if (patient.goal) await this.addSprint(demo, coordinator, patient, id);
    await this.treatments.add(
      { id, key: patient.key, anchorDay: demo.anchorDay },
      () => this.as(coordinator, 'Treatment', 'create'),
      (words) => demoId(demo.clinicId, words),
    );
    await this.database.inClinic(demo.clinicId, () =>
      query(
        `INSERT INTO patient_identifier (clinic_id, patient_id, system, value) VALUES ($1, $2, 'urn:stepwell:demo', $3) ON CONFLICT DO NOTHING`,
        [demo.clinicId, id, patient.key],
      ),
    );
  }

  private async invitePatient(coordinator: Principal, patient: DemoPatient, patientId: string): Promise<void> {
    const email = patientEmail(patient);
    if (await this.isMember(coordinator.clinicId, email)) return;
    const name = `${patient.givenName} ${patient.familyName}`;
    const { link } = await this.clinics.makeInvitation(await this.as(coordinator, 'Invitation', 'create'), {
      id: demoId(coordinator.clinicId, `invite-${patient.key}`),
      email,
      name,
      role: 'patient',
      profession: null,
      patientId,
    });
    await this.accept(link, name);
  }

  /** As the patient would have said at the first visit. What concerns research and sharing is left open. */
  private agree(coordinator: Principal, patientId: string): Promise<void> {
    return this.database.inClinic(coordinator.clinicId, async () => {
      if (await isConsented(patientId, 'telehealth')) return;
      await insertDecision({
        patientId,
        purpose: 'telehealth',
        status: 'given',
        by: coordinator.actor,
        how: 'earlier',
      });
    });
  }

  private async isMember(clinicId: string, email: string): Promise<boolean> {
    const rows = await this.database.inClinic(clinicId, () =>
      query('SELECT 1 FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1', [email]),
    );
    return rows.length > 0;
  }

  private *history(demo: Demo, patient: DemoPatient): Generator<DemoReading> {
    const nowMs = this.clock.now().getTime();
    const today = civilDayOf(patient.timeZone, nowMs);
    for (let i = -HISTORY_DAYS; i <= 0; i++) {
      const day = addDays(today, i);
      const end = Math.min(endOfDay(patient.timeZone, day), nowMs);
      for (let at = startOfDay(patient.timeZone, day); at + HOUR_MS <= end; at += HOUR_MS)
        yield* hourReadings(patient, demo.anchorDay, at);
      for (const reading of dayReadings(patient, demo.anchorDay, day)) if (reading.endMs <= nowMs) yield reading;
    }
  }

  private async store(principal: Principal, patientId: string, readings: Iterable<DemoReading>): Promise<void> {
    const all = [...readings].map((reading) => toObservation(reading, patientId));
    for (let i = 0; i < all.length; i += BATCH)
      await this.observations.store(await this.as(principal, 'Observation', 'create'), all.slice(i, i + BATCH));
    // A history that is made in a minute would look like devices that were in contact today.
    await this.database.inClinic(principal.clinicId, () =>
      query(
        `UPDATE source_contact SET last_contact_at = least(last_contact_at, newest_at + interval '10 minutes') WHERE patient_id = $1`,
        [patientId],
      ),
    );
  }

  private async addSprint(demo: Demo, coordinator: Principal, patient: DemoPatient, patientId: string): Promise<void> {
    const startsOn = addDays(demo.anchorDay, -32);
    await this.sprints.create(await this.as(coordinator, 'Sprint', 'create'), patientId, {
      id: demoId(demo.clinicId, `sprint-${patient.key}`),
      goal: patient.goal!,
      startsOn,
      endsOn: addDays(startsOn, 41),
      metrics: [
        { metric: 'steps', target: Math.round((patient.baseSteps * 1.6) / 100) * 100 },
        { metric: 'pegScore', target: Math.max(1, patient.pain - 2) },
      ],
    });
  }

  private async signUpAdmin(clinicId: string): Promise<Principal> {
    if (!(await this.isMember(clinicId, ADMIN.email))) {
      const { email, name } = ADMIN;
      const { link } = await this.clinics.inviteFirstAdmin(clinicId, { id: demoId(clinicId, email), email, name });
      await this.accept(link, name);
    }
    return this.principalOf(clinicId, ADMIN.email, 'admin');
  }

  private async inviteStaff(admin: Principal, person: DemoStaff): Promise<string> {
    if (await this.isMember(admin.clinicId, person.email))
      return (await this.principalOf(admin.clinicId, person.email, person.role)).personId!;
    const { link } = await this.clinics.makeInvitation(await this.as(admin, 'Invitation', 'create'), {
      ...person,
      id: demoId(admin.clinicId, person.email),
      profession: person.profession as never,
      patientId: null,
    });
    await this.accept(link, person.name);
    return (await this.principalOf(admin.clinicId, person.email, person.role)).personId!;
  }

  private accept(link: string, name: string): Promise<void> {
    return this.clinics.accept(
      link.slice(link.lastIndexOf('/') + 1),
      { password: DEMO_PASSWORD, name },
      { emailVerified: true },
    );
  }

  private async principalOf(clinicId: string, email: string, role: Principal['role']): Promise<Principal> {
    const [person] = await this.database.outside(() =>
      query<{ id: string; name: string }>('SELECT id, name FROM person WHERE email = $1', [email]),
    );
    return {
      kind: 'person',
      actor: `person/${person!.id}`,
      personId: person!.id,
      name: person!.name,
      clinicId,
      role,
      profession: null,
      patientId: null,
      sessionId: null,
      scopes: '',
    };
  }

  private as(principal: Principal, type: ResourceType, interaction: Interaction): Promise<Caller> {
    return this.chokePoint.authorize(principal, type, interaction);
  }
}

export function toObservation(reading: DemoReading, patientId: string) {
  const form = reading.device === 'diary' || reading.device === 'peg';
  const { metric, startMs, endMs, value } = reading;
  return deviceObservation({
    patientId,
    metric,
    startMs,
    endMs,
    value,
    source: form
      ? { system: 'stepwell', device: reading.device, kind: 'form' }
      : sourceOf({ system: 'fhir', device: reading.device, kind: 'watch' }),
  });
}

/** The same id for the same thing, so that an interrupted start can be repeated. */
export function demoId(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join('|')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
