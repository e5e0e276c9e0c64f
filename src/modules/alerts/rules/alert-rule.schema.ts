import { z } from 'zod';
import { PROFESSIONS, uuid } from '../../clinics/index.js';
import { DOMAINS } from '../concerns/concern.js';
import { KIND_NAMES } from '../concerns/kinds.js';

export const TIERS = ['now', 'today', 'week', 'good'] as const;
export const TierShape = z.enum(TIERS).meta({ id: 'Tier' });
export type Tier = z.output<typeof TierShape>;

/**
 * How soon somebody should look; `dueWithinHours` null: no clock. Hours of less than a day run while the clinic is open,
 * whole days by the calendar; those of tier `now` always.
 */
const Level = z.strictObject({ tier: TierShape, dueWithinHours: z.number().min(0.05).max(2000).nullable() });

/**
 * Whom an unanswered alert calls, after how many minutes since it was raised, worsened or handed on; of what does not
 * interrupt: minutes of open doors. patient: is told to call the emergency number, when nobody could be reached.
 */
const EscalationStep = z.strictObject({
  afterMinutes: z.int().min(0).max(43_200),
  to: z.enum(['owner', 'contact', 'discipline', 'care-team', 'on-call', 'coordinator', 'fallback', 'patient']),
});
export type EscalationStep = z.output<typeof EscalationStep>;

/**
 * When the patient and whoever follows hear of it. acknowledged: once somebody of the team has looked, or after so many
 * hours (null: not before somebody has). never: not at all.
 */
const Told = z
  .strictObject({
    when: z.enum(['at-once', 'acknowledged', 'never']),
    afterHours: z.number().min(1).max(2000).nullable(),
  })
  .refine(({ when, afterHours }) => when === 'acknowledged' || afterHours === null, {
    path: ['afterHours'],
    message: 'must be null unless when is acknowledged',
  });
export type ToldRule = z.output<typeof Told>;

/** From which score on an instrument is of concern. */
const Threshold = z.strictObject({
  instrument: z.string().min(1).max(40),
  comparator: z.enum(['at-least', 'at-most']),
  score: z.number(),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]),
});

export const RuleSettings = z
  .strictObject({
    /** Off: nothing is raised, and what is held back says so. */
    on: z.boolean(),
    /** Instead of the producer's own; null: the producer's. */
    severity: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    /** Of severity 1, 2 and 3. */
    levels: z.tuple([Level, Level, Level]),
    /** So long it must have been absent before it counts as gone. */
    clearAfterDays: z.int().min(0).max(60),
    /** So long what was done to it can be taken back. */
    undoWithinMinutes: z.int().min(0).max(1440),
    /** Whose work it is; null: anybody's of the team. */
    discipline: z.enum(PROFESSIONS).nullable(),
    steps: z.array(EscalationStep).max(10),
    /** Of prom-threshold only; elsewhere empty. */
    thresholds: z.array(Threshold).max(30),
    /** Left out: as Stepwell comes with. */
    told: Told.optional(),
  })
  .meta({ id: 'AlertRuleSettings' });
export type RuleSettings = z.output<typeof RuleSettings>;

export const programme = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be a short name such as back-school');

/** The most specific one holds: patient, then programme, then clinic, then what Stepwell comes with. */
export const RuleScope = z
  .discriminatedUnion('of', [
    z.strictObject({ of: z.literal('clinic') }),
    z.strictObject({ of: z.literal('programme'), programme }),
    z.strictObject({ of: z.literal('patient'), patientId: uuid }),
  ])
  .meta({ id: 'AlertRuleScope' });
export type RuleScope = z.output<typeof RuleScope>;

export const KindShape = z.enum(KIND_NAMES).meta({ id: 'AlertKind' });

export const RuleQuery = z.object({ patientId: uuid.optional(), programme: programme.optional() });
export type RuleQuery = z.output<typeof RuleQuery>;

/** What of a rule becomes another one. */
export const RuleChange = z.strictObject({
  scope: RuleScope,
  /** Only for this domain; null: for all that have no rule of their own. */
  domain: z.enum(DOMAINS).nullable().default(null),
  /** Null: as the less specific rule says. */
  settings: RuleSettings.nullable(),
});

export const ChangeRule = RuleChange.extend({
  /** The version of this scope that the change was made from; 0 when it had none. */
  version: z.int().min(0),
  reason: z.string().trim().min(1, 'must say why').max(500),
}).meta({ id: 'ChangeAlertRule' });
export type ChangeRule = z.output<typeof ChangeRule>;

export const ScopeShape = z
  .object({
    of: z.enum(['clinic', 'programme', 'patient']),
    programme: z.string().nullable(),
    patientId: z.string().nullable(),
  })
  .meta({ id: 'AlertRuleScopeView' });
const version = {
  kind: KindShape,
  domain: z.enum(DOMAINS).nullable(),
  scope: ScopeShape,
  version: z.number(),
  settings: RuleSettings.nullable(),
  changedBy: z.object({ personId: z.string(), name: z.string() }),
  changedAt: z.string(),
  reason: z.string(),
};
export const RuleVersionShape = z.object(version).meta({ id: 'AlertRuleVersion' });

export const RuleList = z
  .object({
    /** A row per kind: what Stepwell comes with, what holds for what was asked, and from where. */
    items: z.array(
      z.object({
        kind: KindShape,
        defaults: RuleSettings,
        effective: RuleSettings,
        from: z.enum(['default', 'clinic', 'programme', 'patient']),
      }),
    ),
    /** The newest version of each scope that has one. */
    versions: z.array(RuleVersionShape),
    programmes: z.array(z.string()),
  })
  .meta({ id: 'AlertRuleList' });
export const RuleHistory = z.object({ items: z.array(RuleVersionShape) }).meta({ id: 'AlertRuleHistory' });

export const SetProgramme = z.strictObject({ programme: programme.nullable() }).meta({ id: 'SetProgramme' });
export type SetProgramme = z.output<typeof SetProgramme>;
