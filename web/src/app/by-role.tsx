import type { ComponentType, ReactNode } from 'react';
import { NotFound } from './not-found.js';
import { useSession } from './session.js';

interface Choices {
  /** Clinicians and coordinators. */
  clinic?: ComponentType;
  /** Patients and caregivers. */
  patient?: ComponentType;
  admin?: ComponentType;
  auditor?: ComponentType;
  /** A caregiver looks on; what is a patient's own is not theirs. */
  caregiver?: ComponentType;
}

/** One address, a page per role; a role without one is told so. The server refuses the data on its own. */
export function byRole({ clinic, patient, admin, auditor, caregiver = patient }: Choices): () => ReactNode {
  return function PageByRole() {
    const { role } = useSession();
    const pages = { clinician: clinic, coordinator: clinic, patient, caregiver, admin, auditor };
    const Page = pages[role];
    return Page ? <Page /> : <NotFound />;
  };
}
