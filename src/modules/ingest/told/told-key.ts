import { createHash } from 'node:crypto';
import type { ParsedObservation } from '../vendors/index.js';

/**
 * What a vendor knows a reading by, whatever its value and its period come to be: the vendor's own id, or the time on the
 * wall as it was written. Null where only the instants say which it is.
 */
export function toldAs({ metric, externalId, toldAs: wall, source }: ParsedObservation): string | null {
  if (externalId !== null) return `${metric} id ${externalId}`;
  return wall === undefined ? null : `${metric} at ${wall} by ${source.device ?? ''}`;
}

/** 128 bits of a hash, as a UUID: half of what the names themselves would take. */
export function toldKey(vendor: string, told: string): string {
  const hash = createHash('sha256').update(`${vendor}\n${told}`).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
