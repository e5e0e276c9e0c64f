import { addDays, daysBetween, type MetricId, startOfDay, zoneAt } from '../../../metrics/index.js';
import type { Concern, RuleSettings } from '../../alerts/index.js';
import type { DailyRow } from '../../observations/index.js';
import { treatmentStart } from '../../patients/index.js';
import { findPromConcern } from '../../selfreport/index.js';
import type { JudgedBy } from '../calibration.js';
import { groundConfidence } from '../ground-confidence.js';
import { listConcerns } from '../list-concerns.js';
import { isLive, isLiveReport } from '../live-concern.js';
import { isStillGap } from '../lost-days.js';
import { toAlertConcern } from '../to-alert-concern.js';
import type { Life } from './life.repository.js';
import { PastDays } from './past-days.js';
import { WindowedMonitor } from './windowed-monitor.js';

/** When a day is over and somebody may look at it, in the patient's zone. */
const MORNING_MS = 7 * 3_600_000;
/** What is news is told from the newest values. */
const LATEST_ROWS = 400;

export interface RelivedDay {
  readonly day: string;
  /** The morning after. */
  readonly now: Date;
  /** What trends would have reported. @param thresholdsOf - by the rule of that domain */
  readonly concerns: (thresholdsOf: (metric: MetricId) => RuleSettings['thresholds']) => Concern[];
}

/**
 * A patient's days once more, each judged on the morning after by what was known of it then: the detector, the windows and
 * the rules of what is news are those of every evaluation. What is not kept cannot come back: when a reading that came late
 * arrived, and whether a silent device was in contact.
 */
export function* reliveDays(
  life: Life,
  judgedBy: JudgedBy,
  period: { readonly from: string; readonly to: string },
): Generator<RelivedDay> {
  const past = new PastDays(life);
  const plans = plansOf(life);
  const monitor = new WindowedMonitor(life.firstDay, (n) => past.dayAt(n), judgedBy.calibration);
  const start = life.firstDay > period.from ? life.firstDay : period.from;
  const seen: DailyRow[] = life.rows.filter((row) => row.day < start);
  past.hearUntil(addDays(start, -1));
  for (let day = start; day <= period.to; day = addDays(day, 1)) {
    const anew = past.hearUntil(day);
    seen.push(...past.rowsOn(day));
    seen.splice(0, Math.max(0, seen.length - LATEST_ROWS));
    const plan = plans.findLast(({ startsOn }) => startsOn <= day) ?? null;
    const { concerns, reachedGoals } = monitor.judge(daysBetween(life.firstDay, day), plan, anew);
    const known = { today: day, settled: true, changed: [], held: {} };
    const now = new Date(startOfDay(zoneAt(life.zones, Date.parse(day)), addDays(day, 1)) + MORNING_MS);
    const { patientId } = life;
    const of = { patientId, sync: past.syncOn(day), now };
    const recent = [...seen];
    const gaps = { over: of.sync.over, today: day };
    const found = concerns
      .filter((concern) => isStillGap(concern, gaps))
      .map((concern) => {
        const grounded = groundConfidence(concern, judgedBy);
        return toAlertConcern({ ...grounded, live: isLive(grounded, recent, known) }, of);
      });
    const isLiveOf = (metric: MetricId) => isLiveReport([metric], recent, known);
    yield {
      day,
      now,
      concerns: (thresholdsOf) => {
        const totals = life.totals.flatMap(({ instrument, metric, reports }) => {
          const until = reports.filter(({ answeredOn }) => answeredOn <= day);
          const thresholds = thresholdsOf(metric);
          return findPromConcern(patientId, { instrument, thresholds }, until, isLiveOf(metric)) ?? [];
        });
        return listConcerns({ patientId, plan, today: day }, { found, totals, reachedGoals }, isLiveOf);
      },
    };
  }
}

function plansOf({ sprints }: Life) {
  return sprints.map((sprint) => {
    const earlier = sprints.filter(({ endsOn }) => endsOn < sprint.startsOn).toReversed();
    return { ...sprint, treatmentSince: treatmentStart(earlier, sprint.startsOn) };
  });
}
