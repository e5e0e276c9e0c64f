import type { PatientDay, SprintPlan } from '../../../src/detection/index.js';
import type { Concern } from '../../../src/modules/alerts/index.js';
import type { DailyRow } from '../../../src/modules/observations/index.js';
import { toJudgedBy } from '../../../src/modules/trends/calibration.js';
import { groundConfidence } from '../../../src/modules/trends/ground-confidence.js';
import { listConcerns } from '../../../src/modules/trends/list-concerns.js';
import { isLive, isLiveReport } from '../../../src/modules/trends/live-concern.js';
import type { EndingSprint } from '../../../src/modules/trends/review-due.js';
import { WindowedMonitor } from '../../../src/modules/trends/relive/windowed-monitor.js';
import { toAlertConcern } from '../../../src/modules/trends/to-alert-concern.js';
import { addDays, METRICS, type MetricId } from '../../../src/metrics/index.js';

const LATEST_ROWS = 400;

type Sprint = SprintPlan & EndingSprint;

/** One invented patient as trends judges a real one: the same windows, the same detector, the same rules of what is news. */
export class WatchedPatient {
  private readonly monitor: WindowedMonitor;
  private readonly rows: DailyRow[] = [];
  private heardOn: string | null = null;
  /** The default budget, and nothing learned yet. */
  private readonly judgedBy = toJudgedBy([], []);

  constructor(
    private readonly patientId: string,
    private readonly firstDay: string,
    private readonly days: readonly PatientDay[],
    private readonly sprint: Sprint | null,
  ) {
    this.monitor = new WindowedMonitor(firstDay, (n) => days[n]!, this.judgedBy.calibration);
  }

  /** The next morning: what is to be said about the patient up to and with day number `n`? */
  judge(n: number): Concern[] {
    const today = addDays(this.firstDay, n);
    const changed = this.note(n, today);
    const now = new Date(`${addDays(today, 1)}T07:00:00Z`);
    const heardMs = this.heardOn === null ? null : Date.parse(`${addDays(this.heardOn, 1)}T00:00:00Z`);
    // A watch that is not worn is still heard of, through the phone; one that is not heard of is not.
    const notSynced = this.days[n]!.metrics.steps?.state === 'notSynced';
    const contactMs = notSynced ? heardMs : now.getTime();
    const sync = {
      newestMs: heardMs,
      contactMs,
      fileAt: null,
      receivedMs: heardMs,
      vendor: null,
      over: new Set<string>(),
      days: { newest: this.heardOn, contact: notSynced ? this.heardOn : today, lost: new Set<string>() },
    };
    const known = { today, settled: true, changed, held: {} };
    const { concerns, reachedGoals } = this.monitor.judge(n, this.sprint);
    const found = concerns.map((concern) => {
      const grounded = groundConfidence(concern, this.judgedBy);
      const live = isLive(grounded, this.rows, known);
      return toAlertConcern({ ...grounded, live }, { patientId: this.patientId, sync, now });
    });
    const { patientId } = this;
    const plan = this.sprint && this.sprint.startsOn <= today ? this.sprint : null;
    return listConcerns({ patientId, plan, today }, { found, totals: [], reachedGoals }, (metric) =>
      isLiveReport([metric], this.rows, known),
    );
  }

  private note(n: number, day: string) {
    const known = Object.entries(this.days[n]!.metrics).flatMap(([metric, sample]) =>
      sample.value === null
        ? []
        : [{ metric: metric as MetricId, value: sample.value, wearMinutes: sample.wearMinutes, wornFrom: null }],
    );
    for (const one of known)
      this.rows.push({ ...one, day, coverage: null, device: this.days[n]!.device, state: 'ok', late: false });
    this.rows.splice(0, Math.max(0, this.rows.length - LATEST_ROWS));
    if (known.some(({ metric }) => !METRICS[metric].selfReported)) this.heardOn = day;
    return known.map(({ metric }) => ({ metric, day, live: true }));
  }
}
