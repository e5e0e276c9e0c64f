import { z } from 'zod';
import { GLASS_KINDS } from '../../platform/auth/glass.js';
import { uuid } from '../clinics/index.js';

export const GlassId = uuid;

/** Letters, digits and the single spaces between them: what somebody can read as a sentence. */
const lettersIn = (text: string): number =>
  (text.replace(/[^\p{L}\p{M}\p{N}\s]/gu, '').match(/\S+/g) ?? []).join(' ').length;
export const NameQuery = z.object({
  query: z.string().trim().min(3, 'must have 3 letters of the name or more').max(100),
});
export type NameQuery = z.output<typeof NameQuery>;
export const NewGlass = z
  .strictObject({
    id: uuid,
    kind: z.enum(GLASS_KINDS),
    reason: z
      .string()
      .trim()
      .max(500)
      .refine((text) => lettersIn(text) >= 20, 'must say why, in 20 letters or more'),
  })
  .meta({ id: 'NewGlass' });
export type NewGlass = z.output<typeof NewGlass>;
export const GlassQuery = z.object({ state: z.enum(['open', 'judged']).default('open') });
export type GlassQuery = z.output<typeof GlassQuery>;
export const Judgement = z
  .strictObject({
    verdict: z.enum(['justified', 'unclear', 'unjustified']),
    note: z.string().trim().max(1000).optional(),
  })
  .refine((body) => body.verdict === 'justified' || lettersIn(body.note ?? '') >= 10, {
    path: ['note'],
    message: 'must say what follows from it, in 10 letters or more',
  })
  .meta({ id: 'Judgement' });
export type Judgement = z.output<typeof Judgement>;
export const NoBody = z.strictObject({}).optional();

/** The least by which somebody is known: name and day of birth. */
const patient = z.object({ id: z.string(), name: z.string(), birthDate: z.string().nullable() });
export const PatientNames = z.object({ items: z.array(patient) }).meta({ id: 'PatientNames' });

const glass = {
  id: z.string(),
  patient,
  kind: z.enum(GLASS_KINDS),
  reason: z.string(),
  openedAt: z.string(),
  endsAt: z.string(),
};
export const OpenGlass = z.object(glass).meta({ id: 'OpenGlass' });
export const OpenGlasses = z.object({ items: z.array(OpenGlass) }).meta({ id: 'OpenGlasses' });
export const ReviewedGlass = z
  .object({
    ...glass,
    by: z.object({ personId: z.string(), name: z.string(), profession: z.string().nullable() }),
    /** Acts on this patient that were possible only so. */
    acts: z.number(),
    verdict: z.enum(['justified', 'unclear', 'unjustified']).nullable(),
    note: z.string().nullable(),
    reviewedBy: z.string().nullable(),
    reviewedAt: z.string().nullable(),
  })
  .meta({ id: 'ReviewedGlass' });
export const ReviewedGlasses = z.object({ items: z.array(ReviewedGlass) }).meta({ id: 'ReviewedGlasses' });
