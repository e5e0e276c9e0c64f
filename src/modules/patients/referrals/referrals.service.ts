import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../../platform/http/domain-error.js';
import type { NewPatient } from '../patients.schema.js';
import { PatientsService } from '../patients.service.js';
import * as repository from './referrals.repository.js';
import type { NewReferral, ReferralQuery } from './referrals.schema.js';

/** People whom somebody sends to the clinic: each is accepted, and then a patient, or declined with a reason. */
@Injectable()
export class ReferralsService {
  constructor(
    private readonly database: Database,
    private readonly patients: PatientsService,
  ) {}

  list(caller: Caller, { state }: ReferralQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      const items = (await repository.findReferrals(state)).map(toReferral);
      touchPatients(
        caller,
        items.flatMap(({ patientId }) => patientId ?? []),
      );
      caller.act.count = items.length;
      return { items };
    });
  }

  /** The same id again is the same referral. */
  receive(caller: Caller, referral: NewReferral): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      if ((await repository.insertReferral(referral, caller.actor)) === 'other')
        throw new DomainError('REFERRAL_EXISTS', 409, 'A referral with this id exists and differs.');
      caller.act.objectId = referral.id;
      await audit(caller);
    });
  }

  /** Registers the patient and closes the referral, together or not at all. Accepted again with the same patient: the same. */
  accept(caller: Caller, id: string, patient: NewPatient) {
    return this.database.inClinic(caller.clinicId, async () => {
      const referral = await this.findOpen(id, patient.id);
      const detail = await this.patients.register(caller, patient);
      if (referral.state === 'open')
        await repository.decideReferral(id, { state: 'accepted', by: deciderOf(caller), patientId: patient.id });
      return detail;
    });
  }

  decline(caller: Caller, id: string, reason: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      await this.findOpen(id);
      await repository.decideReferral(id, { state: 'declined', by: deciderOf(caller), reason });
      caller.act.objectId = id;
      await audit(caller);
    });
  }

  private async findOpen(id: string, patientId?: string) {
    const referral = UUID.test(id) ? await repository.lockReferral(id) : undefined;
    if (!referral) throw notFound('referral');
    if (referral.state !== 'open' && !(patientId && referral.patientId === patientId))
      throw new DomainError('REFERRAL_DECIDED', 409, `This referral was ${referral.state} already.`);
    return referral;
  }
}

function deciderOf(caller: Caller): string {
  if (caller.personId === null) throw forbidden();
  return caller.personId;
}

const toReferral = ({ receivedAt, decidedAt, ...row }: repository.ReferralRow) => ({
  ...row,
  receivedAt: receivedAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});
