import { METRICS, type MetricId } from '../../metrics/index.js';
import { query } from '../database/database.js';
import { notFound } from '../http/domain-error.js';
import type { Caller } from './caller.js';
import { consentGiven, delegationLive } from './consent-condition.js';
import { glassesOf } from './glass.js';
import { refuseWriteToMerged } from './merged-patient.js';
import { CATEGORY_OF } from './policy.js';
import { UUID } from './uuid.js';

/**
 * SQL condition that keeps a query within the caller's reach. `column` names the patient id in that query; parameters
 * are numbered from `next`. Every search applies it in every place where patient rows join in.
 */
export function patientFilter(
  caller: Caller,
  column: string,
  next: number,
): { sql: string; parameters: (string | null)[] } {
  switch (caller.reach) {
    case 'clinic':
      return { sql: 'true', parameters: [] };
    case 'own':
      return { sql: `${column} = $${next}`, parameters: [caller.patientId] };
    case 'team': {
      const team = `EXISTS (SELECT 1 FROM care_team_now reach WHERE reach.patient_id = ${column} AND reach.person_id = $${next})`;
      const opened = glassesOf(caller).map(({ patientId }) => patientId);
      return opened.length === 0
        ? { sql: team, parameters: [caller.personId] }
        : {
            sql: `(${team} OR ${column} = ANY($${next + 1}::uuid[]))`,
            parameters: [caller.personId, `{${opened.join(',')}}`],
          };
    }
    case 'shared':
      return { sql: caller.sharesFor ? consentGiven(column, caller.sharesFor) : 'false', parameters: [] };
    case 'delegated': {
      const granted = `EXISTS (SELECT 1 FROM delegation reach WHERE reach.patient_id = ${column} AND reach.person_id = $${next}
          AND $${next + 1} = ANY(reach.categories) AND ${delegationLive('reach')})`;
      // No category: null, which no list holds.
      const parameters = [caller.personId, CATEGORY_OF[caller.type] ?? null];
      return caller.onlyPatientId === undefined
        ? { sql: granted, parameters }
        : { sql: `(${granted} AND ${column} = $${next + 2})`, parameters: [...parameters, caller.onlyPatientId] };
    }
  }
}

/**
 * The same for rows of `patient` themselves. A record that was merged keeps the care team, followers and answers of then;
 * whoever has lost the one it became, or was refused there, must not find its remains under the old id.
 *
 * @param p - alias of `patient`
 */
export function patientRecordFilter(caller: Caller, p: string, next: number): ReturnType<typeof patientFilter> {
  const { sql, parameters } = patientFilter(caller, `${p}.id`, next);
  const living = patientFilter(caller, `${p}.merged_into`, next);
  return { sql: `(${sql} AND (${p}.merged_into IS NULL OR ${living.sql}))`, parameters };
}

/**
 * The wall in front of one patient. What the caller may not see does not exist for it.
 *
 * @throws DomainError NOT_FOUND when the patient is absent, of another clinic, or out of reach: the same answer for all;
 * PATIENT_MERGED when the act is more than reading and the record was merged into another one
 */
export async function reachPatient(caller: Caller, asked: string): Promise<void> {
  // As the database writes it: the audit finds the reason of a broken glass by comparing ids.
  const patientId = asked.toLowerCase();
  if (!(await canReach(caller, patientId))) {
    if (UUID.test(patientId)) caller.act.wantedPatientId = patientId;
    throw notFound('patient');
  }
  caller.act.patientId = patientId;
  await refuseWriteToMerged(caller.interaction, patientId);
}

export async function canReach(caller: Caller, patientId: string): Promise<boolean> {
  if (!UUID.test(patientId)) return false;
  const filter = patientRecordFilter(caller, 'p', 2);
  const rows = await query(`SELECT 1 FROM patient p WHERE p.id = $1 AND ${filter.sql}`, [
    patientId,
    ...filter.parameters,
  ]);
  return rows.length === 1;
}

/** A follower reads what somebody answered with the category of answers, also where it is served as a record. */
export const asSubject = (caller: Caller, recordType: string | undefined): Caller =>
  recordType === 'QuestionnaireResponse' ? { ...caller, type: 'Response' } : caller;

/**
 * May the caller read what this patient answered? Whoever reaches the patient may, but a follower only with the category of
 * answers: pain, mood and questionnaires are answers also where they stand among the numbers.
 */
export const maySeeAnswers = (caller: Caller, patientId: string): Promise<boolean> =>
  isGrantedToo(caller, patientId, 'Response');

/** The same for what the patient agreed to, where it stands among other things: a follower with the category of notes. */
export const maySeeConsent = (caller: Caller, patientId: string): Promise<boolean> =>
  isGrantedToo(caller, patientId, 'Consent');

async function isGrantedToo(caller: Caller, patientId: string, type: Caller['type']): Promise<boolean> {
  return caller.reach !== 'delegated' || canReach({ ...caller, type }, patientId);
}

/** The wall in front of one metric of one patient. @throws DomainError NOT_FOUND, as `reachPatient` does */
export async function reachMetric(caller: Caller, patientId: string, metric: MetricId): Promise<void> {
  await reachPatient(caller, patientId);
  if (METRICS[metric].selfReported && !(await maySeeAnswers(caller, patientId)))
    throw notFound('metric of this patient');
}

export { UUID };
