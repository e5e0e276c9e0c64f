import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError } from '../../api/client.js';
import { consentsQuery } from '../../api/queries.js';
import { AskConsent } from '../../consents/ask-consent.js';

/** For what needs the patient's consent to sharing: asks for it first where it is missing, then goes on. */
export function useSharingFirst(patientId: string, zone: string) {
  const [asking, setAsking] = useState(false);
  const consents = useQuery(consentsQuery(patientId));
  const sharing = consents.data?.items.find(({ purpose }) => purpose === 'share-caregiver');
  return {
    begin: (run: () => void) => {
      if (sharing && sharing.status !== 'given') setAsking(true);
      else run();
    },
    /** The server found it missing. */
    refused: (error: Error) => {
      if (isConsentNeeded(error)) setAsking(true);
    },
    question: (run: () => void): ReactNode => (
      <AskConsent
        patientId={patientId}
        purpose="share-caregiver"
        zone={zone}
        opened={asking}
        onClose={() => setAsking(false)}
        onAgreed={() => {
          setAsking(false);
          run();
        }}
      />
    ),
  };
}

export const isConsentNeeded = (error: Error | null): boolean =>
  error instanceof ApiError && error.code === 'CONSENT_NEEDED';
