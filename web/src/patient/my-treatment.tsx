import { useQuery } from '@tanstack/react-query';
import { treatmentsQuery, usePatient } from '../api/queries.js';
import type { Day } from '../api/types.js';
import { useSession } from '../app/session.js';
import { type Listed, listTreatments, type Stand } from '../treatments/treatment-list.js';
import { TreatmentLine } from '../treatments/treatment-line.js';
import { Failed, Loading } from '../ui/index.js';
import { dayIn, sayOnPage } from '../words/index.js';

const GROUPS = [
  ['now', 'treatment.mineNow'],
  ['later', 'treatment.mineLater'],
  ['lapsed', 'treatment.mineLapsed'],
  ['past', 'treatment.minePast'],
] as const satisfies readonly (readonly [Stand, string])[];

/** The doses and procedures that the team has written down, to read. */
export function MyTreatment({ patientId }: { patientId: string }) {
  const { clinic } = useSession();
  const patient = usePatient(patientId);
  const found = useQuery(treatmentsQuery(patientId));
  const today = dayIn(Date.now(), patient.data?.timeZone ?? clinic.timeZone);
  const listed = listTreatments(found.data?.items ?? [], today);
  return (
    <section className="sec mydata" aria-labelledby="my-treatment-title">
      <h2 id="my-treatment-title">{sayOnPage('treatment.mine')}</h2>
      {found.error && !found.data && (
        <Failed part={sayOnPage('treatment.mine')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading rows={2} height={48} />}
      {found.data && (
        <p className="dim">{sayOnPage(listed.length > 0 ? 'treatment.mineLead' : 'treatment.mineNone')}</p>
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
