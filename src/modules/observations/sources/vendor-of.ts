import type { Source } from '../observation.js';

/** Makers whose devices send through a cloud of their own: when that is down, all of their patients fall silent at once. */
const VENDORS = ['apple', 'fitbit', 'garmin', 'google', 'oura', 'polar', 'samsung', 'suunto', 'whoop', 'withings'];

/** By whose service do these readings come? Null: nobody's that others share. */
export function vendorOf({ system, device }: Pick<Source, 'system' | 'device'>): string | null {
  const [maker = ''] = (system === 'device' ? device : system).toLowerCase().split(/[\s-]/);
  return VENDORS.includes(maker) ? maker : null;
}
