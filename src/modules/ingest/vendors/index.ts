/** What wearables and phones send, read into our metrics and units. Pure parsing: no database, no network, no clock. */
import { fitbitParser } from './fitbit/fitbit.parser.js';
import { googleHealthParser } from './google-health/google-health.parser.js';
import { openMHealthParser } from './open-mhealth/open-mhealth.parser.js';
import type { VendorParser } from './vendor.js';

export type * from './vendor.js';
export * from './vendor.errors.js';
export { type RefusalCount, RefusalTally } from './refusal-tally.js';
export {
  readAppleHealth,
  type AppleHealthProgress,
  type AppleHealthSummary,
} from './apple-health/read-apple-health.js';
export { UNCHECKED, type Unchecked } from './apple-health/assert-theirs.js';
export { openAppleHealthUpload, type AppleHealthUpload } from './apple-health/open-upload.js';

/** Vendors whose payloads are JSON. Apple's export is a stream: see readAppleHealth. */
export const VENDOR_PARSERS: Readonly<Record<'fitbit' | 'google-health' | 'open-mhealth', VendorParser>> = {
  fitbit: fitbitParser,
  'google-health': googleHealthParser,
  'open-mhealth': openMHealthParser,
};
