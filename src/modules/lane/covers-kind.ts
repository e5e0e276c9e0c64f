import type { Principal } from '../../platform/auth/caller.js';
import { covers, type Interaction, type ResourceType } from '../../platform/auth/policy.js';
import type { LaneEvent } from './lane.schema.js';

/** What is not a record of its own, and is asked for as such. */
export type Happened = Exclude<LaneEvent['kind'], 'dose' | 'procedure'>;

/** What somebody must be allowed to read elsewhere to read of it in the lane. No scope gives visits and alerts. */
const READ_AS: Readonly<Record<Happened, readonly [ResourceType, Interaction]>> = {
  visit: ['Visit', 'read'],
  flare: ['Alert', 'read'],
  zone: ['TimeZone', 'read'],
  sprint: ['Patient', 'read'],
  device: ['Source', 'read'],
  peg: ['Observation', 'read'],
};

/**
 * Do the scopes of a program or an app give events of this kind? People have none: what they may know of is decided by
 * what they are to the patient, which the module that shows the lane asks.
 */
export const coversKind = (
  reader: Pick<Principal, 'kind' | 'role' | 'scopes' | 'inPatient' | 'sharesFor'>,
  kind: Happened,
  patientId: string,
): boolean => reader.kind === 'person' || covers(reader, ...READ_AS[kind], patientId);
