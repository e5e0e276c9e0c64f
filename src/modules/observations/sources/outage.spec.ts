import { describe, expect, it } from '@jest/globals';
import { Concern } from '../../alerts/concerns/concern.js';
import { findOutages, type VendorContact } from './outage.js';
import { vendorOf } from './vendor-of.js';

const NOW = new Date('2026-08-03T10:00:00Z');
/** Patients of a vendor, by how many hours ago each was last heard of. */
const patients = (vendor: string, ...hoursAgo: number[]): VendorContact[] =>
  hoursAgo.map((hours) => ({ vendor, lastContactMs: NOW.getTime() - hours * 3_600_000 }));
const find = (...contacts: VendorContact[]) => findOutages(contacts, NOW);
const many = (n: number, hours: number) => Array.from({ length: n }, () => hours);

describe('a vendor that delivers nothing', () => {
  it.each<[string, VendorContact[], number | null]>([
    ['all three silent since the same day', patients('fitbit', 60, 62, 65), 3],
    ['four of ten', patients('fitbit', ...many(4, 60), ...many(6, 1)), 4],
    ['three of ten are 30 %, not more', patients('fitbit', ...many(3, 60), ...many(7, 1)), null],
    ['two of two are too few', patients('fitbit', 60, 62), null],
    ['quiet for less than two days', patients('fitbit', 40, 41, 42, 43), null],
    ['one by one, over weeks', patients('fitbit', 60, 120, 240, 360), null],
    ['together, beside some who left long before', patients('fitbit', 60, 61, 70, 300, 500), 3],
  ])('%s', (_name, contacts, silent) => {
    expect(find(...contacts)[0]?.evidence ?? null).toEqual(
      silent === null ? null : expect.objectContaining({ patientsSilent: silent, patientsConnected: contacts.length }),
    );
  });

  it('is one concern of the clinic a vendor, since the first fell silent', () => {
    const found = find(
      ...patients('fitbit', 60, 62, 65),
      ...patients('garmin', 1, 2, 3),
      ...patients('oura', 99, 98, 97),
    );
    expect(found.map((one) => Concern.parse(one).key)).toEqual(['fitbit', 'oura']);
    expect(found[0]).toMatchObject({ patientId: null, since: '2026-07-31' });
  });

  it.each([
    [{ system: 'device', device: 'Fitbit Charge 6' }, 'fitbit'],
    [{ system: 'apple-health', device: '' }, 'apple'],
    [{ system: 'device', device: 'Test Watch' }, null],
    [{ system: 'fhir', device: '' }, null],
    [{ system: 'stepwell', device: 'diary' }, null],
  ])('%p comes by %p', (source, vendor) => {
    expect(vendorOf(source)).toBe(vendor);
  });
});
