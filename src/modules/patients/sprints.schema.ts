import { z } from 'zod';
import { METRICS } from '../../metrics/index.js';
import { uuid } from '../clinics/index.js';
import { MetricShape } from './patients.schema.js';
import { isSprintLong, SPRINT_DAYS } from './sprint-change.js';

const day = z.iso
  .date({ error: 'must be a day written YYYY-MM-DD', abort: true })
  .refine((text) => text >= '1900', 'must be after 1900');

const goal = z.string().trim().min(1, "must say the patient's goal").max(300);
const metrics = z
  .array(z.strictObject({ metric: MetricShape, target: z.number(), baseline: z.number().optional() }))
  .min(1, 'must name 1 to 5 metrics')
  .max(5, 'must name 1 to 5 metrics')
  .superRefine((list, context) => {
    list.forEach(({ metric, target, baseline }, i) => {
      const { min, max, unit } = METRICS[metric];
      for (const [name, value] of [
        ['target', target],
        ['baseline', baseline],
      ] as const)
        if (value !== undefined && (value < min || value > max))
          context.addIssue({ code: 'custom', path: [i, name], message: `must be ${min} to ${max} ${unit}` });
      if (list.findIndex((m) => m.metric === metric) !== i)
        context.addIssue({ code: 'custom', path: [i, 'metric'], message: 'is named twice' });
    });
  });

export const NewSprint = z
  .strictObject({ id: uuid, goal, startsOn: day, endsOn: day, metrics })
  .superRefine(({ startsOn, endsOn }, context) => {
    if (!isSprintLong(startsOn, endsOn))
      context.addIssue({
        code: 'custom',
        path: ['endsOn'],
        message: `must be ${SPRINT_DAYS.least} to ${SPRINT_DAYS.most} days after startsOn, both days counted`,
      });
  })
  .meta({ id: 'NewSprint' });
export type NewSprint = z.output<typeof NewSprint>;

/** A sprint corrected: all of it that can be another. `version`: the one that was read. */
export const SprintChange = z
  .strictObject({ version: z.number().int(), goal, endsOn: day, metrics })
  .meta({ id: 'SprintChange' });
export type SprintChange = z.output<typeof SprintChange>;

export const SprintEnd = z.strictObject({ version: z.number().int() }).meta({ id: 'SprintEnd' });
export type SprintEnd = z.output<typeof SprintEnd>;
export const SprintId = uuid;

export const EarlierSprints = z
  .object({
    /** The newest first. */
    items: z.array(
      z.object({
        sprintId: z.string(),
        version: z.number(),
        goal: z.string(),
        startsOn: z.string(),
        endsOn: z.string(),
        metrics: z.array(z.object({ metric: MetricShape, baseline: z.number().nullable(), target: z.number() })),
        /** How it came to an end; removed: taken back before it began. */
        became: z.enum(['changed', 'ended', 'removed']),
        until: z.string(),
        /** Null: no person of the team. */
        by: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'EarlierSprints' });
