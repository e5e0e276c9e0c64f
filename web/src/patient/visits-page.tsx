import { usePatient } from '../api/queries.js';
import type { Visit } from '../api/types.js';
import { useTitle } from '../app/page.js';
import { usePlainAudience, useSession } from '../app/session.js';
import { Empty, Failed, Loading } from '../ui/index.js';
import { clock, MODALITY_WORDS, sayOnPage, zoneWords } from '../words/index.js';
import { NoRecord } from './no-record.js';
import { useVisitsOf } from './use-visits.js';
import { overWords, splitVisits, whenWords } from './visits.js';
import { VisitVerb } from './visit-card.js';

/** Visits to come and visits that were. */
export function PatientVisits() {
  const { patientId, clinic } = useSession();
  const visits = useVisitsOf(patientId);
  useTitle('Visits');
  const voice = usePlainAudience();
  const now = Date.now();
  const patient = usePatient(patientId ?? '');
  const zone = patient.data?.timeZone ?? clinic.timeZone;
  if (!patientId) return <NoRecord />;
  const { coming, past } = splitVisits(visits.items ?? [], now);
  return (
    <>
      <h1 className="greet">Visits</h1>
      {!visits.data && !visits.error && <Loading rows={2} height={96} label="Loading the visits" />}
      {!visits.data && visits.error && (
        <Failed part="The visits" error={visits.error} retry={() => void visits.refetch()} />
      )}
      {visits.data && coming.length === 0 && (
        <Empty title="No visit is booked.">
          <p>{sayOnPage('visits.none', { at: clock(now, zone), voice })}</p>
        </Empty>
      )}
      <ul className="pvisits">
        {coming.map((visit) => (
          <li className="blk" key={visit.id}>
            <About visit={visit} now={now} zone={zone} ofClinic={clinic.timeZone} />
            <VisitVerb visit={visit} now={now} />
          </li>
        ))}
      </ul>
      {past.length > 0 && (
        <section className="sec">
          <h2>Before</h2>
          <ul>
            {past.map((visit) => (
              <li className="pastvisit" key={visit.id}>
                <About visit={visit} now={now} zone={zone} ofClinic={clinic.timeZone} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function About({ visit, now, zone, ofClinic }: { visit: Visit; now: number; zone: string; ofClinic: string }) {
  return (
    <div>
      <b>{visit.clinician.name}</b>
      <div>
        {whenWords(visit.startsAt, now, zone)}
        {zoneWords(zone, ofClinic)}
      </div>
      <div className="small dim">
        {MODALITY_WORDS[visit.modality]}, {visit.minutes} minutes
        {overWords(visit, now)}
      </div>
    </div>
  );
}
