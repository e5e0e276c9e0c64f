import { Injectable } from '@nestjs/common';
import { type MetricId, zoneAt } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, query } from '../../platform/database/database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import type { NewSprint } from './sprints.schema.js';
import { askForJudgement, findZones } from './patients.repository.js';
import { findSprint, insertSprint, overlapsSprint } from './sprints.repository.js';

@Injectable()
export class SprintsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Sets a sprint and has the patient judged anew. */
  create(caller: Caller, patientId: string, sprint: NewSprint) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      // One sprint of a patient is set at a time: two at once could overlap unseen.
      await query('SELECT pg_advisory_xact_lock(731004, hashtext($1::uuid::text))', [patientId]);
      const [known] = await query<{ patient_id: string }>('SELECT patient_id FROM sprint WHERE id = $1', [sprint.id]);
      if (known && known.patient_id !== patientId)
        throw new DomainError('SPRINT_EXISTS', 409, 'A sprint with this id exists already.');
      if (!known && (await overlapsSprint(patientId, sprint.startsOn, sprint.endsOn)))
        throw new DomainError('SPRINT_OVERLAPS', 409, 'Another sprint of this patient touches these days.', [
          { path: 'startsOn', message: 'overlaps another sprint' },
        ]);
      const metrics = sprint.metrics.map(({ metric, target, baseline }) => ({
        metric: metric as MetricId,
        target,
        baseline: baseline ?? null,
      }));
      const now = this.clock.now();
      const zones = await findZones(patientId);
      if (await insertSprint({ ...sprint, patientId, metrics, by: caller.actor })) await askForJudgement(patientId);
      caller.act.objectId = sprint.id;
      await audit(caller);
      const view = await findSprint(patientId, now, zoneAt(zones, now.getTime()), sprint.id);
      return view;
    });
  }
}
