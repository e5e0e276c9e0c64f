import { describe, expect, it } from '@jest/globals';
import { Concern } from '../../alerts/concerns/concern.js';
import { findOutages, type SourceContact, toOutageConcern } from './outage.js';
import { vendorOf } from './vendor-of.js';

const NOW = new Date('2026-08-03T10:00:00Z');
let last = 0;
const having = (common: Partial<SourceContact>, ...hoursAgo: number[]): SourceContact[] =>
  hoursAgo.map((hours) => ({
    patientId: `p${++last}`,
    sourceId: last,
    vendor: null,
    program: null,
    source: null,
    ...common,
    lastContactMs: NOW.getTime() - hours * 3_600_000,
  }));
/** Patients of a vendor, by how many hours ago each was last heard of. */
const patients = (vendor: string, ...hoursAgo: number[]) => having({ vendor }, ...hoursAgo);
const find = (...contacts: SourceContact[]) => findOutages(contacts, NOW);
const many = (n: number, hours: number) => Array.from({ length: n }, () => hours);
const said = (contacts: readonly SourceContact[]) =>
  find(...contacts).map(
    ({ name, patientIds, patientsConnected }) => `${name} ${patientIds.length}/${patientsConnected}`,
  );

describe('what patients have in common and delivers nothing', () => {
  it.each<[string, SourceContact[], string[]]>([
    ['all three silent since the same day', patients('fitbit', 60, 62, 65), ['fitbit 3/3']],
    ['four of ten of a maker', patients('fitbit', ...many(4, 60), ...many(6, 1)), ['fitbit 4/10']],
    ['three of ten are 30 %, not more', patients('fitbit', ...many(3, 60), ...many(7, 1)), []],
    ['two of two are too few', patients('fitbit', 60, 62), []],
    ['quiet for less than two days', patients('fitbit', 40, 41, 42, 43), []],
    ['one by one, over weeks', patients('fitbit', 60, 120, 240, 360), []],
    ['together, beside some who left long before', patients('fitbit', 60, 61, 70, 300, 500), ['fitbit 3/5']],
    ['a maker nobody knows, by one name', having({ source: 'Acme Band 1' }, ...many(12, 60)), ['Acme Band 1 12/12']],
    ['half of a name are not more than half', having({ source: 'Acme' }, ...many(3, 60), ...many(3, 1)), []],
    ['nothing in common', having({}, ...many(9, 60)), []],
    [
      'a gateway with two kinds of devices: one outage, the gateway’s',
      [
        ...having({ program: 'Acme gateway', source: 'Acme Band 1' }, ...many(3, 60)),
        ...having({ program: 'Acme gateway', source: 'Acme Ring' }, ...many(4, 60)),
      ],
      ['Acme gateway 7/7'],
    ],
    [
      'a maker’s cloud behind a program that goes on: the maker’s',
      [
        ...having({ program: 'gateway', vendor: 'fitbit', source: 'Fitbit Charge 6' }, ...many(6, 60)),
        ...having({ program: 'gateway', source: 'Acme' }, ...many(4, 1)),
      ],
      ['fitbit 6/6'],
    ],
    ['one by one through one program', having({ program: 'gateway', source: 'Acme' }, 60, 120, 240, 360, 1, 1), []],
  ])('%s', (_name, contacts, outages) => expect(said(contacts)).toEqual(outages));

  it('counts a patient once, by the newest of several sources, and marks only those that fell silent then', () => {
    const group = having({ program: 'gateway' }, 60, 61, 62);
    const older = group.map((one) => ({ ...one, sourceId: one.sourceId + 1000, lastContactMs: 0 }));
    const [outage] = find(...group, ...older);
    expect(outage).toMatchObject({ patientsConnected: 3 });
    expect([...outage!.sourceIds].sort()).toEqual(group.map(({ sourceId }) => sourceId).sort());
  });

  it('is found in a moment where a hundred thousand patients have it in common', () => {
    const hours = Array.from({ length: 100_000 }, (_, i) => (i < 40_000 ? 60 + i / 4000 : 1));
    const one = hours.flatMap((hoursAgo) => patients('fitbit', hoursAgo));
    const two = one.map((contact) => ({ ...contact, sourceId: contact.sourceId + 1_000_000 }));
    const began = performance.now();
    const [outage, ...others] = findOutages([...one, ...two], NOW);
    expect([outage!.patientIds.length, outage!.sourceIds.length, others.length]).toEqual([40_000, 80_000, 0]);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('is one concern of the clinic each, since the first fell silent', () => {
    const found = find(
      ...patients('fitbit', 60, 62, 65),
      ...patients('garmin', 1, 2, 3),
      ...patients('oura', 99, 98, 97),
    ).map(toOutageConcern);
    expect(found.map((one) => Concern.parse(one).key)).toEqual(['fitbit', 'oura']);
    expect(found[0]).toMatchObject({ patientId: null, since: '2026-07-31', evidence: { patientsSilent: 3 } });
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
