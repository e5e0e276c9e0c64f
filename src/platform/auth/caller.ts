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
  /** Of requests with a session: the account behind the person, and when it last proved who it is. */
  readonly authUserId?: string;
  readonly provenAt?: Date | null;
  readonly scopes: string;
}

/** A principal doing one act that the policy allows within `reach`. Handed to services; they cannot be called without. */
export interface Caller extends Principal {
  readonly type: ResourceType;
  readonly interaction: Interaction;
  readonly reach: Reach;
  readonly requestId: string;
  /** What the act touched, for its one audit row. */
  readonly act: { patientId: string | null; objectId: string | null; count: number; written: boolean };
}
