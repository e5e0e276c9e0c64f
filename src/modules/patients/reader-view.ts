import { isPatientSide, type Principal } from '../../platform/auth/caller.js';
import { covers } from '../../platform/auth/policy.js';
import { forPatientSide, withoutJudgement } from './patient-side-view.js';
import type { toPatientDetail, toPatientSummary } from './patient-view.js';

type Detail = ReturnType<typeof toPatientDetail>;
type Summary = ReturnType<typeof toPatientSummary>;
type Reader = Pick<Principal, 'kind' | 'role' | 'scopes' | 'inPatient' | 'sharesFor'>;

/**
 * A patient as somebody reads of them in a list. Who may read who a patient is may not thereby read what is measured:
 * an admin, or a program that has the scope of patients alone, gets the name without it.
 */
export function forReader<T extends Summary>(view: T, reader: Reader): T {
  const seen = narrow(view, reader);
  // Of whom a follower may read the answers too, and with them the sprint, their own page asks.
  return reader.role === 'caregiver' ? { ...seen, sprint: null } : seen;
}

function narrow<T extends Summary>(view: T, reader: Reader): T {
  // No scope gives alerts, and administrators see them in figures of the clinic only.
  const seen = covers(reader, 'Alert', 'read', view.id) ? view : { ...view, openAlerts: null };
  const measured = mayMeasured(reader, view.id) ? seen : withoutMeasured(seen);
  return isPatientSide(reader) ? withoutJudgement(measured) : measured;
}

/** What of a patient a follower reads only with a category of its own; everybody else by role and scope. */
interface Granted {
  /** Pain, mood, questionnaires, and the goal of a sprint. */
  readonly answers: boolean;
  readonly consent: boolean;
}

/** The same on the patient's page. */
export function detailForReader(view: Detail, reader: Reader, granted: Granted): Detail {
  const seen = narrow(view, reader);
  const readable = {
    ...seen,
    devices: covers(reader, 'Source', 'read', view.id) ? seen.devices : [],
    consent: granted.consent && covers(reader, 'Consent', 'read', view.id) ? view.consent : null,
    // A sprint's goals have numbers, and say what hurts.
    nextSprint: mayMeasured(reader, view.id) ? seen.nextSprint : null,
  };
  return isPatientSide(reader) ? forPatientSide(readable, granted.answers) : readable;
}

const mayMeasured = (reader: Reader, patientId: string): boolean => covers(reader, 'Trend', 'read', patientId);

const withoutMeasured = <T extends Summary>(view: T): T => ({
  ...view,
  course: 'none',
  headline: null,
  lastDataAt: null,
  sprint: null,
});
