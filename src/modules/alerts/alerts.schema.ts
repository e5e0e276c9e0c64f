import { z } from 'zod';
import { PROFESSIONS, uuid } from '../clinics/index.js';
import { LaneEventShape } from '../lane/index.js';
import { CourseShape, SentenceShape } from '../patients/index.js';
import { DOMAINS, PRODUCERS } from './concerns/concern.js';
import { Evidence } from './concerns/evidence.schema.js';
import { KindShape, TierShape, TIERS } from './rules/alert-rule.schema.js';
import { KIND_NAMES } from './concerns/kinds.js';
import { SuppressionShape } from './suppression/suppression.schema.js';

const MOST_ROWS = 500;
export const AlertQuery = z.object({
  state: z.enum(['open', 'resolved']).default('open'),
  /** mine: I own it or it was handed to me. team: of patients whose care team has me; for a coordinator all. */
  whose: z.enum(['mine', 'team', 'all']).default('all'),
  patientId: uuid.optional(),
  discipline: z.enum(PROFESSIONS).optional(),
  tier: z.enum(TIERS).optional(),
  kind: z.enum(KIND_NAMES).optional(),
  /** What I have snoozed myself. */
  snoozed: z.enum(['without', 'only', 'with']).default('without'),
  /** Part of the patient's name. */
  q: z.string().trim().max(100).optional(),
  /** Only these, with commas: what a page asks that heard of news, instead of the whole list. */
  ids: z
    .string()
    .max(4_000)
    .transform((text) => text.split(','))
    .pipe(z.array(uuid).max(100, 'must name at most 100 alerts'))
    .optional(),
  after: z.string().max(400).optional(),
  /** no: rows only. Counting looks at all that is open, and a page that asks about one alert knows the rest. */
  counted: z.enum(['yes', 'no']).default('yes'),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
});
export type AlertQuery = z.output<typeof AlertQuery>;

export const STATES = ['open', 'acknowledged', 'handed-off', 'resolved'] as const;
export const OUTCOMES = [
  'contacted',
  'plan-changed',
  'visit-done',
  'already-known',
  'no-action-needed',
  'life-event',
  'false-alarm',
  'data-problem',
] as const;

/** The version of the alert that was on the screen. */
const version = z.int().min(1);
const note = z.string().trim().max(2000);

export const Acknowledge = z.strictObject({ version }).meta({ id: 'Acknowledge' });
export type Acknowledge = z.output<typeof Acknowledge>;

const resolution = { outcome: z.enum(OUTCOMES), note: note.optional() };
export const Resolve = z.strictObject({ version, ...resolution }).meta({ id: 'Resolve' });
export type Resolve = z.output<typeof Resolve>;

/** Until a day begins in the clinic's zone, or until it is worse than now. Worse ends both. */
const SnoozeUntil = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('day'), on: z.iso.date({ error: 'must be a day written YYYY-MM-DD' }) }),
  z.strictObject({ when: z.literal('worse') }),
]);
export type SnoozeUntil = z.output<typeof SnoozeUntil>;
export const Snooze = z.strictObject({ version, until: SnoozeUntil }).meta({ id: 'Snooze' });
export type Snooze = z.output<typeof Snooze>;

/** To one person, or to whoever of a discipline takes it. */
const HandTo = z
  .strictObject({ personId: uuid.optional(), discipline: z.enum(PROFESSIONS).optional() })
  .refine(
    ({ personId, discipline }) => (personId === undefined) !== (discipline === undefined),
    'must name a personId or a discipline, one of the two',
  );
export type HandTo = z.output<typeof HandTo>;
const handing = { to: HandTo, note: note.optional() };
export const HandOff = z.strictObject({ version, ...handing }).meta({ id: 'HandOff' });
export type HandOff = z.output<typeof HandOff>;

/** Takes back my last act on it: the event's id as the timeline gives it. */
export const Undo = z.strictObject({ version, eventId: z.int().min(1) }).meta({ id: 'Undo' });
export type Undo = z.output<typeof Undo>;

/** `id` is made by the client, so that a retry adds nothing. */
export const AddNote = z.strictObject({ id: uuid, note: note.min(1, 'must not be empty') }).meta({ id: 'AddNote' });
export type AddNote = z.output<typeof AddNote>;

export const ANSWERS = ['ill', 'travelling', 'watch-broken', 'other'] as const;
export const BulkAct = z
  .strictObject({
    act: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('acknowledge') }),
      z.strictObject({ kind: z.literal('snooze'), until: SnoozeUntil }),
      z.strictObject({ kind: z.literal('hand-off'), ...handing }),
      z.strictObject({ kind: z.literal('resolve'), ...resolution }),
    ]),
    items: z
      .array(z.strictObject({ id: uuid, version }))
      .min(1)
      .max(200)
      .refine((items) => new Set(items.map((item) => item.id)).size === items.length, 'must name each alert once'),
  })
  .meta({ id: 'BulkAct' });
export type BulkAct = z.output<typeof BulkAct>;

const PersonShape = z.object({ personId: z.string(), name: z.string() });
/** Mine alone. `until` null: until it is worse. */
const SnoozeShape = z.object({ since: z.string(), until: z.string().nullable() });

