import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { correctionsQuery } from '../../api/queries.js';
import { useClinicZone } from '../../app/session.js';
import { Failed } from '../../ui/index.js';
import { dayAndClock, sayOnPage } from '../../words/index.js';

/** What this patient says is wrong and nobody has answered yet, for those who may answer; and the way to what was answered. */
export function AskedCorrections({ patientId }: { patientId: string }) {
  const zone = useClinicZone();
  const asked = useQuery(correctionsQuery(patientId));
  if (asked.error && !asked.data)
    return <Failed part={sayOnPage('requests.ofPatient')} error={asked.error} retry={() => void asked.refetch()} />;
  const all = asked.data?.items ?? [];
  const open = all.filter(({ state }) => state === 'open');
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="asked-title">
      <div className="sh">
        <h2 id="asked-title">{sayOnPage(open.length > 0 ? 'requests.ofPatient' : 'requests.corrections')}</h2>
        <Link className="small" to="/requests">
          {open.length > 0
            ? sayOnPage('requests.toAnswer')
            : sayOnPage('requests.answeredCount', { count: all.length })}
        </Link>
      </div>
      <ul className="small">
        {open.map(({ id, says, askedAt }) => (
          <li key={id}>
            {says}
            <div className="dim">{dayAndClock(askedAt, zone)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
