import type { SharingPurpose } from './consent-condition.js';
import type { Glass } from './glass.js';
import type { Interaction, Reach, ResourceType } from './policy.js';

export type Role = 'clinician' | 'coordinator' | 'admin' | 'patient' | 'caregiver' | 'system';

/** Who is asking, in which clinic. */
export interface Principal {
  readonly kind: 'person' | 'system';
  /** Goes into the audit: `person/<id>` or `system/<token id>`. */
  readonly actor: string;
  readonly personId: string | null;
  readonly name: string;
  readonly clinicId: string;
  readonly role: Role;
  readonly profession: string | null;
  /** The patient this person is, in this clinic. */
  readonly patientId: string | null;
  readonly sessionId: string | null;
  readonly scopes: string;
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
  readonly requestId: string;
  /** What the act touched, for its one audit row. */
  readonly act: {
    patientId: string | null;
    objectId: string | null;
    count: number;
    written: boolean;
    /** Why, in the actor's words, where the act itself asks for a reason. */
    reason?: string;
  };
}
