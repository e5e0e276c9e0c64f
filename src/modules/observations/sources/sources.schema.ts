import { z } from 'zod';
import { MetricShape, SyncShape } from '../../patients/index.js';
import { SOURCE_KINDS } from '../observation.js';

export const SourceOrderChange = z
  .strictObject({
    /** Best first; whoever is not named comes after. Empty: by kind of device again. */
    sourceIds: z
      .array(z.int().positive())
      .max(50)
      .refine((ids) => new Set(ids).size === ids.length, 'must name each source once'),
  })
  .meta({ id: 'SourceOrderChange' });
export type SourceOrderChange = z.output<typeof SourceOrderChange>;

export const SourcesView = z
  .object({
    sources: z.array(
      z.object({
        sourceId: z.number(),
        label: z.string(),
        kind: z.enum(SOURCE_KINDS),
        lastContactAt: z.string(),
        newestAt: z.string().nullable(),
        sync: SyncShape,
      }),
    ),
    /** Metrics that several sources may speak of, each with its sources, best first. */
    orders: z.array(z.object({ metric: MetricShape, sourceIds: z.array(z.number()), chosen: z.boolean() })),
    /** The history is being added up anew: so many of its days are done. */
    recompute: z.object({ doneDays: z.number(), totalDays: z.number() }).nullable(),
  })
  .meta({ id: 'SourcesView' });
