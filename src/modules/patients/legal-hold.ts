/** SQL condition on a row `h` of `legal_hold`: it has neither been released nor run out. */
export const HOLD_IS_ACTIVE = 'h.released_at IS NULL AND (h.until IS NULL OR h.until >= current_date)';

/**
 * SQL condition: this patient of the clinic `$1`, or the record it was merged into, is under a legal hold. Whoever removes
 * anything asks it in the statement that removes.
 *
 * @param patientId - the column, with its table
 */
export const isUnderHold = (patientId: string): string =>
  `EXISTS (SELECT FROM legal_hold h WHERE h.clinic_id = $1 AND h.patient_id IN (${patientId},
    (SELECT r.merged_into FROM patient r WHERE r.clinic_id = $1 AND r.id = ${patientId})) AND ${HOLD_IS_ACTIVE})`;
