import { useQuery } from '@tanstack/react-query';
import { earlierSprintsQuery } from '../../api/queries.js';
import type { EarlierSprints as Earlier } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { dayAndClock, dayRange, figure, METRIC_NAMES, sayOnPage } from '../../words/index.js';

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
            {sayOnPage('sprint.was', {
              goal: state.goal,
              days: dayRange(state.startsOn, state.endsOn),
              targets: targetWords(state),
            })}
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

const targetWords = ({ metrics }: Earlier['items'][number]) =>
  metrics.map(({ metric, target }) => `${METRIC_NAMES.clinician[metric]} ${figure(metric, target)}`).join(', ');
