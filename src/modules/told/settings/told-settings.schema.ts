import { z } from 'zod';

const level = z.enum(['all', 'important', 'none']);

/** What I want a notice of, by kind; the page shows all of it whatever I choose. */
export const ToldSettingsShape = z
  .strictObject({ good: level, changes: level, devices: level, visits: level })
  .meta({ id: 'ToldSettings' });
export type ToldSettingsShape = z.output<typeof ToldSettingsShape>;
