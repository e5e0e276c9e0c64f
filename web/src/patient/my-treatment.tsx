import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/client.js';
import { treatmentsQuery } from '../api/queries.js';
import type { Day } from '../api/types.js';
import { usePlainAudience } from '../app/session.js';
import { type Listed, type ListedStand, listTreatments } from '../treatments/treatment-list.js';
import { TreatmentLine } from '../treatments/treatment-line.js';
import { Failed, Loading } from '../ui/index.js';
import { dayIn, sayOnPage } from '../words/index.js';

const GROUPS = [
  ['now', 'treatment.mineNow'],
  ['later', 'treatment.mineLater'],
  ['lapsed', 'treatment.mineLapsed'],
  ['past', 'treatment.minePast'],
] as const satisfies readonly (readonly [ListedStand, string])[];

/** The doses and procedures that the team has written down, to read: the patient's own, or of whom a caregiver looks after. */
export function MyTreatment({ patientId }: { patientId: string }) {
  const voice = usePlainAudience();
  const found = useQuery(treatmentsQuery(patientId));
  // Taken from a caregiver while the page was open.
  if (voice === 'caregiver' && isWithheld(found.error)) return null;
  const today = found.data ? dayIn(Date.now(), found.data.timeZone) : '';
  const listed = listTreatments(found.data?.items ?? [], today);
  const title = sayOnPage('treatment.mine', { voice });
  return (
    <section className="sec mydata" aria-labelledby="my-treatment-title">
      <h2 id="my-treatment-title">{title}</h2>
      {found.error && !found.data && <Failed part={title} error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loading rows={2} height={48} />}
      {found.data && (
        <p className="dim">{sayOnPage(listed.length > 0 ? 'treatment.mineLead' : 'treatment.mineNone', { voice })}</p>
      )}
      {found.data?.isCut && <p className="dim">{sayOnPage('treatment.cut')}</p>}
      {GROUPS.map(([stand, title]) => (
        <Group
          key={stand}
          title={sayOnPage(title)}
          listed={listed.filter((one) => one.stand === stand)}
          today={today}
        />
      ))}
    </section>
  );
}

function Group({ title, listed, today }: { title: string; listed: readonly Listed[]; today: Day }) {
  if (listed.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {listed.map((one) => (
          <TreatmentLine key={one.treatment.id} listed={one} today={today} />
        ))}
      </ul>
    </>
  );
}

const isWithheld = (error: Error | null) => error instanceof ApiError && error.status === 404;
