import type { SharingPurpose } from '../../../src/platform/auth/consent-condition.js';
import {
  CATEGORY_OF,
  decideAppReach,
  decideReach,
  narrowToShared,
  type Reach,
  type ResourceType,
} from '../../../src/platform/auth/policy.js';
import { isOpenedByGlass, mayReadLabelled } from './protection.js';
import type { Act, Naming, Target, Who } from './who.js';

/**
 * May this one do that about this patient? Worked out from the policy and from who is what to whom, apart from the
 * queries of the server, which must come to the same.
 */
export function may(who: Who, target: Target, act: Act, naming: Naming): boolean {
  if (who.role === null || who.clinicId !== target.clinicId) return false;
  const isOnPatientSide = who.role === 'patient' || who.role === 'caregiver';
  if (act.isDraft && isOnPatientSide) return false;
  const records = recordsOf(target, naming);
  return records.length > 0 && records.every((patientId) => mayAbout(who, target, patientId, act));
}

/** The records of which all must be in reach; none: there is nothing to be found on this road. */
function recordsOf({ patientId, livingId }: Target, naming: Naming): string[] {
  if (livingId === null) return [patientId];
  switch (naming) {
    case 'thing':
    case 'living':
      return [livingId];
    case 'record':
      return [patientId, livingId];
    case 'content':
      return [];
  }
}

function mayAbout(who: Who, target: Target, patientId: string, act: Act): boolean {
  const { type, interaction, recordType, label } = act;
  if (label && !mayReadLabelled(who, target, patientId, act)) return false;
  if (who.kind !== 'app') {
    const whole = decideReach(who.role!, type, interaction, who.scopes, recordType);
    const reach = who.sharesFor
      ? narrowToShared(whole, interaction, who.sharesFor as SharingPurpose, recordType)
      : whole;
    return reach !== undefined && covers(who, target, patientId, reach, act);
  }
  const allowed = decideAppReach(who.role!, type, interaction, who.scopes, recordType);
  if (!allowed || !covers(who, target, patientId, allowed.reach, act)) return false;
  return allowed.context === 'user' || who.inPatient === patientId;
}

function covers(who: Who, target: Target, patientId: string, reach: Reach, act: Act): boolean {
  switch (reach) {
    case 'clinic':
      return true;
    case 'team':
      return who.teamOf.includes(patientId) || isOpenedByGlass(who, patientId, act);
    case 'shared':
      return who.sharesFor !== null && (target.agreedTo[patientId]?.includes(who.sharesFor) ?? false);
    case 'own':
      return who.patientId === patientId;
    case 'delegated':
      return who.granted[patientId]?.includes(CATEGORY_OF[subjectOf(act)] ?? '') ?? false;
  }
}

/** What somebody answered is an answer on every road, also where it is served as a record. */
const subjectOf = ({ type, recordType }: Act): ResourceType =>
  recordType === 'QuestionnaireResponse' ? 'Response' : type;
