import { z } from 'zod';
import { PROFESSIONS, uuid } from '../../clinics/index.js';
import { ANSWERS, KindShape, OUTCOMES, TierShape } from '../../alerts/index.js';
import { CourseShape, SentenceShape } from '../../patients/index.js';
import { SprintVerdictShape } from '../../trends/index.js';
import { CATEGORIES } from './decide-category.js';

export const ReviewQuery = z.strictObject({
  /** Any day of the week that is asked for, in the clinic's days; left out: this week. */
  week: z.iso
    .date({ error: 'must be a day written YYYY-MM-DD' })
    .refine((day) => day >= '1900-01-01' && day < '2200-01-01', { error: 'must be a day from 1900 to 2199' })
    .optional(),
  /** Only patients who have somebody of this team on their care team. */
  team: uuid.optional(),
  /** Only patients who have somebody of this profession on their care team, or had an open item for it. */
  discipline: z.enum(PROFESSIONS).optional(),
});
export type ReviewQuery = z.output<typeof ReviewQuery>;

const Item = z.object({
  id: z.string(),
  kind: KindShape,
  tier: TierShape,
  course: CourseShape,
  sentence: SentenceShape,
  owner: z.string().nullable(),
  dueAt: z.string().nullable(),
  /** What the patient, or somebody who follows, last said to it. */
  answer: z.enum(ANSWERS).nullable(),
  /** What they wrote to it, shortened. */
  answerWords: z.string().nullable(),
});
const Decision = z.object({
  alertId: z.string(),
  kind: KindShape,
  outcome: z.enum(OUTCOMES),
  at: z.string(),
  by: z.string().nullable(),
  note: z.string().nullable(),
});
export const ReviewRowShape = z
  .object({
    patient: z.object({ id: z.string(), name: z.string(), age: z.number().nullable() }),
    category: z.enum(CATEGORIES),
    course: CourseShape,
    /** What the worst open item says, else what was last said of the patient; null: nothing can be said. */
    sentence: SentenceShape.nullable(),
    /** Eight weeks up to the end of the week, middles of seven days. */
    spark: z.object({
      values: z.array(z.number().nullable()),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
    /** The most pressing first; at most five, of `openItems` in all. */
    items: z.array(Item),
    openItems: z.number(),
    /** Who has the most pressing item that somebody has. */
    owner: z.object({ personId: z.string(), name: z.string() }).nullable(),
    /** Whose patient it is, whoever has the items. */
    contact: z.object({ personId: z.string(), name: z.string() }).nullable(),
    sprint: z
      .object({
        startsOn: z.string(),
        endsOn: z.string(),
        /** Day n of m, in the clinic's days; more than m once it is over. */
        day: z.number(),
        days: z.number(),
        /** Null for weeks that are over, and while nothing is known. */
        verdict: SprintVerdictShape.nullable(),
      })
      .nullable(),
    /** The one that goes on or comes next. Null for weeks that are over, too: of a visit only today's state is kept. */
    nextVisit: z.object({ startsAt: z.string(), modality: z.string(), with: z.string() }).nullable(),
    /** Outcomes by people, the newest first, of this week and the one before it; at most five each. */
    decided: z.object({ thisWeek: z.array(Decision), lastWeek: z.array(Decision) }),
    lastDataAt: z.string().nullable(),
  })
  .meta({ id: 'WeeklyReviewRow' });

const count = z.number();
export const WeeklyReviewShape = z
  .object({
    week: z.object({ from: z.string(), to: z.string() }),
    /** Of a week that is over only its concerns are known: courses, verdicts and visits are kept as of today. */
    isCurrent: z.boolean(),
    asOf: z.string(),
    patients: z.number(),
    counts: z.object({
      worse: count,
      plateau: count,
      due: count,
      'no-data': count,
      new: count,
      improving: count,
      'on-hold': count,
      steady: count,
    }),
    /** In the order of the meeting; steady patients are only counted. */
    rows: z.array(ReviewRowShape),
    /** How many were left out at the end because there are too many. */
    leftOut: z.number(),
  })
  .meta({ id: 'WeeklyReview' });
