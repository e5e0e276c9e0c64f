import { z } from 'zod';
import { SentenceShape } from '../patients/index.js';

const LANE_KINDS = ['visit', 'device', 'zone', 'sprint', 'peg', 'flare', 'dose', 'procedure'] as const;

export const LaneEventShape = z
  .object({
    /** The patient's civil day. */
    on: z.string(),
    /** The last day of what lasts; null: one day, or it goes on. */
    until: z.string().nullable(),
    kind: z.enum(LANE_KINDS),
    label: z.string(),
    /** What to say instead of the label, where that takes words. */
    sentence: SentenceShape.nullable(),
  })
  .meta({ id: 'LaneEvent' });
export type LaneEvent = z.output<typeof LaneEventShape>;
