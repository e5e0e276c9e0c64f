import { useQuery } from '@tanstack/react-query';
import { clinicHistoryQuery, clinicQuery } from '../../api/queries.js';
import type { ClinicView } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { Failed, Loading } from '../../ui/index.js';
import { dayAndClock, doorWords, sayOnPage } from '../../words/index.js';
import { ChannelsSection } from './channels-section.js';
import { changeWords } from './change-words.js';
import { ClinicForm } from './clinic-form.js';
import './clinic.css';

/** The clinic itself: what patients read of it, its sites and hours, and who changed what. */
export function ClinicPage() {
  const { clinic } = useSession();
  const found = useQuery(clinicQuery);
  return (
    <>
      <PageBar title={sayOnPage('clinic.title')} aside={clinic.name} />
      {found.error && !found.data && (
        <Failed part={sayOnPage('clinic.part')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading rows={6} />}
      {found.data && (
        <div className="clinic">
          <p className="lead">{sayOnPage('clinic.lead')}</p>
          <Doors clinic={found.data} />
          <ClinicForm key={found.data.version} clinic={found.data} />
          <ChannelsSection />
          <History />
        </div>
      )}
    </>
  );
}

function Doors({ clinic }: { clinic: ClinicView }) {
  return (
    <ul className="small">
      {clinic.doors.map((door) => (
        <li key={door.siteId}>{doorWords(door, clinic)}</li>
      ))}
    </ul>
  );
}

function History() {
  const zone = useClinicZone();
  const history = useQuery(clinicHistoryQuery);
  return (
    <section aria-labelledby="clinic-history">
      <h2 id="clinic-history">{sayOnPage('clinic.history')}</h2>
      {history.data?.items.length === 0 && <p className="dim">{sayOnPage('clinic.unchanged')}</p>}
      <ul className="changes">
        {history.data?.items.map((item) => (
          <li key={`${item.at} ${item.about}`}>
            <span className="dim small nowrap">{dayAndClock(item.at, zone)}</span> {changeWords(item)}
          </li>
        ))}
      </ul>
    </section>
  );
}
