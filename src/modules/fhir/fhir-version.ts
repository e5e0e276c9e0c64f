import { DomainError } from '../../platform/http/domain-error.js';

/** https://hl7.org/fhir/R4/http.html#version-parameter */
const VERSION = /;\s*fhirVersion\s*=\s*"?([^;,\s"]*)/i;
const OURS = /^4\.0(\.\d+)?$/;
const JSON_RANGE = /json|\*\/\*|application\/\*/i;

const isOurs = (mediaType: string): boolean => OURS.test(VERSION.exec(mediaType)?.[1] ?? '4.0');

/**
 * @param wanted - `_format`, else `Accept`
 * @throws DomainError NOT_ACCEPTABLE where JSON of R4 is none of what is wanted
 */
export function assertWantsOurs(wanted: string): void {
  const ranges = wanted.split(',').filter((range) => JSON_RANGE.test(range));
  if (ranges.some(isOurs)) return;
  const sentence =
    ranges.length === 0
      ? 'Only JSON is offered: application/fhir+json.'
      : 'Only FHIR R4 is offered: fhirVersion must be 4.0, or left out.';
  throw new DomainError('NOT_ACCEPTABLE', 406, sentence, [], 'not-supported');
}

/** @throws DomainError CONTENT_TYPE where what was sent says that it is of another version */
export function assertIsOurs(contentType: string | undefined): void {
  if (contentType === undefined || isOurs(contentType)) return;
  const sentence = 'Only FHIR R4 is read: fhirVersion must be 4.0, or left out.';
  throw new DomainError('CONTENT_TYPE', 415, sentence, [], 'not-supported');
}
