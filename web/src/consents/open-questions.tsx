import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { consentsQuery } from '../api/queries.js';
import { sayOnPage } from '../words/index.js';
import { needsAnswer } from './needs-answer.js';

/** Says that the clinic has questions that wait for an answer, and leads there. */
export function OpenQuestions({ patientId }: { patientId: string }) {
  const consents = useQuery(consentsQuery(patientId));
  const count = consents.data?.items.filter(needsAnswer).length ?? 0;
  if (count === 0) return null;
  return (
    <p className="small">
      <Link to="/consents">{sayOnPage('consent.open', { count })}</Link>
    </p>
  );
}
