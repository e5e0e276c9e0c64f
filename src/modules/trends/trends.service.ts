import { Injectable } from '@nestjs/common';
import { addDays, civilDayAt, daysBetween, syncStateOf, zoneAt } from '../../metrics/index.js';
import { type Caller, isPatientSide } from '../../platform/auth/caller.js';
import { canReach, maySeeAnswers, reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { invalid } from '../../platform/http/domain-error.js';
import { coversKind, findLane, toLaneEvent } from '../lane/index.js';
import { findDailyValues, findFirstDays } from '../observations/index.js';
import { findSprint, findZones } from '../patients/index.js';
import { findKnownConcerns, findShownAlerts } from '../told/index.js';
import { findSync } from './find-sync.js';
import { daysOf, toPanels } from './series-panels.js';
import { toPlainLane } from './plain/to-plain-lane.js';
import { toPlainView } from './plain/to-plain-view.js';
import type { SeriesAnswer, SeriesQuery } from './trends.schema.js';
import { findTrend } from './trends.repository.js';

const DEFAULT_DAYS = 91;
const MOST_DAYS = 800;

@Injectable()
export class TrendsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Everything a page of charts needs, in one answer. */
  series(caller: Caller, patientId: string, span: SeriesQuery): Promise<SeriesAnswer> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const now = this.clock.now();
      const zones = await findZones(patientId);
      const timeZone = zoneAt(zones, now.getTime());
      const today = civilDayAt(zones, now.getTime());
      const to = span.to ?? today;
      const from = span.from ?? addDays(to, 1 - DEFAULT_DAYS);
      if (daysBetween(from, to) > MOST_DAYS)
        throw invalid([{ path: 'from', message: 'must be within 800 days of to' }]);
      const sync = await findSync(patientId, zones, now.getTime());
      const rows = await findDailyValues(patientId, from, to);
      const firstDays = await findFirstDays(patientId, [...new Set(rows.map(({ metric }) => metric))]);
      const trend = await findTrend(patientId);
      const mayReadSprint = coversKind(caller, 'sprint', patientId);
      const sprint = mayReadSprint ? await findSprint(patientId, now, timeZone) : null;
      const days = daysOf(from, to);
      const reader = isPatientSide(caller) ? await readPlainly(caller, patientId) : null;
      const happened = await findLane(caller, patientId, zones, { from, to });
      const lane = reader ? toPlainLane(happened, reader) : happened;
      const view = {
        timeZone,
        from,
        to,
        days,
        sprint,
        computedAt: trend?.computedAt.toISOString() ?? null,
        panels: toPanels({
          rows,
          firstDays,
          days,
          today,
          sync: sync.days,
          trends: trend?.result.metrics ?? {},
          sprint,
        }),
        sync: {
          state:
            sync.contactMs === null
              ? null
              : syncStateOf({ lastContactMs: sync.contactMs, newestMs: sync.newestMs }, now.getTime()),
          contactAt: sync.contactMs === null ? null : new Date(sync.contactMs).toISOString(),
          fileAt: sync.fileAt?.toISOString() ?? null,
          newestAt: sync.newestMs === null ? null : new Date(Math.min(sync.newestMs, now.getTime())).toISOString(),
        },
        events: lane.map(toLaneEvent),
        headline: trend?.result.headline ?? null,
        patientHeadline: trend?.result.patientHeadline ?? null,
        hint: trend?.result.hint ?? null,
        sprintVerdict: mayReadSprint ? (trend?.result.sprintVerdict ?? null) : null,
        course: trend?.result.course ?? 'none',
        confidence: trend?.result.confidence ?? null,
        confidenceFrom: trend?.result.confidenceFrom ?? 'evidence',
      } as SeriesAnswer;
      return reader ? toPlainView(view, reader) : view;
    });
  }
}

const readPlainly = async (caller: Caller, patientId: string) => ({
  seesAnswers: await maySeeAnswers(caller, patientId),
  seesVisits: await canReach({ ...caller, type: 'Visit' }, patientId),
  concerns: await findKnownConcerns(patientId),
  shownAlerts: await findShownAlerts(patientId),
});
