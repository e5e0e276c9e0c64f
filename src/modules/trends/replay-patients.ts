import { replayPatient, type AlarmCalibration, type PatientReplay, type Period } from '../../detection/index.js';
import { addDays } from '../../metrics/index.js';
import { consentGiven } from '../../platform/auth/consent-condition.js';
import { query, type Database } from '../../platform/database/database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { findPastDeteriorations, type PastAlert } from '../alerts/index.js';
import { isConsented } from '../consents/index.js';
import { findDailyValues, findFirstDay } from '../observations/index.js';
import { toPatientDays, windowStart } from './patient-days.js';

/** One patient's stored history judged again, and the alerts that were really raised. */
export interface ReplayedPatient {
  readonly replay: PatientReplay;
  readonly alerts: readonly PastAlert[];
}

export interface ReplayStep {
  /** Null without any value in time, and when the replay failed. */
  readonly patient: ReplayedPatient | null;
  readonly failed: boolean;
  readonly done: number;
  readonly of: number;
}

/** Everybody whose data may be looked at today. */
export function findReplayable(): Promise<{ id: string }[]> {
  return query<{ id: string }>(`SELECT p.id FROM patient p WHERE ${consentGiven('p.id', 'monitoring')} ORDER BY p.id`);
}

/**
 * Replays a clinic's patients one after the other, each in a transaction of its own: a long look holds nobody up.
 * Patients without any value in time are left out.
 *
 * The history before the period is as long as in daily evaluations. Those move their window every four weeks, a replay
 * does not: an onset may differ by a day.
 */
export async function* replayPatients(
  database: Database,
  clinicId: string,
  period: Period,
  calibrations: readonly [AlarmCalibration, ...AlarmCalibration[]],
): AsyncGenerator<ReplayStep> {
  const patients = await database.inClinic(clinicId, findReplayable);
  for (const [i, { id }] of patients.entries()) {
    const step = await database
      .inClinic(clinicId, () => readPatient(id, period, calibrations))
      .then((patient) => ({ patient, failed: false }), leaveOut);
    yield { ...step, done: i + 1, of: patients.length };
  }
}

/** One history that cannot be judged takes nobody else's away. */
function leaveOut(error: unknown) {
  logger.error(safeError(error), 'a patient could not be replayed');
  return { patient: null, failed: true };
}

async function readPatient(
  patientId: string,
  period: Period,
  calibrations: readonly [AlarmCalibration, ...AlarmCalibration[]],
): Promise<ReplayedPatient | null> {
  // Asked again: it may be long since the list was made.
  if (!(await isConsented(patientId, 'monitoring'))) return null;
  const first = await findFirstDay(patientId);
  if (first === null || first > period.to) return null;
  const firstDay = windowStart(first, period.from);
  const rows = await findDailyValues(patientId, firstDay, period.to);
  // The morning after: the last day of the period is over and counts.
  const today = addDays(period.to, 1);
  const days = toPatientDays({
    rows,
    firstDay,
    today,
    sync: { newest: null, contact: null, lost: new Set() },
    sprint: null,
  });
  return { replay: replayPatient(days, calibrations, period), alerts: await findPastDeteriorations(patientId) };
}
