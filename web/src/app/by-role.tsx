import type { ComponentType, ReactNode } from 'react';
import { NotFound } from './not-found.js';
import { useSession } from './session.js';

interface Choices {
  /** Clinicians and coordinators. */
  clinic?: ComponentType;
  /** Patients and caregivers. */
  patient?: ComponentType;
  admin?: ComponentType;
}

/** One address, a page per role; a role without one is told so. The server refuses the data on its own. */
export function byRole({ clinic, patient, admin }: Choices): () => ReactNode {
  return function PageByRole() {
    const { role } = useSession();
    const Page = role === 'patient' || role === 'caregiver' ? patient : role === 'admin' ? admin : clinic;
    return Page ? <Page /> : <NotFound />;
  };
}
