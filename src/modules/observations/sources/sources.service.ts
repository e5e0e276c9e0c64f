import { Injectable } from '@nestjs/common';
import { daysBetween, METRIC_IDS, type MetricId, syncStateOf } from '../../../metrics/index.js';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { afterCommit, Database } from '../../../platform/database/database.js';
import { invalid, notFound } from '../../../platform/http/domain-error.js';
import { labelOf } from '../daily/day-sources.js';
import { isOrdered, rankSources } from '../daily/source-order.js';
import { DueSignal } from '../due-signal.js';
import { findSources } from './contact.repository.js';
import { findRecompute, requestRecompute } from './recompute.repository.js';
import { findOrder, findSpeakers, saveOrder } from './source-order.repository.js';
import { withGone } from './with-gone.js';

const ORDERED: readonly MetricId[] = METRIC_IDS.filter(isOrdered);
const iso = (ms: number) => new Date(ms).toISOString();

/** A patient's devices: how they are doing, and whose word counts first. */
@Injectable()
export class SourcesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly due: DueSignal,
  ) {}

  view(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      return this.describe(patientId);
    });
  }

  /** Sets whose word counts first for a metric; the history follows in the background. The same order again changes nothing. */
  setOrder(caller: Caller, patientId: string, metric: string, sourceIds: readonly number[]) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const ordered = ORDERED.find((id) => id === metric);
      if (!ordered) throw notFound('order of sources for this metric');
      const sources = await findSources(patientId);
      const known = new Set(sources.map((s) => s.sourceId));
      const stranger = sourceIds.findIndex((id) => !known.has(id));
      if (stranger >= 0)
        throw invalid([{ path: `sourceIds.${stranger}`, message: 'must be one of the devices of this patient' }]);
      caller.act.objectId = ordered;
      const gone = new Set(sources.flatMap((s) => (s.isGone ? [s.sourceId] : [])));
      const order = withGone(sourceIds, (await findOrder(patientId)).get(ordered) ?? [], gone);
      if (await saveOrder({ patientId, metric: ordered, sourceIds: order, by: caller.actor })) {
        await requestRecompute(patientId);
        afterCommit(() => this.due.ring());
      }
      await audit(caller);
      return this.describe(patientId);
    });
  }

  private async describe(patientId: string) {
    const sources = (await findSources(patientId)).filter((source) => !source.isGone);
    const chosen = await findOrder(patientId);
    const speakers = Map.groupBy(await findSpeakers(patientId, ORDERED), (row) => row.metric);
    const pending = await findRecompute(patientId);
    const nowMs = this.clock.now().getTime();
    return {
      sources: sources.map((source) => ({
        sourceId: source.sourceId,
        label: labelOf(source),
        kind: source.kind,
        lastContactAt: iso(source.lastContactMs),
        newestAt: source.newestMs === null ? null : iso(source.newestMs),
        sync: syncStateOf(source, nowMs),
      })),
      orders: ORDERED.flatMap((metric) => {
        const ids = new Set([...(speakers.get(metric) ?? []).map((s) => s.sourceId), ...(chosen.get(metric) ?? [])]);
        const inOrder = sources.filter((s) => ids.has(s.sourceId)).sort(rankSources(chosen.get(metric)).bySource);
        if (inOrder.length === 0) return [];
        return [{ metric, sourceIds: inOrder.map((s) => s.sourceId), chosen: chosen.has(metric) }];
      }),
      recompute: pending
        ? {
            doneDays: daysBetween(pending.nextDay, pending.toDay),
            totalDays: daysBetween(pending.fromDay, pending.toDay) + 1,
          }
        : null,
    };
  }
}
