import { useQuery } from '@tanstack/react-query';
import { consentsQuery } from '../api/queries.js';
import { useTitle } from '../app/page.js';
import { useSession } from '../app/session.js';
import { ConsentCard } from '../consents/consent-card.js';
import { Empty, Failed, Loading } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** Every question the clinic asks, with the patient's answer. A caregiver does not answer for somebody else. */
export function PatientConsents() {
  const { patientId, role, clinic } = useSession();
  const isOwn = role === 'patient' && patientId !== null;
  const consents = useQuery({ ...consentsQuery(patientId ?? ''), enabled: isOwn });
  useTitle(sayOnPage('consent.title'));
  return (
    <div className="consents">
      <h1 className="greet">{sayOnPage('consent.title')}</h1>
      {!isOwn && <Empty title={sayOnPage('consent.caregiver')} />}
      {isOwn && <p className="dim">{sayOnPage('consent.lead')}</p>}
      {isOwn && !consents.data && !consents.error && <Loading rows={4} height={120} />}
      {consents.error && !consents.data && (
        <Failed part={sayOnPage('consent.part')} error={consents.error} retry={() => void consents.refetch()} />
      )}
      {patientId &&
        consents.data?.items.map((view) => (
          <ConsentCard key={view.purpose} patientId={patientId} view={view} zone={clinic.timeZone} />
        ))}
    </div>
  );
}
