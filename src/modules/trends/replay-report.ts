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
import { findInForce } from './calibration.js';
import { isFused, matchOpening } from './match-alert.js';
import type { ReplayedPatient } from './replay-patients.js';

/** By what a replay judges. */
export interface ReplayRule {
  readonly calibration: AlarmCalibration;
  /** As it was: each day by what was in force. learned: the clinic's threshold for a budget. detector: nobody has learned yet. */
  readonly from: 'as-it-was' | 'learned' | 'detector';
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
  /** Those in force in these days, in their order. */
  readonly budgetsPerPatientMonth: readonly AlarmBudget[];
  readonly thresholdFrom: ReplayRule['from'];
  /** On the last day. */
  readonly threshold: number;
  readonly patients: number;
  /** Patients whose history could not be judged; none of their days and alerts is counted. */
  readonly leftOut: number;
  readonly patientMonths: number;
  readonly notifications: number;
  readonly notificationsPerPatientMonth: number | null;
  readonly notificationsByDomain: Readonly<Record<Opening['domain'], number>>;
  readonly improvements: number;
  /** From the day a deterioration most likely began to the day it would have been told. */
  readonly medianDaysUntilTold: number | null;
  readonly realAlerts: Fate;
  readonly falseAlerts: Fate;
  readonly unjudgedAlerts: Fate;
  /** About questionnaires, which a replay does not look at. */
  readonly otherAlerts: number;
}

const KINDS = ['real', 'false', 'unjudged'] as const;
type Kind = (typeof KINDS)[number];

/** Adds up a replay by one rule, one patient at a time. */
export class ReportBuilder {
  private patients = 0;
  private leftOut = 0;
  private watchedDays = 0;
  private improvements = 0;
  private otherAlerts = 0;
  private readonly byDomain = { activity: 0, sleep: 0, pain: 0 };
  private readonly untilTold: number[] = [];
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
      if (!isFused(alert)) {
        this.otherAlerts++;
        continue;
      }
      const found = matchOpening(alert, worse);
      const kind = judgeOutcome(alert.outcome) ?? 'unjudged';
      this.fates[kind].push(found ? daysBetween(found.raisedOn, alert.raisedOn) : null);
    }
  }

  leaveOut(): void {
    this.leftOut++;
  }

  private count({ direction, domain, onset, raisedOn }: Opening): void {
    if (direction === 'better') {
      this.improvements++;
      return;
    }
    this.byDomain[domain]++;
    this.untilTold.push(daysBetween(onset, raisedOn));
  }

  finish(): ReplayReport {
    const { from, calibration } = this.rule;
    const inForce = findInForce(calibration, this.period);
    const notifications = this.untilTold.length;
    const patientMonths = this.watchedDays / MONTH_DAYS;
    return {
      ...this.period,
      detectorVersion: DETECTOR_VERSION,
      budgetsPerPatientMonth: inForce.map(({ budget }) => budget).filter((b, i, all) => b !== all[i - 1]),
      thresholdFrom: from,
      threshold: inForce.at(-1)!.threshold,
      patients: this.patients,
      leftOut: this.leftOut,
      patientMonths,
      notifications,
      notificationsPerPatientMonth: patientMonths > 0 ? notifications / patientMonths : null,
      notificationsByDomain: this.byDomain,
      improvements: this.improvements,
      medianDaysUntilTold: findMedian(this.untilTold),
      realAlerts: toFate(this.fates.real),
      falseAlerts: toFate(this.fates.false),
      unjudgedAlerts: toFate(this.fates.unjudged),
      otherAlerts: this.otherAlerts,
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
