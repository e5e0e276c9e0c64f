import type { DaySample, PatientDay } from '../../../detection/index.js';
import { addDays, daysBetween, isOnlyShown, METRICS, type MetricId } from '../../../metrics/index.js';
import type { DailyRow } from '../../observations/index.js';
import type { Sync } from '../find-sync.js';
import { findLostDays } from '../lost-days.js';
import { isRecalled, stateOfMissing } from '../patient-days.js';
import { settleDevices } from '../settle-devices.js';
import type { Life } from './life.repository.js';

/** The days of a life, as far as they have been heard of. */
export class PastDays {
  private readonly byDay: ReadonlyMap<string, readonly DailyRow[]>;
  private readonly metrics: readonly MetricId[];
  private readonly lost: ReadonlySet<string>;
  /** Days on which a device said something, oldest first. */
  private readonly heardOn: readonly string[];
  private readonly measured: readonly Measured[];
  private heard = 0;

  constructor(private readonly life: Life) {
    const { rows } = life;
    this.byDay = Map.groupBy(rows, (row) => row.day);
    this.lost = findLostDays(life.silences);
    this.metrics = [...new Set(rows.map((row) => row.metric))].filter((metric) => !isOnlyShown(metric));
    this.heardOn = [...new Set(rows.filter((row) => !METRICS[row.metric].selfReported).map((row) => row.day))];
    const isMeasured = (metric: MetricId) => !METRICS[metric].selfReported;
    this.measured = this.metrics.filter(isMeasured).map((metric) => new Measured(metric, rows));
  }

  rowsOn(day: string): readonly DailyRow[] {
    return this.byDay.get(day) ?? [];
  }

  /**
   * @returns whether what is known of earlier days is another now: a silence has ended, so that what is missing was not
   *   worn; or another device has spoken often enough to be the one
   */
  hearUntil(day: string): boolean {
    const before = this.newest();
    while (this.heard < this.heardOn.length && this.heardOn[this.heard]! <= day) this.heard++;
    const silenceEnded = before !== null && this.newest() === day && daysBetween(before, day) > 1;
    const switched = this.measured.map((one) => one.hearUntil(day));
    return switched.includes(true) || silenceEnded;
  }

  syncOn(day: string): Sync {
    const newest = this.newest();
    const newestMs = newest === null ? null : Date.parse(`${addDays(newest, 1)}T00:00:00Z`);
    const over = findLostDays(this.life.silences.filter(({ toDay, isOpen }) => !isOpen && toDay <= day));
    const days = { newest, contact: newest && day, lost: this.lost };
    return { newestMs, contactMs: null, fileAt: null, receivedMs: null, vendor: null, over, days };
  }

  dayAt(n: number): PatientDay {
    const day = addDays(this.life.firstDay, n);
    const metrics: Partial<Record<MetricId, DaySample>> = {};
    for (const metric of this.metrics) metrics[metric] = this.missing(metric, day);
    for (const { metric, value, wearMinutes, state, late } of this.rowsOn(day))
      if (!isOnlyShown(metric))
        metrics[metric] = { value, wearMinutes, state: isRecalled({ metric, late }) ? 'partial' : state };
    for (const one of this.measured) metrics[one.metric] = { ...metrics[one.metric]!, device: one.deviceOn(day) };
    return { metrics, device: metrics.steps?.device ?? null };
  }

  private newest(): string | null {
    return this.heardOn[this.heard - 1] ?? null;
  }

  private missing(metric: MetricId, day: string): DaySample {
    const state = stateOfMissing(metric, day, { newest: this.newest(), contact: null, lost: this.lost });
    return { value: null, wearMinutes: null, state: state === 'stalled' ? 'notSynced' : state };
  }
}

/** Whose the days of one metric were, as it could be known when they were over. */
class Measured {
  private readonly rows: readonly DailyRow[];
  private readonly at: ReadonlyMap<string, number>;
  private heard = 0;
  private devices: readonly (string | null)[] = [];

  constructor(
    readonly metric: MetricId,
    rows: readonly DailyRow[],
  ) {
    this.rows = rows.filter((row) => row.metric === metric);
    this.at = new Map(this.rows.map((row, i) => [row.day, i]));
  }

  deviceOn(day: string): string | null {
    const at = this.at.get(day);
    return at === undefined ? null : (this.devices[at] ?? null);
  }

  /** @returns whether earlier days are of another device now */
  hearUntil(day: string): boolean {
    while (this.heard < this.rows.length && this.rows[this.heard]!.day <= day) this.heard++;
    const settled = settleDevices(this.rows.slice(0, this.heard).map((row) => row.device));
    const isOther = this.devices.some((device, i) => settled[i] !== device);
    this.devices = settled;
    return isOther;
  }
}
