import { z } from 'zod';

/** Which part of the input was wrong. `at` is the instant it is about. */
export const FieldFault = z.object({ path: z.string(), message: z.string(), at: z.string().optional() });

/** Every refusal outside /fhir: `code` is a stable word, `detail` the sentence for a reader. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(FieldFault).optional(),
});
export type Problem = z.output<typeof Problem>;
