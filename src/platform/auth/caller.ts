import type { SharingPurpose } from './consent-condition.js';
import type { Glass } from './glass.js';
import type { Interaction, Reach, ResourceType } from './policy.js';

export type Role = 'clinician' | 'coordinator' | 'admin' | 'auditor' | 'patient' | 'caregiver' | 'system';

/** Who is cared for, and those who look on: not the people of the clinic, nor its machines. */
export const isPatientSide = ({ role }: { readonly role: Role }): boolean => role === 'patient' || role === 'caregiver';

/** Who is asking, in which clinic. */
export interface Principal {
  /** app: a person acts through an app, within its scopes. */
  readonly kind: 'person' | 'app' | 'system';
  /** Goes into the audit: `person/<id>`, `person/<id>/app/<id>` or `system/<token or app id>`. */
  readonly actor: string;
  readonly personId: string | null;
  readonly name: string;
  readonly clinicId: string;
  readonly role: Role;
  readonly profession: string | null;
  /** The patient this person is, in this clinic. */
  readonly patientId: string | null;
  readonly sessionId: string | null;
  /** Of requests with a session: the account behind the person, and when it last proved who it is. */
  readonly authUserId?: string;
  readonly provenAt?: Date | null;
  /** The clinic asks for a second factor, and a password alone opens this account. */
  readonly owesSecondFactor?: boolean;
  /** SMART scopes, which narrow what an app or a system client may do; of people in our own pages they say nothing. */
  readonly scopes: string;
  /** Of apps: the one patient that scopes of the context `patient` are about. */
  readonly inPatient?: string | null;
  /** Glasses this person has broken, of which the hour is not over. */
  readonly glasses?: readonly Glass[];
  /** Of an integration outside the treatment: what its patients must have agreed to. */
  readonly sharesFor?: SharingPurpose;
}

/** A principal doing one act that the policy allows within `reach`. Handed to services; they cannot be called without. */
export interface Caller extends Principal {
  readonly type: ResourceType;
  readonly interaction: Interaction;
  readonly reach: Reach;
  /** Of an app that is about one patient, where the reach is `delegated`: what others have granted does not count here. */
  readonly onlyPatientId?: string;
  /** FHIR type of an act on `Record`. */
  readonly recordType?: string;
  readonly requestId: string;
  /** Network address the request came from; undefined for work in the background. */
  readonly address?: string | undefined;
  /** What the act touched, for its one audit row. */
  readonly act: Act;
}

export interface Act {
  patientId: string | null;
  objectId: string | null;
  count: number;
  /** What it was in the end, where that is less than was asked for: a create that found what is there has read it. */
  became?: Interaction;
  /** Its row is written, or it leaves none. */
  written: boolean;
  /** Set when the act touched several patients. */
  patientIds?: readonly string[];
  /** Of a refused act: the patient who was asked for. */
  wantedPatientId?: string;
  /** Why, in the actor's words, where the act asks for a reason (an export for somebody else, an erasure, breaking the glass). */
  reason?: string;
}

/** Notes whom an act touched that answers about several patients; of one it is the same as ever. */
export function touchPatients(caller: Caller, patientIds: readonly string[]): void {
  const touched = [...new Set(patientIds.map((id) => id.toLowerCase()))];
  if (touched.length === 0) return;
  delete caller.act.patientIds;
  caller.act.patientId = touched.length === 1 ? touched[0]! : null;
  if (touched.length > 1) caller.act.patientIds = touched;
}
