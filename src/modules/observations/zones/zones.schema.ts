import { z } from 'zod';
import { isTimeZone } from '../../../metrics/index.js';

const EARLIEST = Date.UTC(2001, 0, 1);

/** When a change of time zone began: what tells it from the others of a patient. */
export const ZoneSince = z.iso.datetime({
  offset: true,
  error: 'must be a time with an offset, such as 2026-11-25T07:00:00+01:00',
  abort: true,
});

export const ZoneChange = z
  .strictObject({
    since: ZoneSince.refine((at) => Date.parse(at) >= EARLIEST, 'must be after 2001'),
    zone: z.string().refine(isTimeZone, 'must be an IANA zone such as Europe/Berlin'),
    /** The change that was entered wrongly, by its moment: this one takes its place, also at another moment. */
    insteadOf: ZoneSince.optional(),
  })
  .meta({ id: 'ZoneChange' });
export type ZoneChange = z.output<typeof ZoneChange>;

export const ZonesView = z
  .object({
    /** Oldest first; the first has no beginning. */
    items: z.array(z.object({ since: z.string().nullable(), zone: z.string() })),
  })
  .meta({ id: 'ZonesView' });
