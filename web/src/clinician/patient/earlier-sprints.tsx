import { useQuery } from '@tanstack/react-query';
import { earlierSprintsQuery } from '../../api/queries.js';
import { useClinicZone } from '../../app/session.js';
import { dayAndClock, sayOnPage } from '../../words/index.js';
import { sprintWords } from './sprint-draft.js';

/** What the patient's sprints were before they were changed, ended or taken back: until when, and who did it. */
export function EarlierSprints({ patientId }: { patientId: string }) {
  const zone = useClinicZone();
  const earlier = useQuery(earlierSprintsQuery(patientId));
  if (!earlier.data || earlier.data.items.length === 0) return null;
  return (
    <details className="small sprint-earlier">
      <summary>{sayOnPage('sprint.earlier')}</summary>
      <ul>
        {earlier.data.items.map((state) => (
          <li key={`${state.sprintId} ${state.version}`}>
            {sprintWords(state)}
            <div className="dim">
              {sayOnPage('sprint.wasUntil', {
                became: state.became,
                at: dayAndClock(state.until, zone),
                named: String(state.by !== null),
                by: state.by ?? '',
              })}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
