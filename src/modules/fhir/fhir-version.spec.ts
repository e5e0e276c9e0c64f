import { describe, expect, it } from '@jest/globals';
import { assertIsOurs, assertWantsOurs } from './fhir-version.js';

const statusOf = (act: () => void): number | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as { status: number }).status;
  }
};

describe('the version of FHIR that is wanted', () => {
  it.each([
    '*/*',
    'application/fhir+json',
    'application/fhir+json; fhirVersion=4.0',
    'application/fhir+json;fhirversion="4.0"',
    'application/fhir+json; fhirVersion=4.0.1; charset=utf-8',
    'application/fhir+json; fhirVersion=5.0, application/fhir+json; fhirVersion=4.0;q=0.5',
    'application/fhir+json; fhirVersion=5.0, */*;q=0.1',
    'json',
  ])('%s is ours', (wanted) => expect(statusOf(() => assertWantsOurs(wanted))).toBeUndefined());

  it.each([
    'application/fhir+json; fhirVersion=5.0',
    'application/fhir+json;fhirVersion=3.0',
    'application/fhir+json; fhirVersion="1.0"',
    'application/fhir+json; fhirVersion=40',
    'application/fhir+json; fhirVersion=',
    'application/fhir+xml; fhirVersion=4.0',
    'ttl',
  ])('%s is not', (wanted) => expect(statusOf(() => assertWantsOurs(wanted))).toBe(406));
});

describe('the version of FHIR that was sent', () => {
  it.each([
    [undefined, undefined],
    ['application/fhir+json', undefined],
    ['application/fhir+json; charset=utf-8; fhirVersion=4.0', undefined],
    ['application/fhir+json; fhirVersion=4.3', 415],
    ['application/fhir+ndjson; fhirVersion=3.0', 415],
  ])('%s: %s', (sent, status) => expect(statusOf(() => assertIsOurs(sent))).toBe(status));
});
