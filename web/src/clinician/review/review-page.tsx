import { IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { weeklyReviewQuery } from '../../api/queries.js';
import type { WeeklyReview } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { Button, Failed, Loading } from '../../ui/index.js';
import { addDays, sayOnPage, shortDay } from '../../words/index.js';
import { ReviewFilter } from './review-filter.js';
import { ReviewRows } from './review-rows.js';
import { readReviewSearch, type ReviewSearch } from './review-search.js';
import './review.css';

/** The panel of a week for the team's meeting: whom to talk about, in order, on one page that can be printed. */
export function ReviewPage() {
  const search = readReviewSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const set = (change: ReviewSearch) => void navigate({ to: '/review', search: change });
  const found = useQuery(weeklyReviewQuery(search));
  const review = found.data;
  return (
    <>
      <PageBar
        title={sayOnPage('weekly.title')}
        aside={review && sayOnPage('weekly.week', { from: shortDay(review.week.from), to: shortDay(review.week.to) })}
      >
        {review && <Weeks review={review} search={search} onChange={set} />}
        <Button
          icon={<IconPrinter className="i" aria-hidden="true" />}
          busy={found.isPlaceholderData}
          onClick={() => window.print()}
        >
          {sayOnPage('weekly.print')}
        </Button>
      </PageBar>
      <div className="review" aria-busy={found.isPlaceholderData}>
        <ReviewFilter search={search} onChange={set} />
        {found.error && !review && (
          <Failed part={sayOnPage('weekly.part')} error={found.error} retry={() => void found.refetch()} />
        )}
        {found.isPending && <Loading rows={6} height={84} />}
        {review && (
          <>
            <Lead review={review} />
            <ReviewRows key={review.week.from} review={review} />
            <p className="dim">
              {review.leftOut > 0 && sayOnPage('weekly.leftOut', { count: review.leftOut })}{' '}
              {sayOnPage('weekly.steady', { count: review.counts.steady })}{' '}
              <Link className="noprint" to="/patients">
                {sayOnPage('weekly.patients')}
              </Link>
            </p>
          </>
        )}
      </div>
    </>
  );
}

function Lead({ review }: { review: WeeklyReview }) {
  const { patients, counts, isCurrent } = review;
  return (
    <>
      <p className="lead">{sayOnPage('weekly.lead', { listed: patients - counts.steady, patients })}</p>
      {!isCurrent && <p className="dim">{sayOnPage('weekly.past')}</p>}
      <p className="small dim noprint hidem">{sayOnPage('weekly.keys')}</p>
    </>
  );
}

function Weeks(props: { review: WeeklyReview; search: ReviewSearch; onChange: (search: ReviewSearch) => void }) {
  const { review, search, onChange } = props;
  const { week: _, ...others } = search;
  const go = (by: number) => onChange({ ...others, week: addDays(review.week.from, by) });
  return (
    <div className="row noprint">
      <Button aria-label={sayOnPage('weekly.before')} onClick={() => go(-7)}>
        <IconChevronLeft className="i" aria-hidden="true" />
      </Button>
      {!review.isCurrent && (
        <>
          <Button aria-label={sayOnPage('weekly.after')} onClick={() => go(7)}>
            <IconChevronRight className="i" aria-hidden="true" />
          </Button>
          <Button onClick={() => onChange(others)}>{sayOnPage('weekly.thisWeek')}</Button>
        </>
      )}
    </div>
  );
}
