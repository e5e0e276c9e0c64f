import { useQuery } from '@tanstack/react-query';
import { patientQuery } from '../api/queries.js';
import { Failed, Loading } from '../ui/index.js';
import { identityWords, sayOnPage } from '../words/index.js';

/** As whom the clinic knows this person: whoever reads a slip here asks for it to be corrected, below. */
export function MyIdentity({ patientId }: { patientId: string }) {
  // Read anew, however lately it was read for another page: whoever comes here looks whether it was corrected.
  const patient = useQuery({ ...patientQuery(patientId), refetchOnMount: 'always' });
  return (
    <section className="sec mydata" aria-labelledby="identity-title">
      <h2 id="identity-title">{sayOnPage('identity.mine')}</h2>
      {patient.error && !patient.data && (
        <Failed part={sayOnPage('identity.mine')} error={patient.error} retry={() => void patient.refetch()} />
      )}
      {patient.isPending && <Loading rows={1} height={24} />}
      {patient.data && <p className="wraps">{identityWords(patient.data)}</p>}
    </section>
  );
}
