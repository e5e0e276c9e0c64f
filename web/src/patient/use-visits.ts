import { useQuery } from '@tanstack/react-query';
import { visitsQuery } from '../api/queries.js';
import { useSession } from '../app/session.js';

/**
 * The visits of this patient. A caregiver asks for all visits within reach: to one who was not given any, the list is
 * empty, where a question about the patient would be refused.
 */
export function useVisitsOf(patientId: string | null) {
  const { role } = useSession();
  const found = useQuery({
    ...visitsQuery(role === 'caregiver' ? {} : { patientId: patientId ?? '' }),
    enabled: patientId !== null,
  });
  const items = found.data?.items.filter((visit) => visit.patient.id === patientId);
  return { ...found, items };
}
