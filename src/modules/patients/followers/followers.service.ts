import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../../platform/http/domain-error.js';
import { ClinicsService, enderOf, findHolder, ringAround } from '../../clinics/index.js';
import { isConsented } from '../../consents/index.js';
import * as repository from './followers.repository.js';
import type { FollowerGrant, NewFollower } from './followers.schema.js';
import { viewAfter, viewFollowers } from './followers-view.js';

/** Who may look on at a patient's numbers, visits, answers or notes: the patient decides whom, what and until when. */
@Injectable()
export class FollowersService {
  constructor(
    private readonly database: Database,
    private readonly clinics: ClinicsService,
  ) {}

  list(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      return viewFollowers(caller, patientId);
    });
  }

  /** One use, seven days; what it grants is fixed here and not by whoever opens it. */
  invite(caller: Caller, patientId: string, follower: NewFollower) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      await needConsent(patientId);
      if ((await findHolder(patientId, follower.email)) === 'patient')
        throw invalid([{ path: 'email', message: 'is your own: give the address of whoever is to look on' }]);
      const link = await this.clinics.inviteFollower(caller, patientId, follower);
      caller.act.objectId = follower.id;
      await audit(caller);
      await ringAround(patientId);
      return link;
    });
  }

  change(caller: Caller, patientId: string, personId: string, grant: FollowerGrant) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      await needConsent(patientId);
      const asked = { patientId, personId, grant, by: caller.actor };
      if (!UUID.test(personId) || !(await repository.updateGrant(asked))) throw notFound('follower');
      caller.act.objectId = personId;
      await audit(caller);
      return viewAfter(caller, patientId);
    });
  }

  /** Yes to somebody whom the team has invited and who has come, with what they may see. No is `end`. */
  allow(caller: Caller, patientId: string, personId: string, grant: FollowerGrant) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      await needConsent(patientId);
      const asked = { patientId, personId, grant, by: caller.actor };
      if (!UUID.test(personId) || !(await repository.allowGrant(asked))) throw notFound('follower');
      caller.act.objectId = personId;
      await audit(caller);
      return viewAfter(caller, patientId);
    });
  }

  /** The same before they have come, or where the page does not know yet that they have. No is `takeBack`. */
  allowInvited(caller: Caller, patientId: string, invitationId: string, grant: FollowerGrant) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      await needConsent(patientId);
      const asked = { patientId, invitationId, grant, by: caller.actor };
      if (!UUID.test(invitationId)) throw notFound('invitation');
      if (!(await repository.allowInvitation(asked))) {
        const personId = await repository.findWhoWaits(patientId, invitationId);
        if (!personId || !(await repository.allowGrant({ ...asked, personId }))) throw notFound('invitation');
      }
      caller.act.objectId = invitationId;
      await audit(caller);
      return viewAfter(caller, patientId);
    });
  }

  /** The link in the mail then opens nothing. A No to somebody who has come meanwhile, and waits, must not get lost. */
  takeBack(caller: Caller, patientId: string, invitationId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      if (!UUID.test(invitationId)) throw notFound('invitation');
      if (!(await repository.takeBackInvitation(patientId, invitationId, enderOf(caller)))) {
        const personId = await repository.findWhoWaits(patientId, invitationId);
        if (!personId || !(await repository.endGrant(patientId, personId, enderOf(caller))))
          throw notFound('invitation');
      }
      caller.act.objectId = invitationId;
      await audit(caller);
      return viewAfter(caller, patientId);
    });
  }

  end(caller: Caller, patientId: string, personId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      if (!UUID.test(personId) || !(await repository.endGrant(patientId, personId, enderOf(caller))))
        throw notFound('follower');
      caller.act.objectId = personId;
      await audit(caller);
      return viewAfter(caller, patientId);
    });
  }
}

/** Whom one lets look on comes after what that means: the words of the consent. To end needs none. */
async function needConsent(patientId: string): Promise<void> {
  if (await isConsented(patientId, 'share-caregiver')) return;
  throw new DomainError('CONSENT_NEEDED', 409, 'You have not agreed to let others look on: that comes first.');
}
