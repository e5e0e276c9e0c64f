import type { ReactNode } from 'react';
import type { Course } from '../api/types.js';
import { confidenceBars, confidenceWords, COURSE_WORDS, type Audience } from '../words/index.js';

/** The six course glyphs, 16 x 16. They speak of the person's course, never of a number's direction. */
const GLYPHS: Record<Course, ReactNode> = {
  urgent: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
      <path d="M8 4.4v4.4M8 11.3v.2" stroke="var(--urgent-ink)" strokeWidth="1.9" strokeLinecap="round" />
    </>
  ),
  worse: <path d="M1 1.5h4.9v4h4.6v4H15v5H1z" />,
  improving: <path d="M15 1.5h-4.9v4H5.5v4H1v5h14z" />,
  plateau: <path d="M1 14.5v-4h3.6v-4H15v2.9H8v5.1z" />,
  steady: <rect x="1" y="6.2" width="14" height="3.6" rx=".6" />,
  none: (
    <g fill="none" stroke="currentColor" strokeWidth="1.6">
      <rect x="1.3" y="5.6" width="13.4" height="4.8" rx=".8" strokeDasharray="2.4 2" />
    </g>
  ),
};

/** A course as a shape. The word is read out unless it stands beside the glyph anyway (`silent`). */
export function Glyph(props: { course: Course; size?: number; silent?: boolean; audience?: Audience }) {
  const { course, size = 16, silent = false, audience = 'clinician' } = props;
  return (
    <>
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        className={`g-${course}`}
        fill="currentColor"
        aria-hidden="true"
        focusable="false"
      >
        {GLYPHS[course]}
      </svg>
      {!silent && <span className="sr">{COURSE_WORDS[audience][course]}: </span>}
    </>
  );
}

/** Glyph and word. */
export function CourseWord(props: { course: Course; audience?: Audience; size?: number; word?: string }) {
  const { course, audience = 'clinician', size = 16, word } = props;
  return (
    <span className="st">
      <Glyph course={course} size={size} silent />
      <b>{word ?? COURSE_WORDS[audience][course]}</b>
    </span>
  );
}

/** One, two or three bars; the word stands elsewhere. */
export function SureBars({ value }: { value: number }) {
  const bars = confidenceBars(value);
  return (
    <span className="sure" aria-hidden="true">
      {[1, 2, 3].map((bar) => (
        <i key={bar} className={bar <= bars ? 'on' : ''} />
      ))}
    </span>
  );
}

/** One, two or three bars, with the word. */
export function Confidence({ value, from }: { value: number; from: 'evidence' | 'outcomes' }) {
  return (
    <span className="row small dim sure-row">
      <SureBars value={value} />
      {confidenceWords(value, from)}
    </span>
  );
}

export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M2 3h20v4h-3.3v4.2h-3.3v4.2H8.6v-4.2H5.3V7H2z" fill="var(--accent)" opacity=".92" />
      <rect x="8.6" y="18" width="6.8" height="3" rx="1.5" fill="var(--accent)" />
    </svg>
  );
}

/** Initials in a circle; a dashed circle when there is no one. Decoration: the name stands beside it. */
export function Avatar({ name }: { name: string | null }) {
  const initials = (name ?? '')
    .split(/\s+/)
    .filter((part) => /^\p{Lu}/u.test(part) && !/^(Dr|Prof|Mr|Ms|Mrs)\.?$/.test(part))
    .slice(0, 2)
    .map((part) => part.charAt(0))
    .join('');
  return (
    <span className={name ? 'av' : 'av none'} aria-hidden="true">
      {initials}
    </span>
  );
}
