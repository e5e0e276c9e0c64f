import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { glassReviewQuery } from '../api/queries.js';
import type { ReviewedGlass } from '../api/types.js';
import { PageBar } from '../app/page.js';
import { useClinicZone } from '../app/session.js';
import { Empty, Failed, Loading, Segmented } from '../ui/index.js';
import { clock, dayAndClock, dayIn, longDay, sayOnPage } from '../words/index.js';
import { JudgementForm } from './judgement-form.js';
import './reviews.css';

type State = 'open' | 'judged';

/** Each time somebody broke the glass: why, what was looked at, and what an administrator says of it. */
export function ReviewsPage() {
  const [state, setState] = useState<State>('open');
  const reviews = useQuery(glassReviewQuery(state));
  const items = reviews.data?.items;
  return (
    <>
      <PageBar title={sayOnPage('review.title')}>
        <Segmented<State>
          label={sayOnPage('review.title')}
          value={state}
          options={[
            { value: 'open', label: sayOnPage('review.open') },
            { value: 'judged', label: sayOnPage('review.judged') },
          ]}
          onChange={setState}
        />
      </PageBar>
      <div className="reviews">
        <p className="dim">{sayOnPage('review.lead')}</p>
        {reviews.isPending && <Loading rows={4} height={96} />}
        {reviews.error && (
          <Failed part={sayOnPage('review.part')} error={reviews.error} retry={() => void reviews.refetch()} />
        )}
        {items?.length === 0 && <Empty title={sayOnPage('review.nothing', { state })} />}
        <ul>
          {items?.map((glass) => (
            <li key={glass.id}>
              <Review glass={glass} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function Review({ glass }: { glass: ReviewedGlass }) {
  const zone = useClinicZone();
  const { by, patient, kind, reason, openedAt, endsAt, acts, verdict, note, reviewedBy, reviewedAt } = glass;
  return (
    <article aria-labelledby={`review-${glass.id}`}>
      <h2 id={`review-${glass.id}`}>{sayOnPage('review.who', { name: by.name, patient: patient.name })}</h2>
      <p className="small dim">
        {sayOnPage('review.when', { opened: dayAndClock(openedAt, zone), ended: clock(endsAt, zone), acts })}
      </p>
      <p>
        <b>{sayOnPage('glass.kindWord', { kind })}:</b> {reason}
      </p>
      {verdict === null ? (
        <JudgementForm glassId={glass.id} />
      ) : (
        <p>
          <b>
            {sayOnPage('review.by', {
              verdict: sayOnPage('review.verdictWord', { verdict }),
              name: reviewedBy ?? '',
              day: reviewedAt ? longDay(dayIn(reviewedAt, zone)) : '',
            })}
          </b>
          {note && `: ${note}`}
        </p>
      )}
    </article>
  );
}
