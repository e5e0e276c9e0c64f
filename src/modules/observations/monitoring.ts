import type { Caller } from '../../platform/auth/caller.js';
import { Database, query } from '../../platform/database/database.js';
import { findMonitored, type Monitored } from '../patients/index.js';

/** A patient who may be monitored, as of a revision of the clinic. A refusal is never remembered. */
interface Remembered {
  readonly patient: Monitored;
  revision: number;
}

const MOST = 100_000;

/** What was known about patients, and the revision of their clinic at which all of it was. */
export interface Known {
  readonly revision: number;
  readonly patients: ReadonlyMap<string, Monitored>;
}

/**
 * Where patients live and whether they may be monitored, without asking for each reading. Whoever stores checks in the
 * same transaction that the clinic's revision is still this one, or else that its patients are as they were: a withdrawn
 * consent counts at once, on every node, and a change of one patient concerns no other.
 */
export class Monitoring {
  private readonly clinics = new Map<string, Map<string, Remembered>>();

  constructor(private readonly database: Database) {}

  /** Only for callers whose reach needs no more than the patient's id. */
  static canServe(caller: Caller): boolean {
    return caller.reach === 'clinic' || (caller.reach === 'own' && caller.patientId !== null);
  }

  /** Of these patients those within reach. */
  async find(caller: Caller, patientIds: readonly string[]): Promise<Known> {
    const { revision, patients } = this.recall(caller.clinicId, patientIds) ?? (await this.read(caller, patientIds));
    const within = new Map<string, Monitored>();
    for (const id of patientIds) {
      const found = patients.get(id);
      if (found && (caller.reach === 'clinic' || found.patientId === caller.patientId)) within.set(id, found);
    }
    return { revision, patients: within };
  }

  /** Rights, consent or zone of one of these have changed. */
  forget(clinicId: string, patientIds: Iterable<string>): void {
    for (const id of patientIds) this.clinics.get(clinicId)?.delete(id);
  }

  /** Of what is known of these patients nothing has changed up to this revision. */
  confirm(clinicId: string, { patients }: Known, revision: number): void {
    for (const [id, patient] of patients) {
      const remembered = this.clinics.get(clinicId)?.get(id);
      if (remembered?.patient === patient) remembered.revision = Math.max(remembered.revision, revision);
    }
  }

  /** Undefined unless all of them are remembered. */
  private recall(clinicId: string, patientIds: readonly string[]): Known | undefined {
    const remembered = this.clinics.get(clinicId);
    const patients = new Map<string, Monitored>();
    let revision = Number.POSITIVE_INFINITY;
    for (const id of patientIds) {
      const one = remembered?.get(id);
      if (!one) return undefined;
      patients.set(id, one.patient);
      revision = Math.min(revision, one.revision);
    }
    return patients.size === 0 ? undefined : { revision, patients };
  }

  private async read(caller: Caller, patientIds: readonly string[]): Promise<Known> {
    const { revision, patients } = await this.database.inClinic(caller.clinicId, async () => ({
      // First: what is read after it is at least as new.
      revision: await readRevision(),
      patients: await findMonitored({ ...caller, reach: 'clinic' }, patientIds),
    }));
    let remembered = this.clinics.get(caller.clinicId);
    if (!remembered || remembered.size > MOST) this.clinics.set(caller.clinicId, (remembered = new Map()));
    for (const [id, patient] of patients) if (patient.consented) remembered.set(id, { patient, revision });
    return { revision, patients };
  }
}

async function readRevision(): Promise<number> {
  const [row] = await query<{ revision: number }>('SELECT revision::float8 AS revision FROM monitoring_revision');
  return row?.revision ?? 0;
}
