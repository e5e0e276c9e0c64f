/** Whom a team meeting talks about, in the order in which it does. `steady` is counted and not listed. */
export const CATEGORIES = ['worse', 'plateau', 'due', 'no-data', 'new', 'improving', 'on-hold', 'steady'] as const;
export type Category = (typeof CATEGORIES)[number];

export type Course = 'urgent' | 'worse' | 'plateau' | 'improving' | 'steady' | 'none';

/** What is known of one patient for one week. */
export interface ReviewFacts {
  /** Agrees to be monitored, and is cared for here. */
  readonly monitored: boolean;
  /** Of the concerns that were there: how each marks the person. */
  readonly concerns: readonly { readonly course: Course; readonly aboutData: boolean }[];
  /** As last judged; null for weeks that are over, of which only the concerns are kept. */
  readonly course: Course | null;
  readonly daysHere: number;
  /** Since the newest reading; null: none ever, or not known of weeks that are over. */
  readonly daysSilent: number | null;
}

/** As long as it takes to know what is usual. */
const NEW_DAYS = 28;
/** A week without a reading: whatever was judged before is history. */
const SILENT_DAYS = 7;

/**
 * Where does a team meeting look for this patient? Somebody who is urgent is never hidden behind anything; who is not
 * monitored is neither better nor worse; a course that rests on old readings says nothing of this week.
 */
export function decideCategory(facts: ReviewFacts): Category {
  const { monitored, concerns, course, daysHere, daysSilent } = facts;
  const has = (...courses: readonly Course[]) => concerns.some((one) => courses.includes(one.course));
  if (has('urgent')) return 'worse';
  if (!monitored) return 'on-hold';
  const silent = daysSilent !== null && daysSilent >= SILENT_DAYS;
  const now = silent ? null : course;
  if (has('worse') || now === 'worse' || now === 'urgent') return 'worse';
  if (has('plateau') || now === 'plateau') return 'plateau';
  if (concerns.some((one) => one.course === 'none' && !one.aboutData)) return 'due';
  if (concerns.some((one) => one.aboutData) || silent) return 'no-data';
  if (now === 'none') return daysHere < NEW_DAYS ? 'new' : 'no-data';
  if (course === null && daysHere < NEW_DAYS) return 'new';
  return has('improving') || now === 'improving' ? 'improving' : 'steady';
}
