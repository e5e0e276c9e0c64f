import type { Test } from 'supertest';
import type { Role } from '../../../src/platform/auth/caller.js';
import type { ConsentPurpose } from '../../../src/platform/auth/consent-condition.js';
import {
  CATEGORY_OF,
  decideAppReach,
  decideReach,
  type Interaction,
  narrowToShared,
  type Reach,
  type ResourceType,
} from '../../../src/platform/auth/policy.js';
import type { Agent } from '../../support/app.js';

export type Send = (method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete', path: string) => Test;

/** Somebody who asks, and all that decides how far that goes. */
export interface Who {
  readonly name: string;
  readonly kind: 'nobody' | 'person' | 'app' | 'system';
  readonly clinicId: string | null;
  readonly role: Role | null;
  /** Of patients and caregivers: whom they are, or look after. */
  readonly patientId: string | null;
  /** Whose care team has this person. */
  readonly teamOf: readonly string[];
  /** Of caregivers: what was granted. */
  readonly granted: readonly string[];
  readonly scopes: string;
  /** Of an app about one patient. */
  readonly inPatient: string | null;
  /** Of integrations outside the treatment: what patients must have agreed to. */
  readonly sharesFor: ConsentPurpose | null;
  readonly send: Send;
  /** Of people: for sockets. */
  readonly agent: Agent | null;
}

/** A patient somebody asks about, and words that only stand in what is about this patient. */
export interface Target {
  readonly name: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly familyName: string;
  readonly observationId: string;
  readonly responseId: string;
  readonly alertId: string;
  readonly visitId: string;
  readonly device: string;
  readonly agreedTo: readonly ConsentPurpose[];
}

export interface Act {
  readonly type: ResourceType;
  readonly interaction: Interaction;
  readonly recordType?: string;
}

/**
 * May this one do that about this patient? Worked out from the policy and from who is what to whom, apart from the
 * queries of the server, which must come to the same.
 */
export function may(who: Who, target: Target, { type, interaction, recordType }: Act): boolean {
  if (who.role === null || who.clinicId !== target.clinicId) return false;
  if (who.kind !== 'app') {
    const whole = decideReach(who.role, type, interaction, who.scopes, recordType);
    const reach = who.sharesFor ? narrowToShared(whole, interaction) : whole;
    return reach !== undefined && covers(who, target, reach, type);
  }
  const allowed = decideAppReach(who.role, type, interaction, who.scopes, recordType);
  if (!allowed || !covers(who, target, allowed.reach, type)) return false;
  return allowed.context === 'user' || who.inPatient === target.patientId;
}

function covers(who: Who, target: Target, reach: Reach, type: ResourceType): boolean {
  switch (reach) {
    case 'clinic':
      return true;
    case 'team':
      return who.teamOf.includes(target.patientId);
    case 'shared':
      return who.sharesFor !== null && target.agreedTo.includes(who.sharesFor);
    case 'own':
      return who.patientId === target.patientId;
    case 'delegated':
      return who.patientId === target.patientId && who.granted.includes(CATEGORY_OF[type] ?? '');
  }
}
