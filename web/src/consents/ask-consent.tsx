import { useQuery } from '@tanstack/react-query';
import { consentsQuery } from '../api/queries.js';
import type { ConsentPurpose } from '../api/types.js';
import { Dialog, Failed, Loading } from '../ui/index.js';
import { askFirstWords, sayOnPage } from '../words/index.js';
import { ConsentCard } from './consent-card.js';

/** Asks one question where its answer is needed, and goes on once it is yes. */
export function AskConsent(props: {
  patientId: string;
  purpose: ConsentPurpose;
  zone: string;
  opened: boolean;
  onClose: () => void;
  onAgreed: () => void;
}) {
  const { patientId, purpose, zone, opened, onClose, onAgreed } = props;
  const consents = useQuery({ ...consentsQuery(patientId), enabled: opened });
  const view = consents.data?.items.find((item) => item.purpose === purpose);
  return (
    <Dialog title={askFirstWords(purpose)} opened={opened} onClose={onClose}>
      {view && (
        <ConsentCard
          patientId={patientId}
          view={view}
          zone={zone}
          onAnswer={(status) => (status === 'given' ? onAgreed() : onClose())}
        />
      )}
      {!view && !consents.error && <Loading rows={3} />}
      {consents.error && <Failed part={sayOnPage('consent.part')} error={consents.error} />}
    </Dialog>
  );
}
