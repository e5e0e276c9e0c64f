import { entering, type Pipelined } from '../database/pipelined.js';
import type { Part, Statement } from '../database/statement.js';
import type { Role } from './caller.js';
import { FOLLOWED } from './followed-patients.js';
import type { Glass } from './glass.js';

/** What a member of a clinic has just now, beside the role. */
export interface Standing {
  /** The patient this person is, or looks after (the one granted last). What may be seen is decided elsewhere. */
  readonly patientId: string | null;
  /** The glasses this clinician has broken and whose hour is not over. Nobody else has any. */
  readonly glasses: readonly Glass[];
  /** The clinic asks its staff for a second factor, and this is one of them. */
  readonly wantsSecondFactor: boolean;
}

const OWN_PATIENT: Statement = { name: 'own-patient', text: 'SELECT id FROM patient WHERE person_id = $1' };
const GLASSES: Statement = {
  name: 'own-glasses',
  text: `SELECT id, patient_id AS "patientId", kind, reason FROM break_glass WHERE person_id = $1 AND ends_at > now() ORDER BY opened_at`,
};
const SECOND_FACTOR: Statement = {
  name: 'wants-second-factor',
  text: `SELECT settings ->> 'secondFactor' = 'required' AS wanted FROM clinic_setting`,
};

/** Asked on every request of every page, so it is one trip to the database. */
export async function readStanding(
  identity: Pipelined,
  clinicId: string,
  personId: string,
  role: Role,
): Promise<Standing> {
  const isStaff = role !== 'patient' && role !== 'caregiver';
  const ofPerson = (statement: Statement): Part => ({ statement, values: [personId] });
  const asked = isStaff
    ? [{ statement: SECOND_FACTOR, values: [] }, ...(role === 'clinician' ? [ofPerson(GLASSES)] : [])]
    : [ofPerson(role === 'patient' ? OWN_PATIENT : FOLLOWED)];
  const [, first, second] = await identity.together([entering(clinicId), ...asked]);
  const row = first?.rows[0];
  return {
    patientId: isStaff ? null : ((row?.['id'] as string | undefined) ?? null),
    glasses: (second?.rows ?? []) as unknown as Glass[],
    wantsSecondFactor: isStaff && row?.['wanted'] === true,
  };
}
