import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '../../../platform/auth/caller.js';
import { canReach } from '../../../platform/auth/compartment.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import { readRecordVersion, type Resource } from '../../record/index.js';
import { findCareTeam } from '../care-team/care-team.repository.js';
import { asPatientReader } from '../patient-reader.js';
import { readFhirPatient } from '../patient-resource.js';

interface Registration {
  readonly id: string;
  readonly resource: Resource;
  readonly careTeam: readonly string[];
  readonly contactPersonId: string | null;
}

/**
 * There is somebody under the id of a registration: the same one, sent again because the answer was lost, or other words,
 * which must not be lost in silence. Compared with what was registered, so that a correction of the team since is no
 * difference; whom the caller may not see is answered as ever by who looks for it.
 *
 * @throws DomainError PATIENT_EXISTS
 */
export async function refuseOtherWords(caller: Caller, sent: Registration): Promise<void> {
  if (!(await canReach(asPatientReader(caller), sent.id))) return;
  const first = await readRecordVersion('Patient', sent.id, 1);
  const team = await findCareTeam(sent.id);
  const isSame =
    first !== undefined &&
    isDeepStrictEqual(readFhirPatient(first.resource), readFhirPatient(sent.resource)) &&
    sent.careTeam.every((personId) => team.some((member) => member.personId === personId)) &&
    (sent.contactPersonId === null || team.some((m) => m.isContact && m.personId === sent.contactPersonId));
  if (!isSame)
    throw new DomainError(
      'PATIENT_EXISTS',
      409,
      'This registration has arrived already, with other words. Look at the patient’s page, and correct it there.',
    );
}
