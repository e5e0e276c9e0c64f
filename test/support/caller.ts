import { randomUUID } from 'node:crypto';
import type { Caller } from '../../src/platform/auth/caller.js';
import type { Interaction, ResourceType } from '../../src/platform/auth/policy.js';

/** An integration of the clinic doing this act, as the guard would hand it to a service. */
export const callerFor = (clinicId: string, type: ResourceType, interaction: Interaction): Caller => ({
  kind: 'system',
  actor: 'system/test',
  personId: null,
  name: 'test',
  clinicId,
  role: 'system',
  profession: null,
  patientId: null,
  sessionId: null,
  scopes: 'system/*.cruds',
  type,
  interaction,
  reach: 'clinic',
  requestId: randomUUID(),
  act: { patientId: null, objectId: null, count: 0, written: false },
});
