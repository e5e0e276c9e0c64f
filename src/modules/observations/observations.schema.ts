import { z } from 'zod';
import { MetricShape } from '../patients/index.js';

export const DayExplained = z
  .object({
    metric: MetricShape,
    day: z.string(),
    value: z.number().nullable(),
    state: z.enum(['ok', 'notWorn', 'notSynced']),
    sources: z.array(
      z.object({
        sourceId: z.number(),
        label: z.string(),
        value: z.number(),
        counted: z.number(),
        totalMinusIntervals: z.number().optional(),
      }),
    ),
    observations: z.array(
      z.object({
        id: z.string(),
        startAt: z.string(),
        endAt: z.string(),
        value: z.number(),
        sourceLabel: z.string(),
        version: z.number(),
      }),
    ),
  })
  .meta({ id: 'DayExplained' });
