/** What wearables and phones send, read into our metrics and units. Pure parsing: no database, no network, no clock. */
import { fitbitParser } from './fitbit/fitbit.parser.js';
import { googleHealthParser } from './google-health/google-health.parser.js';
import { openMHealthParser } from './open-mhealth/open-mhealth.parser.js';
import type { VendorParser } from './vendor.js';

export type * from './vendor.js';
export * from './vendor.errors.js';
export { type RefusalCount, RefusalTally, type Refused } from './refusal-tally.js';
export {
  EXPORT_KINDS,
  type ExportKind,
  type ExportProgress,
  type ExportSink,
  type OpenExport,
} from './exports/export.js';
export { UNCHECKED, type Unchecked } from './exports/assert-theirs.js';
export { openExport } from './exports/open-export.js';

/** Vendors whose payloads are JSON. Export files are streams: see openExport. */
export const VENDOR_PARSERS: Readonly<Record<'fitbit' | 'google-health' | 'open-mhealth', VendorParser>> = {
  fitbit: fitbitParser,
  'google-health': googleHealthParser,
  'open-mhealth': openMHealthParser,
};
