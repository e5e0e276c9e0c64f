import type { Test } from 'supertest';
import type { Role } from '../../../src/platform/auth/caller.js';
import type { ConsentPurpose } from '../../../src/platform/auth/consent-condition.js';
import type { Interaction, ResourceType } from '../../../src/platform/auth/policy.js';
import type { Agent } from '../../support/app.js';

export type Send = (method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete', path: string) => Test;
export type Label = 'psychology' | 'substance-use';

/** plain: patients with one record each. merged: pairs of records that are one now, or were for a while. */
export type Story = 'plain' | 'merged';

/** Somebody who asks, and all that decides how far that goes. */
export interface Who {
  readonly name: string;
  readonly kind: 'nobody' | 'person' | 'app' | 'system';
  readonly clinicId: string | null;
  readonly personId: string | null;
  readonly role: Role | null;
  /** Of patients: whom they are. */
  readonly patientId: string | null;
  /** Of clinicians: whom they look after, as a member of the care team or standing in for one. */
  readonly teamOf: readonly string[];
  /** Of coordinators, who reach everybody: whose care team has them. */
  readonly memberOf: readonly string[];
  /** Of caregivers: what was granted, by patient. */
  readonly granted: Readonly<Record<string, readonly string[]>>;
  /** Of clinicians: whose glass is broken now. */
  readonly glasses: readonly { readonly patientId: string; readonly kind: 'emergency' | 'cover' }[];
  readonly scopes: string;
  /** Of an app about one patient. */
  readonly inPatient: string | null;
  /** Of integrations outside the treatment: what patients must have agreed to. */
  readonly sharesFor: ConsentPurpose | null;
  readonly asks: readonly Story[];
  readonly send: Send;
  /** Of people: for sockets. */
  readonly agent: Agent | null;
}

/** A protected note, and words that only stand in it or are only there because of it. */
export interface ProtectedNote {
  readonly visitId: string;
  readonly authorId: string;
  readonly secret: string;
  readonly savedAt: string;
  /** A correction that the patient asked for. */
  readonly remark: string;
  /** A dose that the same person protected in the same way. */
  readonly doseId: string;
  readonly medication: string;
}

/** A patient somebody asks about, and words that only stand in what is about this patient. */
export interface Target {
  readonly name: string;
  readonly story: Story;
  readonly clinicId: string;
  readonly patientId: string;
  /** Of a record that was merged: the id under which it is kept today. Null: its own. */
  readonly livingId: string | null;
  readonly familyName: string;
  readonly observationId: string;
  readonly responseId: string;
  readonly alertId: string;
  readonly visitId: string;
  /** A dose that is open to all who may read notes. */
  readonly doseId: string;
  /** Its medication. */
  readonly medication: string;
  readonly device: string;
  readonly notes: Readonly<Record<Label, ProtectedNote>>;
  /** As of today, by id of the record: a retired one has answers of its own. */
  readonly agreedTo: Readonly<Record<string, readonly ConsentPurpose[]>>;
}

export interface Act {
  readonly type: ResourceType;
  readonly interaction: Interaction;
  readonly recordType?: string;
  /** What is asked for is protected by this label. */
  readonly label?: Label;
  /** What is asked for was not finished yet. */
  readonly isDraft?: boolean;
}

/**
 * How a road names the patient, which decides what becomes of it with a merge. thing: by something of theirs, which goes
 * over. living: by the patient's id, and follows to the record that lives on. record: by the patient's id, as it is.
 * content: what is listed under the patient's id or name, which is nothing once the record is retired.
 */
export type Naming = 'thing' | 'living' | 'record' | 'content';
