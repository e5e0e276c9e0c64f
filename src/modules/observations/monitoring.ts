import type { Caller } from '../../platform/auth/caller.js';
import { Database, query } from '../../platform/database/database.js';
import { findMonitored, type Monitored } from '../patients/index.js';

interface Remembered {
  readonly revision: number;
  /** Who may be monitored; a refusal is never remembered. */
  readonly patients: Map<string, Monitored>;
}

const MOST = 100_000;

/** What was known about a clinic's patients, and the revision at which it was. */
export interface Known {
  readonly revision: number;
  readonly patients: ReadonlyMap<string, Monitored>;
}

/**
 * Where patients live and whether they may be monitored, without asking for each reading. Whoever stores checks in the
 * same transaction that the clinic's revision is still this one: a withdrawn consent counts at once, on every node.
 */
export class Monitoring {
  private readonly clinics = new Map<string, Remembered>();

  constructor(private readonly database: Database) {}

  /** Only for callers whose reach needs no more than the patient's id. */
  static canServe(caller: Caller): boolean {
    return caller.reach === 'clinic' || (caller.reach === 'own' && caller.patientId !== null);
  }

  /** Of these patients those within reach. */
  async find(caller: Caller, patientIds: readonly string[]): Promise<Known> {
    const remembered = this.clinics.get(caller.clinicId);
    const isKnown = remembered && patientIds.every((id) => remembered.patients.has(id));
    const { revision, patients } = isKnown ? remembered : await this.read(caller, patientIds);
    const within = new Map<string, Monitored>();
    for (const id of patientIds) {
      const found = patients.get(id);
      if (found && (caller.reach === 'clinic' || id === caller.patientId)) within.set(id, found);
    }
    return { revision, patients: within };
  }

  /** Somebody's rights, consent or zone has changed. */
  forget(clinicId: string): void {
    this.clinics.delete(clinicId);
  }

  private async read(caller: Caller, patientIds: readonly string[]): Promise<Known> {
    const { revision, found } = await this.database.inClinic(caller.clinicId, async () => ({
      // First: what is read after it is at least as new.
      revision: await readRevision(),
      found: await findMonitored({ ...caller, reach: 'clinic' }, patientIds),
    }));
    const before = this.clinics.get(caller.clinicId);
    const goesOn = before?.revision === revision && before.patients.size < MOST;
    const remembered = goesOn ? before : { revision, patients: new Map<string, Monitored>() };
    for (const [id, patient] of found) if (patient.consented) remembered.patients.set(id, patient);
    this.clinics.set(caller.clinicId, remembered);
    return { revision, patients: found };
  }
}

async function readRevision(): Promise<number> {
  const [row] = await query<{ revision: number }>('SELECT revision::float8 AS revision FROM monitoring_revision');
  return row?.revision ?? 0;
}
