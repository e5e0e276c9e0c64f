import type { ResourceType } from '../../../src/platform/auth/policy.js';
import type { Act, Target, Who } from './who.js';

/** What a broken glass opens, for reading: the matrix's "b". Said here once more, on purpose: the server's own list is asked. */
const BY_GLASS: readonly ResourceType[] = [
  'Patient',
  'Consent',
  'Observation',
  'Source',
  'TimeZone',
  'Trend',
  'Response',
  'Alert',
  'Note',
  'Record',
  'Treatment',
];
const SENSITIVE_SCOPE = 'stepwell/sensitive.r';

/** By the person who broke it and no app of theirs; to read, and never to act. */
export const isOpenedByGlass = (who: Who, patientId: string, { type, interaction }: Act, kind?: 'emergency'): boolean =>
  who.kind === 'person' &&
  BY_GLASS.includes(type) &&
  (interaction === 'read' || interaction === 'search') &&
  who.glasses.some((glass) => glass.patientId === patientId && (!kind || glass.kind === kind));

/** Of those who may see the patient: who of them may see what a label protects? */
export function mayReadLabelled(who: Who, target: Target, patientId: string, act: Act): boolean {
  const isScoped = who.scopes.split(' ').includes(SENSITIVE_SCOPE);
  if (who.kind === 'app' && !isScoped) return false;
  const wrote = act.label !== undefined && target.notes[act.label].authorId === who.personId;
  const agreed = target.agreedTo[patientId]?.includes('sensitive-notes') ?? false;
  switch (who.role) {
    case 'patient':
      return true;
    case 'caregiver':
      return who.granted[patientId]?.includes('sensitive') ?? false;
    case 'clinician':
      return wrote || agreed || isOpenedByGlass(who, patientId, act, 'emergency');
    case 'coordinator':
      return wrote || (agreed && who.memberOf.includes(patientId));
    case 'system':
      return isScoped && who.sharesFor === null;
    default:
      return false;
  }
}
