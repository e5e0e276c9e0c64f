import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError } from '../api/client.js';
import { visitQuery } from '../api/queries.js';
import { isPatientSide, useSession } from '../app/session.js';
import { Empty, Failed, LinkButton, Loading } from '../ui/index.js';
import { ClinicVisit } from './clinic-visit.js';
import { PatientVisit } from './patient-visit.js';

const route = getRouteApi('/in/visits/$visitId');

/** One visit, from either side. Read again now and then while it is open, should the live line be down. */
export function VisitPage() {
  const { visitId } = route.useParams();
  const session = useSession();
  const visit = useQuery({
    ...visitQuery(visitId),
    refetchInterval: ({ state }) =>
      state.data?.state === 'ended' || state.data?.state === 'cancelled' ? false : 10_000,
  });
  if (visit.data) {
    return isPatientSide(session) ? (
      <PatientVisit key={visitId} visit={visit.data} />
    ) : (
      <ClinicVisit key={visitId} visit={visit.data} />
    );
  }
  if (visit.error instanceof ApiError && visit.error.status === 404) {
    return (
      <Empty title="There is no such visit.">
        <LinkButton to="/visits">All visits</LinkButton>
      </Empty>
    );
  }
  if (visit.error) return <Failed part="The visit" error={visit.error} retry={() => void visit.refetch()} />;
  return <Loading label="Loading the visit" />;
}
