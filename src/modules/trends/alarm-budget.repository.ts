import type { AlarmBudget, AlarmCurve, Period } from '../../detection/index.js';
import { currentClinic, query } from '../../platform/database/database.js';

export interface BudgetChange {
  readonly at: Date;
  readonly by: string;
  readonly from: AlarmBudget;
  readonly to: AlarmBudget;
}

/** Null: the clinic has never said, and the default holds. */
export async function findChosenBudget(): Promise<AlarmBudget | null> {
  const [row] = await query<{ budget: number }>('SELECT budget FROM alarm_budget ORDER BY id DESC LIMIT 1');
  return row?.budget ?? null;
}

/** When it was changed, from what and to what, oldest first. */
export function findBudgetHistory(): Promise<Omit<BudgetChange, 'by'>[]> {
  return query('SELECT changed_at AS at, previous AS from, budget AS to FROM alarm_budget ORDER BY id');
}

/** For people to read: the newest first. */
export function findBudgetChanges(): Promise<BudgetChange[]> {
  return query<BudgetChange>(
    `SELECT b.changed_at AS at, p.name AS by, b.previous AS from, b.budget AS to
     FROM alarm_budget b JOIN person p ON p.id = b.changed_by ORDER BY b.id DESC LIMIT 50`,
  );
}

export async function insertBudget(change: { budget: AlarmBudget; previous: AlarmBudget; by: string }): Promise<void> {
  await query('INSERT INTO alarm_budget (clinic_id, budget, previous, changed_by) VALUES ($1, $2, $3, $4)', [
    currentClinic(),
    change.budget,
    change.previous,
    change.by,
  ]);
}

/** By what a day is judged: kept for ever, and never changed. */
export interface CalibrationRow {
  readonly id: number;
  /** The first day it holds. */
  readonly effectiveOn: string;
  readonly budget: AlarmBudget;
  readonly threshold: number;
  readonly intercept: number;
  readonly slope: number;
  /** Alarms of this detector judged so far: what intercept and slope rest on. */
  readonly judged: number;
}

/** What it was learned from. Days are civil days, both inclusive. */
export interface Lesson {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly patients: number;
  readonly curve: AlarmCurve;
}

export type NewCalibration = Omit<CalibrationRow, 'id'> & { readonly detectorVersion: string; readonly lesson: Lesson };
export type LastCalibration = CalibrationRow & { readonly computedAt: Date; readonly lesson: Lesson };

const RULE = `id::int, effective_on::text AS "effectiveOn", budget, threshold, intercept, slope, judged`;

/** Everything in force on one of these days, oldest first. Thresholds of another detector say nothing about this one. */
export function findCalibrations(detectorVersion: string, { from, to }: Period): Promise<CalibrationRow[]> {
  return query<CalibrationRow>(
    `SELECT ${RULE} FROM alarm_calibration WHERE detector_version = $1 AND effective_on <= $3 AND effective_on >= coalesce(
       (SELECT max(effective_on) FROM alarm_calibration WHERE detector_version = $1 AND effective_on <= $2), '-infinity')
     ORDER BY effective_on, id`,
    [detectorVersion, from, to],
  );
}

/** The newest one, whether or not it holds yet. */
export async function findLastCalibration(detectorVersion: string): Promise<LastCalibration | undefined> {
  const [row] = await query<LastCalibration>(
    `SELECT ${RULE}, computed_at AS "computedAt", jsonb_build_object('firstDay', first_day, 'lastDay', last_day, 'patients', patients,
       'curve', jsonb_build_object('patientMonths', patient_months,
         'judged', jsonb_build_object('real', recent_real, 'refuted', recent_refuted), 'points', points)) AS lesson
     FROM alarm_calibration WHERE detector_version = $1 ORDER BY id DESC LIMIT 1`,
    [detectorVersion],
  );
  return row;
}

export async function insertCalibration(row: NewCalibration): Promise<void> {
  const { lesson } = row;
  await query(
    `INSERT INTO alarm_calibration (clinic_id, detector_version, effective_on, budget, threshold, intercept, slope,
       first_day, last_day, patients, patient_months, judged, recent_real, recent_refuted, points)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      currentClinic(),
      row.detectorVersion,
      row.effectiveOn,
      row.budget,
      row.threshold,
      row.intercept,
      row.slope,
      lesson.firstDay,
      lesson.lastDay,
      lesson.patients,
      lesson.curve.patientMonths,
      row.judged,
      lesson.curve.judged.real,
      lesson.curve.judged.refuted,
      JSON.stringify(lesson.curve.points),
    ],
  );
}

/** Budget and calibration of a clinic change one at a time. Until the transaction ends. */
export async function lockCalibration(): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731005, hashtext($1))', [currentClinic()]);
}
