import { z } from 'zod';
import { daysBetween, METRICS } from '../../metrics/index.js';
import { uuid } from '../clinics/index.js';
import { MetricShape } from './patients.schema.js';

const day = z.iso
  .date({ error: 'must be a day written YYYY-MM-DD', abort: true })
  .refine((text) => text >= '1900', 'must be after 1900');

export const NewSprint = z
  .strictObject({
    id: uuid,
    goal: z.string().trim().min(1, "must say the patient's goal").max(300),
    startsOn: day,
    endsOn: day,
    metrics: z
      .array(
        z.strictObject({
          metric: MetricShape,
          target: z.number(),
          baseline: z.number().optional(),
        }),
      )
      .min(1, 'must name 1 to 5 metrics')
      .max(5, 'must name 1 to 5 metrics'),
  })
  .superRefine(({ startsOn, endsOn, metrics }, context) => {
    const length = daysBetween(startsOn, endsOn) + 1;
    if (length < 28 || length > 42)
      context.addIssue({
        code: 'custom',
        path: ['endsOn'],
        message: 'must be 28 to 42 days after startsOn, both days counted',
      });
    metrics.forEach(({ metric, target, baseline }, i) => {
      const { min, max, unit } = METRICS[metric];
      for (const [name, value] of [
        ['target', target],
        ['baseline', baseline],
      ] as const)
        if (value !== undefined && (value < min || value > max))
          context.addIssue({ code: 'custom', path: ['metrics', i, name], message: `must be ${min} to ${max} ${unit}` });
      if (metrics.findIndex((m) => m.metric === metric) !== i)
        context.addIssue({ code: 'custom', path: ['metrics', i, 'metric'], message: 'is named twice' });
    });
  })
  .meta({ id: 'NewSprint' });
export type NewSprint = z.output<typeof NewSprint>;
