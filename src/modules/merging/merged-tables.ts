/** Tables whose rows go over to the other patient, by the column that names a row. All of them have `patient_id`. */
export const MOVED = {
  source: 'id',
  series: 'id',
  source_contact: 'source_id',
  source_silence: 'source_id',
  raw_payload: 'id',
  upload: 'id',
  upload_reading: 'n',
  alert: 'id',
  visit: 'id',
  sprint: 'id',
  record: 'id',
  invitation: 'id',
  correction: 'id',
  legal_hold: 'id',
  app_grant: 'id',
} as const;
export type MovedTable = keyof typeof MOVED;

/** Tables that a merge adds to, each in its own way: see `merging.repository.ts`. */
export const JOINED = ['patient_identifier', 'care_team_member', 'delegation'] as const;

/** Tables whose rows stay where they are, and why that is right. A new table with patients must be in one of the three. */
export const STAYS: Readonly<Record<string, string>> = {
  audit_event: 'who did what to which record is never rewritten; whoever reads about the one reads about both',
  audit_patient: 'an index of the audit',
  consent:
    'what was agreed to for one record is not agreed to for the other: the surviving record’s consent counts, and a No of either',
  break_glass: 'who opened which record, and why, stands with the record that was opened',
  patient_time_zone: 'the surviving record says where the person was',
  source_priority: 'the surviving record says whose word counts first',
  daily_value: 'added up anew from the observations, for both',
  hourly_value: 'added up anew from the observations, for both',
  recompute: 'work that is under way',
  zone_move: 'work that is under way',
  told_reading: 'what a vendor calls the readings of the record it was told for; a merge that is undone finds it again',
  told_hour: 'as told_reading, for names that are times on the wall',
  due_day: 'work that is under way',
  trend: 'judged anew',
  sprint_before:
    'what a sprint was before it was changed stands with the record it was changed in, and is read with its sprint, which moves',
  closed_period: 'a month that retention has closed stands as it was added up, for the record it was closed for',
  retention_progress: 'looked at anew for both, because what has moved may be old',
  alert_suppression: 'what was held back about this record, and why; the surviving one is judged anew',
  alert_rule: 'the surviving record’s rules count',
  back_test: 'what was tried about this record; a test is looked at before a decision, and soon gone',
  back_test_item: 'what was tried about this record; a test is looked at before a decision, and soon gone',
  delivery: 'news that was told; it is opened by the id of its alert or visit, which moves',
  referral: 'how this record came to be',
  patient_transfer: 'an offer is about the record it was made for',
  patient_export:
    'a copy was made of the record it was asked for; it lies there until it runs out, or the merge ends during which it was made',
  erasure: 'an open one stands in the way of a merge; one that is over is a dated marker',
};
