import { usePatient } from '../api/queries.js';
import { usePlainAudience } from '../app/session.js';
import { dayIn, dayRange, sayOnPage } from '../words/index.js';
import { goalOf } from './goal-of.js';

/** What this person works towards, in their own words, as it was written down with the team. */
export function MyGoal({ patientId, who }: { patientId: string; who: string }) {
  const voice = usePlainAudience();
  const patient = usePatient(patientId);
  const sprint = patient.data && goalOf(patient.data, dayIn(Date.now(), patient.data.timeZone));
  if (!sprint) return null;
  return (
    <section className="sec first" aria-labelledby="goal-title">
      <h2 id="goal-title">{sayOnPage('goal.title', { voice, who })}</h2>
      <p className="sentence">“{sprint.goal}”</p>
      <p className="small dim">{dayRange(sprint.startsOn, sprint.endsOn)}</p>
    </section>
  );
}
