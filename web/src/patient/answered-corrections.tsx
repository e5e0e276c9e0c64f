import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { correctionsQuery } from '../api/queries.js';
import type { CorrectionView } from '../api/types.js';
import { sayOnPage } from '../words/index.js';

const NEWS_DAYS = 14;
const isNews = ({ decidedAt }: CorrectionView, now: number) =>
  decidedAt !== null && now - Date.parse(decidedAt) < NEWS_DAYS * 86_400_000;

/** For two weeks: that the team has answered what the patient said is wrong, and the way to the answer. */
export function AnsweredCorrections({ patientId, now }: { patientId: string; now: number }) {
  const asked = useQuery(correctionsQuery(patientId));
  const count = asked.data?.items.filter((one) => isNews(one, now)).length ?? 0;
  if (count === 0) return null;
  return (
    <p className="note">
      <Link to="/my-data" hash="fix-title">
        {sayOnPage('fix.wasAnswered', { count })}
      </Link>
    </p>
  );
}
