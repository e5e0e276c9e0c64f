import { PatientMonitor, type AlarmCalibration, type PatientDay, type SprintPlan } from '../../../detection/index.js';
import { addDays, daysBetween } from '../../../metrics/index.js';
import { windowStart } from '../patient-days.js';

/**
 * A patient followed from day to day as daily evaluations would: the window stands still for four weeks, then everything in
 * it is judged anew from a later day. Costs what one push costs, but where the window moves.
 */
export class WindowedMonitor {
  private monitor!: PatientMonitor;
  private from = '';
  private plan: SprintPlan | null = null;
  /** Days pushed since the window began to stand here. */
  private next = 0;

  /**
   * @param firstDay - of the whole history
   * @param dayAt - what is known today of the day with this number
   */
  constructor(
    private readonly firstDay: string,
    private readonly dayAt: (n: number) => PatientDay,
    private readonly calibration: AlarmCalibration,
  ) {}

  /** What deserves attention at the end of day number `n`? @param anew - what was known of earlier days has changed */
  judge(n: number, plan: SprintPlan | null, anew = false) {
    const from = windowStart(this.firstDay, addDays(this.firstDay, n));
    if (anew || from !== this.from || plan !== this.plan) this.begin(from, plan);
    for (; this.next <= n; this.next++) this.monitor.push(this.dayAt(this.next));
    return this.monitor.read();
  }

  private begin(from: string, plan: SprintPlan | null): void {
    [this.from, this.plan] = [from, plan];
    this.monitor = new PatientMonitor({ firstDay: from, sprint: plan }, { calibration: this.calibration });
    this.next = daysBetween(this.firstDay, from);
  }
}
