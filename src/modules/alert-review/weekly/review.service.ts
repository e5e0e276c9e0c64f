import { Injectable } from '@nestjs/common';
import { addDays, civilDayOf, startOfDay } from '../../../metrics/index.js';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { invalid } from '../../../platform/http/domain-error.js';
import { SPARK_DAYS, sparkValues, TIERS } from '../../alerts/index.js';
import { findClinic } from '../../clinics/index.js';
import { CATEGORIES, type Category } from './decide-category.js';
import { type DetailRow, findDetails, findPanel, findSparks } from './panel.repository.js';
import type { ReviewQuery } from './review.schema.js';
import { type Meeting, metricOf, type Reviewed, reviewPatient, toReviewRow } from './to-review-row.js';
import { findWeekAlerts, type WeekAlert } from './week-alerts.repository.js';
import { weekOf } from './week.js';

/** More than any meeting gets through; the order says who is left out. */
const MOST_ROWS = 500;
const NOBODY = Object.fromEntries(CATEGORIES.map((one) => [one, 0])) as Record<Category, number>;

/** Five questions to the database, whatever the number of patients. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  review(caller: Caller, { week: asked, team, discipline }: ReviewQuery) {
    const now = this.clock.now();
    return this.database.inClinic(caller.clinicId, async () => {
      const zone = (await findClinic(caller.clinicId))!.timeZone;
      const today = civilDayOf(zone, now.getTime());
      const week = weekOf(asked ?? today);
      if (week.from > today) throw invalid([{ path: 'week', message: 'must not be after this week' }], 400);
      const meeting = meetingOf(week, { zone, today, now });
      const { at } = meeting;
      const lastWeek = new Date(startOfDay(zone, addDays(week.from, -7)));
      const panel = await findPanel(caller, { at, team: team ?? null, discipline: discipline ?? null });
      const alerts = Map.groupBy(await findWeekAlerts(caller, at, lastWeek), ({ patientId }) => patientId);
      const reviewed = panel.map((row) => reviewPatient(row, alerts.get(row.id) ?? [], meeting)).sort(inOrder);
      const counts = { ...NOBODY };
      for (const { category } of reviewed) counts[category]++;
      const listed = reviewed.filter(({ category }) => category !== 'steady');
      const shown = listed.slice(0, MOST_ROWS);
      const ids = shown.map(({ row }) => row.id);
      const details = new Map((await findDetails(ids, meeting)).map((one) => [one.id, one]));
      const sparks = await this.draw(shown, details, meeting);
      touchPatients(caller, ids);
      caller.act.count = shown.length;
      return {
        week,
        isCurrent: meeting.isCurrent,
        asOf: at.toISOString(),
        patients: panel.length,
        counts,
        rows: shown.map((one) => {
          const { id } = one.row;
          return toReviewRow(one, { details: details.get(id)!, spark: sparks.get(id)! }, meeting);
        }),
        leftOut: listed.length - shown.length,
      };
    });
  }

  private async draw(shown: readonly Reviewed[], details: ReadonlyMap<string, DetailRow>, meeting: Meeting) {
    const { day } = meeting;
    const wanted = shown.map((one) => ({
      patientId: one.row.id,
      metric: metricOf(one, details.get(one.row.id)!, meeting),
    }));
    const rows = await findSparks(wanted, day, SPARK_DAYS);
    return new Map(
      rows.map(({ patientId, days, low, high }) => [patientId, { values: sparkValues(days ?? [], day), low, high }]),
    );
  }
}

function meetingOf(
  week: { readonly from: string; readonly to: string },
  { zone, today, now }: { readonly zone: string; readonly today: string; readonly now: Date },
): Meeting {
  const from = new Date(startOfDay(zone, week.from));
  const isCurrent = week.to >= today;
  if (isCurrent) return { isCurrent, at: now, day: today, from };
  return { isCurrent, at: new Date(startOfDay(zone, addDays(week.to, 1)) - 1), day: week.to, from };
}

const tierOf = ({ open }: Reviewed) => (open[0] ? TIERS.indexOf(open[0].tier) : TIERS.length);
const dueOf = ({ open: [worst] }: { readonly open: readonly WeekAlert[] }) =>
  worst?.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
/** By category, then who is most pressing, then whose clock runs out first, then by name. */
const inOrder = (a: Reviewed, b: Reviewed): number =>
  CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category) ||
  tierOf(a) - tierOf(b) ||
  dueOf(a) - dueOf(b) ||
  a.row.name.localeCompare(b.row.name) ||
  a.row.id.localeCompare(b.row.id);