const row = {
  id: z.string(),
  version: z.number(),
  /** Null: it is about the clinic. */
  patient: z.object({ id: z.string(), name: z.string(), age: z.number().nullable() }).nullable(),
  kind: KindShape,
  domain: z.enum(DOMAINS),
  key: z.string(),
  producer: z.enum(PRODUCERS),
  course: CourseShape,
  severity: z.number(),
  tier: TierShape,
  sentence: SentenceShape,
  spark: z.object({ values: z.array(z.number().nullable()), low: z.number().nullable(), high: z.number().nullable() }),
  confidence: z.number().nullable(),
  /** evidence = how strong it is; outcomes = share of true ones among the clinic's own judged alarms. */
  confidenceFrom: z.enum(['evidence', 'outcomes']),
  state: z.enum(STATES),
  /** When it came into this state. */
  stateSince: z.string(),
  owner: PersonShape.nullable(),
  /** Whose work it is: by the rule, or handed to. */
  discipline: z.enum(PROFESSIONS).nullable(),
  dueAt: z.string().nullable(),
  raisedAt: z.string(),
  updatedAt: z.string(),
  seenAt: z.string().nullable(),
  snooze: SnoozeShape.nullable(),
  /** The patient's newest answer, and what they wrote to it, shortened. */
  answer: z.object({ answer: z.enum(ANSWERS), words: z.string().nullable(), at: z.string() }).nullable(),
  outcome: z.enum([...OUTCOMES, 'cleared']).nullable(),
};
export const AlertRowShape = z.object(row).meta({ id: 'AlertRow' });

const count = z.number();
export const AlertList = z
  .object({
    items: z.array(AlertRowShape),
    /** For `after`; null: that was all. */
    next: z.string().nullable(),
    /** Open ones within my reach, apart from `snoozed` without those I have snoozed. Filters change none of these. Null: not asked for. */
    counts: z
      .object({
        mine: count,
        team: count,
        all: count,
        snoozed: count,
        byTier: z.object({ now: count, today: count, week: count, good: count }),
        byDiscipline: z.record(z.string(), count),
      })
      .nullable(),
    /** What is found and not shown to the team, each with its reason at /api/v1/alerts/suppressed. Null: not asked for. */
    heldBack: z.number().nullable(),
    asOf: z.string(),
  })
  .meta({ id: 'AlertList' });

export const EVENT_KINDS = [
  'raised',
  'extended',
  'worsened',
  'cleared',
  'acknowledged',
  'handed-off',
  'resolved',
  'snoozed',
  'unsnoozed',
  'woken',
  'undone',
  'note',
  'answered',
  'unanswered',
] as const;

export const AlertDetailShape = z
  .object({
    ...row,
    evidence: Evidence,
    patientSentence: SentenceShape.nullable(),
    timeline: z.array(
      z.object({
        id: z.number(),
        at: z.string(),
        kind: z.enum(EVENT_KINDS),
        by: z.string().nullable(),
        byPersonId: z.string().nullable(),
        note: z.string().nullable(),
        sentence: SentenceShape.nullable(),
        /** handed-off: to whom. snoozed: until when. answered: what. undone: which event. */
        to: z.object({ person: z.string().nullable(), discipline: z.enum(PROFESSIONS).nullable() }).nullable(),
        until: z.string().nullable(),
        answer: z.enum(ANSWERS).nullable(),
        undoes: z.number().nullable(),
        /** Until when I may take it back; null: not, or not any more: what has become of the alert since counts, too. */
        undoableUntil: z.string().nullable(),
      }),
    ),
    /** What happened to the patient meanwhile, in the patient's days. */
    lane: z.array(LaneEventShape),
    /** What would end it: the evidence's own rule where it has one, and for how long it must stay away. */
    clears: z.object({
      afterDays: z.number(),
      /** Of a questionnaire: the next report on the other side of it ends it. */
      threshold: z.number().nullable(),
      absentSince: z.string().nullable(),
      clearsAt: z.string().nullable(),
    }),
    /** Raised, delivered to an open page, seen, snoozed: per person who may see it. */
    people: z.array(
      z.object({
        personId: z.string(),
        name: z.string(),
        toldAt: z.string().nullable(),
        deliveredAt: z.string().nullable(),
        seenAt: z.string().nullable(),
        snooze: SnoozeShape.nullable(),
      }),
    ),
    answers: z.array(
      z.object({
        at: z.string(),
        by: z.enum(['patient', 'caregiver']),
        answer: z.enum(ANSWERS),
        words: z.string().nullable(),
      }),
    ),
    /** What is held back because of it, and what of it is. */
    suppressions: z.array(SuppressionShape),
    rule: z.object({ from: z.enum(['default', 'clinic', 'programme', 'patient']), version: z.number() }),
  })
  .meta({ id: 'AlertDetail' });

export const BulkResult = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        done: z.boolean(),
        /** Why not: the code and the sentence the single act would have been refused with. */
        code: z.string().nullable(),
        detail: z.string().nullable(),
        alert: AlertRowShape.nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkResult' });
