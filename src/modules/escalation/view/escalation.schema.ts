import { z } from 'zod';
import { TIERS } from '../../alerts/index.js';
import { CHAIN } from '../../../platform/health/chain-state.js';

export const ChainShape = z
  .object({
    workers: z.array(
      z.object({ name: z.enum(CHAIN), beatAt: z.string().nullable(), ageSeconds: z.number().nullable() }),
    ),
    /** Null as long as one of them was never heard of. */
    oldestBeatAgeSeconds: z.number().nullable(),
    /** False: one of them was silent for more than 90 s, and it cannot be relied on that anybody is told. */
    ok: z.boolean(),
  })
  .meta({ id: 'AlertChain' });

const NoticeShape = z.object({
  /** Null: a machine, or the clinic's fallback. */
  person: z.object({ personId: z.string(), name: z.string() }).nullable(),
  channel: z.enum(['web-push', 'e-mail', 'webhook', 'none']),
  state: z.enum(['due', 'sent', 'withheld', 'dead']),
  /** Why it was not sent, or waits: quiet-hours, switched-off, no-device, absent … */
  reason: z.string().nullable(),
  at: z.string(),
});

export const EscalationShape = z
  .object({
    steps: z.array(
      z.object({
        target: z.string(),
        tier: z.enum(TIERS),
        dueAt: z.string(),
        state: z.enum(['due', 'called', 'nobody', 'stopped', 'dead']),
        reason: z.string().nullable(),
        settledAt: z.string().nullable(),
        notices: z.array(NoticeShape),
      }),
    ),
  })
  .meta({ id: 'AlertEscalation' });
