import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { correctionsQuery } from '../api/queries.js';
import { sayOnPage } from '../words/index.js';
import { isAnswerNews } from './answer-news.js';
import { ReadAnswers } from './read-answers.js';

/** That the team has answered what the patient said is wrong, the way to the answer, and a button that puts it away. */
export function AnsweredCorrections({ patientId, now }: { patientId: string; now: number }) {
  const asked = useQuery(correctionsQuery(patientId));
  const news = asked.data?.items.filter((one) => isAnswerNews(one, now)) ?? [];
  if (news.length === 0) return null;
  return (
    <div className="note put-away">
      <Link to="/my-data" hash="fix-title">
        {sayOnPage('fix.wasAnswered', { count: news.length })}
      </Link>
      <ReadAnswers patientId={patientId} answers={news} />
    </div>
  );
}
