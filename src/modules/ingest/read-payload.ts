import { FUTURE_LIMIT_MS, type ZoneHistory } from '../../metrics/index.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { findContradictions } from '../observations/index.js';
import { toldAs } from './told/told-key.js';
import type { ToldReading } from './told/told-readings.js';
import { fromParsed } from './to-observation.js';
import {
  type ParsedObservation,
  type ParseResult,
  VENDOR_PARSERS,
  VendorError,
  type VendorParser,
} from './vendors/index.js';

/** What was read of a payload. */
export interface PayloadRead extends Omit<ParseResult, 'observations'> {
  readonly readings: ToldReading[];
  /** How many readings were left out, as too far ahead of now. */
  readonly ahead: number;
}

/** @throws DomainError VENDOR_UNKNOWN naming the formats there are */
export function parserOf(vendor: string): VendorParser {
  if (Object.hasOwn(VENDOR_PARSERS, vendor)) return VENDOR_PARSERS[vendor as keyof typeof VENDOR_PARSERS];
  const formats = Object.keys(VENDOR_PARSERS).join(', ');
  throw new DomainError(
    'VENDOR_UNKNOWN',
    404,
    `This vendor's format is not supported yet. Supported here: ${formats}; Apple Health as an upload; any device as FHIR Observations or plain JSON.`,
  );
}

/**
 * What a vendor's payload says of one patient. The same payload, received at the same time and read in the same zones, says
 * the same: a replay depends on it.
 *
 * @throws DomainError when the payload is of no shape that this vendor writes
 */
export function readPayload(
  vendor: string,
  payload: unknown,
  of: { patientId: string; zones: ZoneHistory; receivedMs: number },
): PayloadRead {
  const parser = parserOf(vendor);
  const parsed = asDomainError(() => parser.parse(payload, { zones: of.zones }));
  const intime = parsed.observations.filter((o) => o.endMs <= of.receivedMs + FUTURE_LIMIT_MS);
  const observations = intime.map((o) => fromParsed(o, of.patientId));
  const wrong = new Set(findContradictions(observations, (a, b) => areApart(intime[a]!, intime[b]!)));
  return {
    readings: intime.map((o, i) => ({
      path: o.path ?? '',
      observation: observations[i]!,
      told: toldAs(o),
      revisedMs: o.revisedMs ?? null,
      contradicts: wrong.has(i),
    })),
    refused: parsed.refused,
    ahead: parsed.observations.length - intime.length,
    skipped: parsed.skipped,
  };
}

/** Two values of one instant that the vendor itself tells apart, by when it revised them. */
const areApart = (a: ParsedObservation, b: ParsedObservation): boolean =>
  a.revisedMs !== undefined && b.revisedMs !== undefined && a.revisedMs !== b.revisedMs;

/** The vendors' room knows nothing of HTTP; its refusals already have a code, a status and a sentence. */
function asDomainError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof VendorError) throw new DomainError(error.code, error.status, error.message);
    throw error;
  }
}
