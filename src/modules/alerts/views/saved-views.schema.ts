import { z } from 'zod';
import { PROFESSIONS } from '../../clinics/index.js';
import { KIND_NAMES } from '../concerns/kinds.js';
import { TIERS } from '../rules/alert-rule.schema.js';

/** What of the worklist to show. No search for a name among them: a stored view must not hold a patient's. */
export const ViewFilters = z
  .strictObject({
    whose: z.enum(['mine', 'team', 'all']).default('team'),
    discipline: z.enum(PROFESSIONS).optional(),
    tier: z.enum(TIERS).optional(),
    kind: z.enum(KIND_NAMES).optional(),
    snoozed: z.enum(['without', 'only', 'with']).default('without'),
  })
  .meta({ id: 'SavedViewFilters' });
export type ViewFilters = z.output<typeof ViewFilters>;

export const PutSavedView = z
  .strictObject({ name: z.string().trim().min(1, 'must not be empty').max(60), filters: ViewFilters })
  .meta({ id: 'PutSavedView' });
export type PutSavedView = z.output<typeof PutSavedView>;

export const SavedViewShape = z
  .object({ id: z.string(), name: z.string(), filters: ViewFilters })
  .meta({ id: 'SavedView' });
export const SavedViewList = z.object({ items: z.array(SavedViewShape) }).meta({ id: 'SavedViewList' });
