import { z } from 'zod';
import { uuid } from '../clinics/index.js';

const instrument = z.enum(['diary', 'peg']);
export const NewResponse = z
  .strictObject({
    id: uuid,
    instrument,
    authoredAt: z.iso.datetime({ offset: true, message: 'must be a time such as 2026-11-22T08:00:00+01:00' }),
    answers: z.record(z.string().max(40), z.number().nullable()),
  })
  .meta({ id: 'NewResponse' });
export type NewResponse = z.output<typeof NewResponse>;

export const ResponseCorrection = z
  .strictObject({
    /** When it was corrected: on the day of the answers, as the patient's clock has it, and not long ago. */
    correctedAt: z.iso.datetime({ offset: true, message: 'must be a time such as 2026-11-22T08:00:00+01:00' }),
    /** All of them, as they are right. */
    answers: z.record(z.string().max(40), z.number().nullable()),
  })
  .meta({ id: 'ResponseCorrection' });
export type ResponseCorrection = z.output<typeof ResponseCorrection>;

export const ResponseQuery = z.object({
  instrument: instrument.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ResponseQuery = z.output<typeof ResponseQuery>;

export const ResponseStored = z.object({ id: z.string(), score: z.number().nullable() }).meta({ id: 'ResponseStored' });
export const ResponseList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        instrument,
        authoredAt: z.string(),
        answers: z.record(z.string(), z.number().nullable()),
        score: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'ResponseList' });
