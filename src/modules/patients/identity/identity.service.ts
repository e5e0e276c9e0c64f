import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, notFound } from '../../../platform/http/domain-error.js';
import { readRecord, readRecordVersion, type Resource, saveRecord } from '../../record/index.js';
import { withContact } from '../contact/with-contact.js';
import { readFhirPatient } from '../patient-resource.js';
import type { ContactChange, IdentityChange } from '../patients.schema.js';
import { updateContact, updateIdentity } from '../patients.repository.js';
import { accountNameAfter } from './account-name.js';
import { type Account, findAccount, findRoles, renameAccount } from './account-name.repository.js';
import { type CorrectedPart, decideCorrection } from './decide-correction.js';
import { withIdentity } from './with-identity.js';

/** One correction of one patient's record. */
interface Correction {
  readonly patientId: string;
  readonly part: CorrectedPart;
  /** Of the FHIR Patient, as it was read. */
  readonly version: number;
  /** Writes the columns; comes first, and locks the patient: of two at once the second sees what the first has written. */
  readonly store: () => Promise<void>;
  readonly change: (patient: Resource) => Resource;
}

/** Who the patient is and how they are reached: in the columns, and in the FHIR Patient, which keeps the version before. */
@Injectable()
export class IdentityService {
  constructor(private readonly database: Database) {}

  changeContact(caller: Caller, patientId: string, { version, ...contact }: ContactChange): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      const store = () => updateContact(patientId, contact);
      const change = (patient: Resource) => withContact(patient, contact);
      await correct(caller, { patientId, part: 'contact', version, store, change });
    });
  }

  /** Name, birth day and gender, when they were taken down wrongly or have changed. */
  async changeIdentity(caller: Caller, patientId: string, { version, ...identity }: IdentityChange): Promise<void> {
    const account = await this.findOwnAccount(caller.clinicId, patientId);
    await this.database.inClinic(caller.clinicId, async () => {
      const store = () => updateIdentity(patientId, identity);
      const change = (patient: Resource) => withIdentity(patient, identity);
      const before = await correct(caller, { patientId, part: 'identity', version, store, change });
      const name = account && accountNameAfter(account.name, readFhirPatient(before), identity);
      if (name) await renameAccount(account.personId, name);
    });
  }

  /** The patient's account, where its name is this clinic's affair: it belongs to a patient here and to nobody elsewhere. */
  private async findOwnAccount(clinicId: string, patientId: string): Promise<Account | undefined> {
    const account = UUID.test(patientId)
      ? await this.database.inClinic(clinicId, () => findAccount(patientId))
      : undefined;
    const roles = account && (await this.database.asPerson(account.personId, () => findRoles(account.personId)));
    return roles?.every((one) => one.clinicId === clinicId && one.role === 'patient') ? account : undefined;
  }
}

/** @returns the FHIR Patient as it was until now */
async function correct(caller: Caller, { patientId, part, version, store, change }: Correction): Promise<Resource> {
  await reachPatient(caller, patientId);
  await store();
  const record = await readRecord('Patient', patientId);
  if (!record) throw notFound('patient');
  const { resource: current } = record;
  const seen = record.version === version ? record : await readRecordVersion('Patient', patientId, version);
  const wanted = change(current);
  const decision = decideCorrection(part, { seen: seen?.resource, current, wanted });
  if (decision === 'stale') throw patientChanged(record.version);
  if (decision === 'write') await saveRecord({ type: 'Patient', id: patientId, patientId, resource: wanted });
  await audit(caller);
  return current;
}

const patientChanged = (version: number) =>
  new DomainError(
    'PATIENT_CHANGED',
    409,
    `Somebody corrected this since you read it: it is version ${version} now. Read it again, then save.`,
  );
