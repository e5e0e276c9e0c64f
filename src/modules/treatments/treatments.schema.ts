import { z } from 'zod';
import { SENSITIVITIES } from '../../platform/auth/sensitivity.js';
import { uuid } from '../clinics/index.js';
import type { Exactness } from './read-days.js';

const MOST_LETTERS = 120;
const words = (what: string) =>
  z.string().trim().min(1, `must say ${what}`).max(MOST_LETTERS, `must have at most ${MOST_LETTERS} letters`);
const day = z.iso
  .date({ error: 'must be a day written YYYY-MM-DD', abort: true })
  .refine((text) => text >= '1900', 'must be after 1900');

const days = {
  on: day,
  /** The last day. Null: a dose goes on; a procedure was done on one day. */
  until: day.nullable().default(null),
  /** Who reads it besides the writer, as with notes. Left out: as it is, and of a new one nothing special. */
  label: z.enum(SENSITIVITIES).nullable().optional(),
};
const dose = { kind: z.literal('dose'), medication: words('which medication'), dose: words('how much and how often') };
const procedure = { kind: z.literal('procedure'), text: words('what was done') };

/** Both days are days by now: they sort as text. */
const inOrder = (
  { on, until }: { on?: string | undefined; until?: string | null | undefined },
  context: z.RefinementCtx,
) => {
  if (on && until && until < on)
    context.addIssue({ code: 'custom', path: ['until'], message: 'must not be before the first day' });
};

export const NewTreatment = z
  .discriminatedUnion('kind', [
    z.strictObject({ id: uuid, ...dose, ...days }),
    z.strictObject({ id: uuid, ...procedure, ...days }),
  ])
  .superRefine(inOrder)
  .meta({ id: 'NewTreatment' });
export type NewTreatment = z.output<typeof NewTreatment>;

const changed = {
  /** The one that was read. */
  version: z.number().int(),
  on: days.on.optional(),
  until: day.nullable().optional(),
  label: days.label,
};
/**
 * What is another now: corrected or ended. What is left out stays as it is, so that what a program has sent without a dose or
 * a first day, or under a long name, can be ended without making one up.
 */
export const TreatmentChange = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: dose.kind,
      medication: dose.medication.optional(),
      dose: dose.dose.optional(),
      ...changed,
    }),
    z.strictObject({ kind: procedure.kind, text: procedure.text.optional(), ...changed }),
  ])
  .superRefine(inOrder)
  .meta({ id: 'TreatmentChange' });
export type TreatmentChange = z.output<typeof TreatmentChange>;

export const TreatmentId = uuid;
export const TreatmentVersion = z.strictObject({
  version: z
    .string({ error: 'must be the version that was read' })
    .regex(/^[1-9]\d{0,8}$/, 'must be the version that was read')
    .transform(Number),
});
export type TreatmentVersion = z.output<typeof TreatmentVersion>;

const EXACTNESSES = ['day', 'month', 'year'] as const satisfies readonly Exactness[];
const noted = {
  id: z.string(),
  version: z.number(),
  /** Null: nobody knows since when. */
  on: z.string().nullable(),
  until: z.string().nullable(),
  /** month, year: of `on` (`until`) no more is known; it is its first (last) day. */
  onExact: z.enum(EXACTNESSES),
  untilExact: z.enum(EXACTNESSES),
  /** Meant to come, and nobody has said that it has: also after its day. */
  planned: z.boolean(),
  label: z.enum(SENSITIVITIES).nullable(),
  mayChangeLabel: z.boolean(),
  notedAt: z.string(),
  /** Null: a program sent it. */
  notedBy: z.string().nullable(),
};
export const TreatmentView = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('dose'), medication: z.string(), dose: z.string().nullable(), ...noted }),
    z.object({ kind: z.literal('procedure'), text: z.string(), ...noted }),
  ])
  .meta({ id: 'Treatment' });
export type TreatmentView = z.output<typeof TreatmentView>;
export const Treatments = z
  .object({
    /** The patient's today decides what is taken now: a follower need not see anything else of the patient. */
    timeZone: z.string(),
    items: z.array(TreatmentView),
    /** There are more than are answered: those that are over and were written down first are missing. */
    isCut: z.boolean(),
  })
  .meta({ id: 'Treatments' });
export type Treatments = z.output<typeof Treatments>;
