import {
  DETECTOR_VERSION,
  findMedian,
  MONTH_DAYS,
  type AlarmBudget,
  type AlarmCalibration,
  type Opening,
  type Period,
} from '../../detection/index.js';
import { daysBetween } from '../../metrics/index.js';
import { judgeOutcome } from '../alerts/index.js';
import { matchAlert } from './match-alert.js';
import type { ReplayedPatient } from './replay-patients.js';

/** By what a replay judges. */
export interface ReplayRule {
  readonly calibration: AlarmCalibration;
  /** As it was: each day by what was in force. learned: the clinic's threshold for a budget. detector: nobody has learned yet. */
  readonly from: 'as-it-was' | 'learned' | 'detector';
  readonly budget: AlarmBudget;
}

/** What this rule would have made of alerts that were really raised. Within a day counts as the same. */
export interface Fate {
  readonly alerts: number;
  readonly earlier: number;
  readonly same: number;
  readonly later: number;
  readonly never: number;
  /** Of those found at all; positive = earlier. */
  readonly medianDaysEarlier: number | null;
}

/** Counts and medians only: nothing in it is about one person. */
export interface ReplayReport {
  readonly from: string;
  readonly to: string;
  readonly detectorVersion: string;
  readonly budgetPerPatientMonth: AlarmBudget;
  readonly thresholdFrom: ReplayRule['from'];
  /** On the last day. */
  readonly threshold: number;
  readonly patients: number;
  readonly patientMonths: number;
  readonly notifications: number;
  readonly notificationsPerPatientMonth: number | null;
  readonly notificationsByDomain: Readonly<Record<Opening['domain'], number>>;
  readonly improvements: number;
  /** From the day a deterioration most likely began to the day it would have been told. */
  readonly medianLeadDays: number | null;
  readonly realAlerts: Fate;
  readonly falseAlerts: Fate;
  readonly unjudgedAlerts: Fate;
}

const KINDS = ['real', 'false', 'unjudged'] as const;
type Kind = (typeof KINDS)[number];

/** Adds up a replay by one rule, one patient at a time. */
export class ReportBuilder {
  private patients = 0;
  private watchedDays = 0;
  private improvements = 0;
  private readonly byDomain = { activity: 0, sleep: 0, pain: 0 };
  private readonly leadDays: number[] = [];
  /** Days that each alert would have come earlier; null = never. */
  private readonly fates: Record<Kind, (number | null)[]> = { real: [], false: [], unjudged: [] };

  constructor(
    private readonly period: Period,
    private readonly rule: ReplayRule,
  ) {}

  add({ replay, alerts }: ReplayedPatient): void {
    const all = replay.openings[0]!;
    const worse = all.filter((o) => o.direction === 'worse');
    this.patients += Number(replay.watchedDays > 0);
    this.watchedDays += replay.watchedDays;
    for (const opening of all.filter((o) => o.raisedOn >= this.period.from)) this.count(opening);
    for (const alert of alerts.filter((a) => a.raisedOn >= this.period.from && a.raisedOn <= this.period.to)) {
      const found = worse.find((opening) => matchAlert(opening, [alert]));
      const kind = judgeOutcome(alert.outcome) ?? 'unjudged';
      this.fates[kind].push(found ? daysBetween(found.raisedOn, alert.raisedOn) : null);
    }
  }

  private count({ direction, domain, onset, raisedOn }: Opening): void {
    if (direction === 'better') {
      this.improvements++;
      return;
    }
    this.byDomain[domain]++;
    this.leadDays.push(daysBetween(onset, raisedOn));
  }

  finish(): ReplayReport {
    const { budget, from, calibration } = this.rule;
    const notifications = this.leadDays.length;
    const patientMonths = this.watchedDays / MONTH_DAYS;
    return {
      ...this.period,
      detectorVersion: DETECTOR_VERSION,
      budgetPerPatientMonth: budget,
      thresholdFrom: from,
      threshold: calibration.changes?.at(-1)?.threshold ?? calibration.threshold,
      patients: this.patients,
      patientMonths,
      notifications,
      notificationsPerPatientMonth: patientMonths > 0 ? notifications / patientMonths : null,
      notificationsByDomain: this.byDomain,
      improvements: this.improvements,
      medianLeadDays: findMedian(this.leadDays),
      realAlerts: toFate(this.fates.real),
      falseAlerts: toFate(this.fates.false),
      unjudgedAlerts: toFate(this.fates.unjudged),
    };
  }
}

const SAME_DAYS = 1;

function toFate(daysEarlier: readonly (number | null)[]): Fate {
  const found = daysEarlier.filter((d) => d !== null);
  return {
    alerts: daysEarlier.length,
    earlier: found.filter((d) => d > SAME_DAYS).length,
    same: found.filter((d) => Math.abs(d) <= SAME_DAYS).length,
    later: found.filter((d) => d < -SAME_DAYS).length,
    never: daysEarlier.length - found.length,
    medianDaysEarlier: findMedian(found),
  };
}
