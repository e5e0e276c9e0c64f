import { Link } from '@tanstack/react-router';
import type { Merges } from '../../api/types.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { civilDate, dayOfYear, identityWords, sayOnPage } from '../../words/index.js';

type Side = Merges['items'][number]['survivor'];
type Holds = NonNullable<Side['holds']>;

/** One of two records: what an administrator compares before the two become one. */
export function MergeSide({ side, holds, stays }: { side: Side; holds: Holds; stays?: boolean }) {
  const { role } = useSession();
  const zone = useClinicZone();
  const data = { days: holds.dataDays, last: holds.lastDataOn ? civilDate(holds.lastDataOn) : '' };
  const facts: [word: string, fact: string][] = [
    [sayOnPage('merges.registered'), dayOfYear(holds.registeredAt, zone)],
    [sayOnPage('person.email'), holds.email ?? sayOnPage('merges.unknown')],
    [sayOnPage('person.phone'), holds.phone ?? sayOnPage('merges.unknown')],
    [sayOnPage('merges.identifiers'), holds.identifiers.map(numberWords).join(', ') || sayOnPage('common.none')],
    [sayOnPage('merges.account'), sayOnPage('merges.yesNo', { yes: String(holds.hasAccount) })],
    [sayOnPage('merges.data'), sayOnPage('merges.dataDays', data)],
    [sayOnPage('merges.visits'), String(holds.visits)],
    [sayOnPage('merges.notes'), String(holds.notes)],
    [sayOnPage('treatment.title'), String(holds.treatments)],
  ];
  return (
    <section aria-label={sayOnPage(stays ? 'merges.stays' : 'merges.goes')} className="small">
      <b>{sayOnPage(stays ? 'merges.stays' : 'merges.goes')}</b>
      <div>{identityWords({ ...side, gender: holds.gender })}</div>
      <dl>
        {facts.map(([word, fact]) => (
          <div key={word}>
            <dt className="dim">{word}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {role === 'coordinator' && (
        <Link to="/patients/$patientId" params={{ patientId: side.patientId }}>
          {sayOnPage('merges.openPage', { name: side.name })}
        </Link>
      )}
    </section>
  );
}

const numberWords = ({ system, value }: Holds['identifiers'][number]) => (system ? `${value} (${system})` : value);
