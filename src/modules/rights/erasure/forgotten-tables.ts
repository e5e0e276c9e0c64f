/** A table with something that hangs on the person who was the patient, and not on the patient. */
interface ForgottenTable {
  readonly table: string;
  /** SQL condition besides clinic and person. */
  readonly where?: string;
}

/**
 * What one clinic keeps of a person for themselves: on which devices and how they are told, what they allowed apps.
 * A test holds this list against the catalogue: a new table with a `person_id` belongs here or in `NOT_FORGOTTEN`.
 */
export const FORGOTTEN_TABLES: readonly ForgottenTable[] = [
  { table: 'push_subscription' },
  { table: 'notice_setting' },
  { table: 'told_setting' },
  // Those about an alert go with it; these are tests of a device, and that a question waited.
  { table: 'notice', where: 'alert_id IS NULL' },
  // Those about one patient only go with the patient.
  { table: 'app_grant' },
];

const OF_PATIENT = 'goes with the patient it is about';
const OF_STAFF = 'of people of the clinic only';
const PASSING = 'counts for seconds, and goes when others are made';

/** Tables with a person in them that this does not touch, and why. */
export const NOT_FORGOTTEN: Readonly<Record<string, string>> = {
  membership: 'that there was somebody, who is called "Erased" once no clinic knows them; it is over',
  delivery_cursor: 'how many items there were: a number',
  patient: OF_PATIENT,
  delivery: OF_PATIENT,
  delegation: 'what another patient let them see is in that record; their own goes with the patient',
  telling: OF_PATIENT,
  alert_event: OF_PATIENT,
  alert_person: OF_PATIENT,
  alert_suppression: OF_PATIENT,
  escalation_call: OF_PATIENT,
  visit_event: OF_PATIENT,
  care_team_member: OF_PATIENT,
  break_glass: OF_PATIENT,
  team_member: OF_STAFF,
  absence: OF_STAFF,
  rota_shift: OF_STAFF,
  saved_view: OF_STAFF,
  alert_viewer: PASSING,
  socket_ticket: PASSING,
};
