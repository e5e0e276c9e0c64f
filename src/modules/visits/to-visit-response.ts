import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { sideOf, type Visit } from './visit.js';
import type { Visit as VisitSchema } from './visits.schema.js';

/** Alerts are the team's: the patient's side does not learn that one led to the visit. */
export function toVisitResponse(caller: Pick<Caller, 'role'>, visit: Visit): z.output<typeof VisitSchema> {
  return {
    id: visit.id,
    version: visit.version,
    patient: { id: visit.patientId, name: visit.patientName },
    clinician: { personId: visit.clinicianId, name: visit.clinicianName },
    modality: visit.modality,
    startsAt: visit.startsAt.toISOString(),
    minutes: visit.minutes,
    state: visit.state,
    waitingSince: visit.waitingSince?.toISOString() ?? null,
    admittedAt: visit.admittedAt?.toISOString() ?? null,
    endedAt: visit.endedAt?.toISOString() ?? null,
    alertId: sideOf(caller) === 'clinic' ? visit.alertId : null,
    noteSavedAt: visit.noteSavedAt?.toISOString() ?? null,
    emergencyNumber: visit.emergencyNumber,
  };
}
