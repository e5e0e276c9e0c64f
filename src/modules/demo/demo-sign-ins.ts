import {
  ADMIN,
  CLINICIANS,
  COORDINATOR,
  DEMO_PASSWORD,
  PATIENT_SIGN_IN,
  patientEmail,
  PATIENTS,
} from './demo-people.js';

/** Whom to try the demo as, most telling first. */
export function signIns(): { label: string; email: string; password: string }[] {
  const patient = PATIENTS.find(({ key }) => key === PATIENT_SIGN_IN)!;
  const people = [
    { label: `${COORDINATOR.name}, nurse coordinator: sees the whole clinic`, email: COORDINATOR.email },
    { label: `${CLINICIANS[0]!.name}, pain physician: sees the patients of the team`, email: CLINICIANS[0]!.email },
    { label: `${CLINICIANS[1]!.name}, physical therapist`, email: CLINICIANS[1]!.email },
    { label: `${patient.givenName} ${patient.familyName}, patient`, email: patientEmail(patient) },
    { label: `${ADMIN.name}, clinic admin: team and invitations`, email: ADMIN.email },
  ];
  return people.map((person) => ({ ...person, password: DEMO_PASSWORD }));
}
