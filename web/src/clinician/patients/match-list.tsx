import { Link } from '@tanstack/react-router';
import type { Match } from '../../api/types.js';
import { sayOnPage } from '../../words/index.js';

/** Patients who may be the same person, and why; nothing when there are none. */
export function MatchList({ matches }: { matches: readonly Match[] }) {
  if (matches.length === 0) return null;
  return (
    <div className="note" role="status">
      <div>
        <b>{sayOnPage('match.title')}</b> {sayOnPage('match.lead')}
        <ul>
          {matches.map((match) => (
            <li key={match.patientId}>
              <Link to="/patients/$patientId" params={{ patientId: match.patientId }}>
                {sayOnPage('match.row', {
                  name: match.name,
                  birthDate: match.birthDate ?? '–',
                  because: match.because.map((reason) => sayOnPage('match.because', { reason })).join(', '),
                })}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
