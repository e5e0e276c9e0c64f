import { z } from 'zod';
import { METRIC_IDS, METRICS, type MetricId, toCanonical } from '../../metrics/index.js';
import { uuid } from '../clinics/index.js';
import { instant } from './ingest.schema.js';

/**
 * Two days of five metrics a minute; one body is one transaction. A value with its own distance and length is three of
 * the 50,000 values that its JSON may hold.
 */
export const MOST_VALUES = 15_000;
export const MOST_COLUMNS = 50;
const LONGEST_SECONDS = 48 * 3600;

const seconds = z.number().int().min(0).max(LONGEST_SECONDS);

export const Column = z
  .strictObject({
    metric: z.enum(METRIC_IDS as [string, ...string[]], { error: `must be one of ${METRIC_IDS.join(', ')}` }),
    unit: z.string().max(40).optional(),
    start: instant.describe('When the first value begins.'),
    everySeconds: z
      .number()
      .int()
      .min(1)
      .max(7 * 86_400)
      .optional()
      .describe('The values follow each other at this distance. Either this or afterSeconds.'),
    afterSeconds: z
      .array(
        z
          .number()
          .int()
          .min(0)
          .max(366 * 86_400),
      )
      .max(MOST_VALUES)
      .optional()
      .describe('How long after the value before it each begins; the first counts from start.'),
    lengthSeconds: z
      .union([seconds, z.array(seconds).max(MOST_VALUES)])
      .default(0)
      .describe('How long each value lasts, one for all or one for each. 0: a moment.'),
    values: z
      .array(z.number().nullable())
      .min(1)
      .max(MOST_VALUES)
      .describe('null: nothing was measured; nothing is stored. Not the same as 0.'),
  })
  .superRefine((column, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const { metric, unit, everySeconds, afterSeconds, lengthSeconds, values } = column;
    // A fault of the sender's program, not of a sensor: named once, and nothing of it is stored. 0 stands for any value.
    const converted = toCanonical(METRICS[metric as MetricId], 0, unit);
    if (!converted.ok && converted.reason === 'unit') wrong('unit', converted.message);
    if ((everySeconds === undefined) === (afterSeconds === undefined))
      wrong('everySeconds', 'give either everySeconds or afterSeconds');
    if (afterSeconds && afterSeconds.length !== values.length)
      wrong('afterSeconds', `must have as many members as values: ${values.length}`);
    if (Array.isArray(lengthSeconds) && lengthSeconds.length !== values.length)
      wrong('lengthSeconds', `must be one number, or as many as values: ${values.length}`);
  })
  .meta({ id: 'Column' });
export type Column = z.output<typeof Column>;

export const DeviceColumns = z
  .strictObject({
    patient: uuid,
    device: z.strictObject({
      maker: z.string().min(1).max(100).optional(),
      model: z.string().min(1).max(100),
      kind: z.enum(['watch', 'phone', 'other']),
    }),
    columns: z.array(Column).min(1).max(MOST_COLUMNS),
  })
  .refine(({ columns }) => columns.reduce((sum, { values }) => sum + values.length, 0) <= MOST_VALUES, {
    path: ['columns'],
    message: `must hold at most ${MOST_VALUES} values together`,
  })
  .meta({
    id: 'DeviceColumns',
    description: `At most ${MOST_COLUMNS} columns and ${MOST_VALUES} values together.`,
    examples: [
      {
        patient: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
        device: { maker: 'Acme', model: 'Band 2', kind: 'watch' },
        columns: [
          {
            metric: 'steps',
            unit: '{steps}',
            start: '2026-11-20T09:00:00+01:00',
            everySeconds: 60,
            lengthSeconds: 60,
            values: [12, 0, null, 84],
          },
          {
            metric: 'heartRate',
            unit: '/min',
            start: '2026-11-20T09:00:03+01:00',
            afterSeconds: [0, 5, 12],
            values: [61, 62, 60],
          },
        ],
      },
    ],
  });
export type DeviceColumns = z.output<typeof DeviceColumns>;
