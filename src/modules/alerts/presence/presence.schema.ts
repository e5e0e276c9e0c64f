import { z } from 'zod';
import { uuid } from '../../clinics/index.js';

/** The alert that is open on this page; null: none any more. Said again every few seconds while it stays open. */
export const View = z.strictObject({ alertId: uuid.nullable() });
export type View = z.output<typeof View>;
