import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { forbidden, invalid } from '../../../platform/http/domain-error.js';
import { findCarePeople } from '../../clinics/index.js';
import * as repository from './care-team.repository.js';
import { type CareTeam, mayChange, refuseCareTeam } from './decide-care-team.js';

/** Who looks after one patient, and who is asked first. */
@Injectable()
export class CareTeamService {
  constructor(private readonly database: Database) {}

  /** Members who have left the clinic meanwhile may stay on it, and see nothing; new ones work here. */
  change(caller: Caller, patientId: string, wanted: CareTeam): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const before = await repository.lockCareTeam(patientId);
      const after = { ...wanted, personIds: [...new Set(wanted.personIds)] };
      const by = { personId: caller.personId, removesOthers: caller.reach === 'clinic' };
      if (!mayChange(before, by))
        throw forbidden('Members of the care team change it, or a coordinator. You only stand in for one of them.');
      const refusal = refuseCareTeam(before, after, by);
      if (refusal) throw invalid([refusal]);
      const added = after.personIds.filter((id) => !before.personIds.includes(id));
      const known = await findCarePeople(added);
      const stranger = added.find((id) => !known.includes(id));
      if (stranger)
        throw invalid([
          {
            path: `personIds.${wanted.personIds.indexOf(stranger)}`,
            message: 'must be a clinician or coordinator of this clinic',
          },
        ]);
      await repository.replaceCareTeam(patientId, after);
      await audit(caller);
    });
  }
}
