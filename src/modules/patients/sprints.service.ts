import { Injectable } from '@nestjs/common';
import { civilDayAt, type MetricId, zoneAt } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, query } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/domain-error.js';
import { askForJudgement, findZones } from './patients.repository.js';
import { decideSprintChange, decideSprintEnd, type StandingSprint } from './sprint-change.js';
import * as changes from './sprint-changes.repository.js';
import { sprintExists, sprintOverlaps, sprintRefused, sprintTakenBack } from './sprints.errors.js';
import { findSprint, findTakenBack, insertSprint, overlapsSprint, type SprintView } from './sprints.repository.js';
import type { NewSprint, SprintChange } from './sprints.schema.js';

/** Which sprint of which patient. */
interface Place {
  readonly patientId: string;
  readonly sprintId: string;
}

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
      await changes.lockSprints(patientId);
      const [known] = await query<{ patient_id: string }>('SELECT patient_id FROM sprint WHERE id = $1', [sprint.id]);
      if (known && known.patient_id !== patientId) throw sprintExists();
      if (!known && (await changes.isTakenBack(sprint.id))) throw sprintTakenBack();
      if (!known && (await overlapsSprint(patientId, sprint.id, sprint))) throw sprintOverlaps('startsOn');
      const metrics = toMetrics(sprint.metrics);
      if (await insertSprint({ ...sprint, patientId, metrics, by: caller.actor })) await askForJudgement(patientId);
      caller.act.objectId = sprint.id;
      await audit(caller);
      return this.view({ patientId, sprintId: sprint.id });
    });
  }

  /** Corrects a sprint that runs or is to come. What it was is kept, and the patient is judged anew. */
  change(caller: Caller, place: Place, change: SprintChange) {
    const act = async (standing: StandingSprint, today: string) => {
      const decision = decideSprintChange(standing, change, today);
      if (decision.kind === 'refuse') throw sprintRefused(decision.code);
      const days = { startsOn: standing.startsOn, endsOn: change.endsOn };
      if (await overlapsSprint(place.patientId, place.sprintId, days)) throw sprintOverlaps('endsOn');
      await changes.keepBefore(place.sprintId, 'changed', caller.actor);
      const { staysEnded } = decision;
      await changes.changeSprint(place.sprintId, { ...change, staysEnded, metrics: toMetrics(change.metrics) });
      await askForJudgement(place.patientId);
      return this.view(place);
    };
    return this.inSprint(caller, place, act, async (now, zone) => {
      if (await findTakenBack(place.patientId, now, zone, place.sprintId)) throw sprintTakenBack();
      return null;
    });
  }

  /** Makes today the last day; one that has not begun is taken back. Answers it as it was, ended; again when asked again. */
  end(caller: Caller, place: Place, version: number) {
    const act = async (standing: StandingSprint, today: string) => {
      const decision = decideSprintEnd(standing, version, today);
      if (decision.kind === 'refuse') throw sprintRefused(decision.code);
      if (decision.kind === 'same') return this.view(place);
      await changes.keepBefore(place.sprintId, decision.kind === 'end' ? 'ended' : 'removed', caller.actor);
      await askForJudgement(place.patientId);
      if (decision.kind === 'end') {
        await changes.endSprint(place.sprintId, today);
        return this.view(place);
      }
      const taken = await this.view(place);
      await changes.removeSprint(place.sprintId);
      return taken && { ...taken, state: 'ended' as const, isEnded: true };
    };
    return this.inSprint(caller, place, act, (now, zone) => findTakenBack(place.patientId, now, zone, place.sprintId));
  }

  earlier(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const rows = await changes.findEarlier(patientId);
      await audit(caller);
      return { items: rows.map((row) => ({ ...row, until: row.until.toISOString() })) };
    });
  }

  /**
   * Does something with one sprint, alone: as it stands now, in the patient's today.
   *
   * @param otherwise - what to answer of one that stands no more
   */
  private inSprint(
    caller: Caller,
    place: Place,
    act: (sprint: StandingSprint, today: string) => Promise<SprintView | null>,
    otherwise?: (now: Date, zone: string) => Promise<SprintView | null>,
  ) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, place.patientId);
      await changes.lockSprints(place.patientId);
      const standing = await changes.findStanding(place.patientId, place.sprintId);
      const [zones, now] = [await findZones(place.patientId), this.clock.now()];
      const answer = standing
        ? await act(standing, civilDayAt(zones, now.getTime()))
        : await otherwise?.(now, zoneAt(zones, now.getTime()));
      if (!answer) throw notFound('sprint');
      caller.act.objectId = place.sprintId;
      await audit(caller);
      return answer;
    });
  }

  private async view({ patientId, sprintId }: Place): Promise<SprintView | null> {
    const now = this.clock.now();
    return findSprint(patientId, now, zoneAt(await findZones(patientId), now.getTime()), sprintId);
  }
}

const toMetrics = (metrics: NewSprint['metrics']) =>
  metrics.map(({ metric, target, baseline }) => ({ metric: metric as MetricId, target, baseline: baseline ?? null }));
