import { PageBar } from '../app/page.js';
import { useSession } from '../app/session.js';
import { sayOnPage } from '../words/index.js';
import { CorrectionRequests } from './correction-requests.js';
import { ErasureRequests } from './erasure-requests.js';
import { RetentionForm } from './retention-form.js';
import './requests.css';

/** What patients have asked for. The team answers corrections; deletions need the clinic. */
export function RequestsPage() {
  const { role, clinic } = useSession();
  return (
    <>
      <PageBar title={sayOnPage('requests.title')} aside={clinic.name} />
      <div className="requests">
        {role !== 'admin' && <CorrectionRequests />}
        {role !== 'clinician' && <ErasureRequests />}
        {role !== 'clinician' && <RetentionForm mayChange={role === 'admin'} />}
      </div>
    </>
  );
}
