import { useRef } from 'react';
import type { Course, WeeklyReview, WeeklyReviewRow } from '../../api/types.js';
import { useKeys } from '../../app/keys.js';
import { CourseWord } from '../../ui/index.js';
import { chosen, sayOnPage } from '../../words/index.js';
import { ReviewRow } from './review-row.js';

/** All of a category are marked alike, but for whoever is urgent: they stand with those who got worse. */
const courseOf = ([row]: readonly WeeklyReviewRow[]): Course =>
  row === undefined || row.course === 'urgent' ? 'worse' : row.course;

/** The patients by category, in the order of the meeting. The keys move the browser's own focus: Enter is the link's. */
export function ReviewRows({ review }: { review: WeeklyReview }) {
  const list = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a.rv-name') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.closest('li')?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  const groups = Map.groupBy(review.rows, ({ category }) => category);
  return (
    <div ref={list}>
      {[...groups].map(([category, rows]) => (
        <section key={category} aria-labelledby={`rv-${category}`}>
          <h2 id={`rv-${category}`}>
            <CourseWord course={courseOf(rows)} word={sayOnPage('weekly.category', { category: chosen(category) })} />{' '}
            <span className="dim">{review.counts[category]}</span>
          </h2>
          <ul>
            {rows.map((row) => (
              <li key={row.patient.id}>
                <ReviewRow row={row} isCurrent={review.isCurrent} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
