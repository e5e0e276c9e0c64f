/** What counts as one kind of thing to people: `numbers`, `record` … */
export type ErasedKind = 'numbers' | 'uploads' | 'alerts' | 'visits' | 'plan' | 'record' | 'people' | 'rights';

export interface ErasedTable {
  readonly table: string;
  readonly kind: ErasedKind;
  /** SQL condition on the table; $1 is the clinic, $2 the patient. */
  readonly where: string;
}

/** Records that were merged into this one are the same person's, and go with it. */
const RECORDS = 'SELECT r.id FROM patient r WHERE r.clinic_id = $1 AND (r.id = $2 OR r.merged_into = $2)';
const own = `clinic_id = $1 AND patient_id IN (${RECORDS})`;
const of = (column: string, parent: string) =>
  `clinic_id = $1 AND ${column} IN (SELECT id FROM ${parent} WHERE ${own})`;
/**
 * Referrals that nobody has joined to the patient (open, or declined): of the same birth day, and the same name or mail.
 * No key leads there, and a person who is to be forgotten is forgotten there as well.
 */
const referred = `clinic_id = $1 AND (patient_id IN (${RECORDS}) OR (patient_id IS NULL AND EXISTS (
  SELECT 1 FROM patient p WHERE p.clinic_id = $1 AND (p.id = $2 OR p.merged_into = $2) AND p.birth_date = referral.birth_date
    AND ((lower(p.given_name), lower(p.family_name)) = (lower(referral.given_name), lower(referral.family_name))
      OR lower(p.email) = lower(referral.email)))))`;
const table = (name: string, kind: ErasedKind, where = own): ErasedTable => ({ table: name, kind, where });

/**
 * Everything about one patient, children before parents. Observations, the largest by far, go before these and have
 * their own file. A test holds this list against the catalogue: a new table about patients belongs here or in `KEPT`.
 */
export const ERASED_TABLES: readonly ErasedTable[] = [
  table('source_priority', 'numbers'),
  table('source_contact', 'numbers'),
  table('source_silence', 'numbers'),
  table('recompute', 'numbers'),
  table('zone_move', 'numbers'),
  table('told_reading', 'numbers'),
  table('told_hour', 'numbers'),
  table('hourly_value', 'numbers'),
  table('closed_period', 'numbers'),
  table('retention_progress', 'numbers'),
  table('daily_value', 'numbers'),
  table('series', 'numbers'),
  table('source', 'numbers'),
  table('trend', 'numbers'),
  table('raw_payload', 'uploads'),
  table('upload_reading', 'uploads'),
  table('upload', 'uploads'),
  table('visit_event', 'visits', of('visit_id', 'visit')),
  table('visit', 'visits'),
  table('alert_event', 'alerts', of('alert_id', 'alert')),
  table('telling', 'alerts', of('alert_id', 'alert')),
  table('notice', 'alerts', of('alert_id', 'alert')),
  table('escalation_step', 'alerts', of('alert_id', 'alert')),
  table('escalation_call', 'alerts', of('alert_id', 'alert')),
  table('alert_person', 'alerts', of('alert_id', 'alert')),
  table('alert_suppression', 'alerts'),
  table('back_test_item', 'alerts'),
  table('back_test', 'alerts'),
  table('alert_rule', 'alerts'),
  table('alert', 'alerts'),
  table('delivery', 'alerts'),
  table('sprint_metric', 'plan', of('sprint_id', 'sprint')),
  table('sprint', 'plan'),
  table('sprint_before', 'plan'),
  table('record', 'record'),
  table('app_grant', 'people'),
  table('correction', 'rights'),
  table('export_chunk', 'rights', of('export_id', 'patient_export')),
  table('export_file', 'rights', of('export_id', 'patient_export')),
  table('patient_export', 'rights'),
  table('care_team_member', 'people'),
  table('delegation', 'people'),
  table('invitation', 'people'),
  table('patient_identifier', 'people'),
  table('patient_time_zone', 'people'),
  table('break_glass', 'people'),
  table('consent', 'people'),
  table('referral', 'people', referred),
  table('patient_transfer', 'people'),
  table('patient_merge', 'people', `clinic_id = $1 AND (survivor_id IN (${RECORDS}) OR duplicate_id IN (${RECORDS}))`),
  table('patient', 'people', 'clinic_id = $1 AND merged_into = $2'),
  table('patient', 'people', 'clinic_id = $1 AND id = $2'),
];

/** Tables about patients that an erasure leaves, and why. */
export const KEPT: Readonly<Record<string, string>> = {
  audit_event: 'who did what must stay provable; it holds ids, which say nothing once the patient is gone',
  audit_patient: 'an index of the audit',
  erasure: 'the dated marker that somebody was erased',
  legal_hold: 'who had held it, why and until when',
  due_day: 'a queue: what is in it finds nobody any more, and goes',
};
