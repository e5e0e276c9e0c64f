import { z } from 'zod';
import { Evidence, KindShape, RuleChange, RuleSettings, ScopeShape, TierShape } from '../alerts/index.js';
import { uuid } from '../clinics/index.js';
import { SentenceShape } from '../patients/index.js';
import { BUDGET_RANGE } from '../trends/index.js';

/** What would be another one: a rule in one scope, or how many false alarms the clinic accepts per patient and month. */
export const Change = z
  .discriminatedUnion('of', [
    RuleChange.extend({ of: z.literal('rule'), kind: KindShape }),
    z.strictObject({
      of: z.literal('budget'),
      budgetPerPatientMonth: z.number().min(BUDGET_RANGE.least).max(BUDGET_RANGE.most),
    }),
  ])
  .meta({ id: 'BackTestChange' });
export type Change = z.output<typeof Change>;

/** `id` is made by the client: the same one again is the same test. */
export const NewBackTest = z.strictObject({ id: uuid, change: Change }).meta({ id: 'NewBackTest' });
export type NewBackTest = z.output<typeof NewBackTest>;

const count = z.number();
const Side = z.object({
  /** Times that somebody had to look: an alert raised, or grown worse. */
  items: count,
  /** Of patients with data, a day since their first value; null where there is none. */
  itemsPerPatientDay: z.number().nullable(),
  byKind: z.array(z.object({ kind: KindShape, items: count })),
  /** What the team said of the alerts that were really raised about the same; `neverRaised`: there was none. */
  real: count,
  refuted: count,
  unjudged: count,
  neverRaised: count,
  /** From the first day of a change to the day it was told; null where nothing changed. */
  medianDaysUntilTold: z.number().nullable(),
});

export const Results = z
  .object({
    patients: count,
    /** Whose history could not be judged: in none of the figures. */
    leftOut: count,
    patientDays: count,
    before: Side,
    after: Side,
    /** Alerts of the kind that is changed, by weeks. */
    weeks: z.array(z.object({ from: z.string(), before: count, after: count })),
    appears: count,
    vanishes: count,
    earlier: count,
    later: count,
    moreUrgent: count,
    lessUrgent: count,
    /** How good the picture is: alerts really raised in these days about what was found in the data, and how many of them the replay raises too. */
    really: z.object({ alerts: count, foundAgain: count }),
  })
  .meta({ id: 'BackTestResults' });
export type Results = z.output<typeof Results>;

export const STATES = ['queued', 'running', 'done', 'cancelled', 'failed'] as const;

const ChangeShape = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('rule'),
    kind: KindShape,
    domain: z.string().nullable(),
    scope: ScopeShape,
    settings: RuleSettings.nullable(),
  }),
  z.object({ of: z.literal('budget'), budgetPerPatientMonth: z.number() }),
]);

export const BackTestShape = z
  .object({
    id: z.string(),
    state: z.enum(STATES),
    change: ChangeShape,
    /** Civil days, both inclusive. */
    from: z.string(),
    to: z.string(),
    requestedBy: z.string(),
    createdAt: z.string(),
    doneAt: z.string().nullable(),
    /** Patients looked at so far; `of` null before it began. */
    progress: z.object({ done: count, of: count.nullable() }),
    /** Of the patients looked at so far; null before the first one, unless nobody is concerned. */
    results: Results.nullable(),
  })
  .meta({ id: 'BackTest' });
export const BackTestList = z.object({ items: z.array(BackTestShape) }).meta({ id: 'BackTestList' });

export const SIDES = ['appears', 'vanishes'] as const;
export type Side = (typeof SIDES)[number];
export const ItemsQuery = z.object({ side: z.enum(SIDES) });
export type ItemsQuery = z.output<typeof ItemsQuery>;

export const BackTestItems = z
  .object({
    items: z.array(
      z.object({
        side: z.enum(SIDES),
        /** Null: it is about the clinic. */
        patient: z.object({ id: z.string(), name: z.string() }).nullable(),
        on: z.string(),
        event: z.enum(['raised', 'worsened']),
        kind: KindShape,
        domain: z.string(),
        severity: z.number(),
        tier: TierShape,
        since: z.string(),
        sentence: SentenceShape,
        evidence: Evidence,
        /** What was said of the alert that was really raised about it; null: nothing, or there was none. */
        outcome: z.string().nullable(),
      }),
    ),
    /** More were found than are listed: only the newest are, and only of patients within reach. */
    isCut: z.boolean(),
  })
  .meta({ id: 'BackTestItems' });
