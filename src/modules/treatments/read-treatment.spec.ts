import { describe, expect, it } from '@jest/globals';
import { validateResource } from '../fhir/validate/index.js';
import { readTreatment } from './read-treatment.js';
import { asMistake, type Writing, writeTreatment } from './write-treatment.js';
import { findWrongDay, type TreatmentFacts } from './treatment.js';

const ZONES = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }];
const statement = (more: object) => ({ resourceType: 'MedicationStatement', status: 'active', ...more });
const procedure = (more: object) => ({ resourceType: 'Procedure', status: 'completed', ...more });
const named = { medicationCodeableConcept: { text: 'Pregabalin' } };

describe('what a statement of somebody else tells', () => {
  it.each<[string, object, Partial<TreatmentFacts>]>([
    ['its text', named, { kind: 'dose', what: 'Pregabalin', dose: null, on: null, until: null }],
    [
      'the name of its code',
      {
        medicationCodeableConcept: {
          coding: [{ system: 'http://www.whocc.no/atc', code: 'N02BF02', display: 'pregabalin' }],
        },
      },
      { what: 'pregabalin' },
    ],
    ['its code', { medicationCodeableConcept: { coding: [{ code: 'N02BF02' }] } }, { what: 'N02BF02' }],
    [
      'a medication that it contains',
      {
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Duloxetine' } }],
        medicationReference: { reference: '#m' },
      },
      { what: 'Duloxetine' },
    ],
    [
      'how a reference is shown',
      { medicationReference: { reference: 'Medication/1', display: 'Duloxetine' } },
      { what: 'Duloxetine' },
    ],
    ['no name where there is none', { medicationReference: { reference: 'Medication/1' } }, { what: '' }],
    [
      'a dose in words',
      { ...named, dosage: [{ text: '75 mg' }, { text: '150 mg at night' }] },
      { dose: '75 mg + 150 mg at night' },
    ],
    [
      'a dose in numbers',
      { ...named, dosage: [{ doseAndRate: [{ doseQuantity: { value: 75, unit: 'mg' } }] }] },
      { dose: '75 mg' },
    ],
    ['a day', { ...named, effectiveDateTime: '2026-10-01' }, { on: '2026-10-01', until: null }],
    [
      'a time late in the evening elsewhere',
      { ...named, effectiveDateTime: '2026-10-01T23:30:00Z' },
      { on: '2026-10-02' },
    ],
    [
      'a month',
      { ...named, effectivePeriod: { start: '2026-02', end: '2026-02' } },
      { on: '2026-02-01', until: '2026-02-28', onExact: 'month', untilExact: 'month' },
    ],
    [
      'years',
      { ...named, effectivePeriod: { start: '2024', end: '2025' } },
      { on: '2024-01-01', until: '2025-12-31', onExact: 'year', untilExact: 'year' },
    ],
    ['what is taken', { ...named, effectiveDateTime: '2026-10-01' }, { planned: false, onExact: 'day' }],
    ['a plan', { ...named, status: 'intended', effectiveDateTime: '2026-10-01' }, { planned: true, on: '2026-10-01' }],
    [
      'a plan of the team, which holds from its day on',
      {
        ...named,
        status: 'intended',
        effectiveDateTime: '2026-10-01',
        informationSource: { identifier: { system: 'urn:stepwell:person', value: 'who' } },
      },
      { planned: false },
    ],
    [
      'stopped, nobody says when',
      { ...named, status: 'stopped', effectiveDateTime: '2026-10-01', dateAsserted: '2026-10-09' },
      { until: '2026-10-09' },
    ],
    [
      'stopped, written down before it began',
      { ...named, status: 'stopped', effectiveDateTime: '2026-10-01', dateAsserted: '2026-09-09' },
      { until: '2026-10-01' },
    ],
    ['no end, as many write it', { ...named, effectivePeriod: { end: '9999-12-31T23:59:59Z' } }, { until: null }],
    ['no end, by its day', { ...named, effectivePeriod: { start: '2026-10-01', end: '9999-12-31' } }, { until: null }],
    ['no end, by its month', { ...named, effectivePeriod: { end: '9999-12' } }, { until: null }],
    ['no end, by its year', { ...named, effectivePeriod: { end: '9999' } }, { until: null }],
    [
      'stopped, and without an end all the same',
      { ...named, status: 'stopped', effectivePeriod: { end: '9999-12-31' }, dateAsserted: '2026-10-09' },
      { until: '2026-10-09' },
    ],
    ['a start that never comes', { ...named, effectiveDateTime: '9999-12-31T23:59:59Z' }, { on: '9999-12-31' }],
    ['a leap second', { ...named, effectiveDateTime: '2016-12-31T22:59:60.5Z' }, { on: '2017-01-01' }],
    ['a day that is none', { ...named, effectiveDateTime: '2026-02-30' }, { on: null }],
    ['a time that is none', { ...named, effectiveDateTime: '2026-02-30T25:00:00Z' }, { on: null }],
  ])('%s', (_name, more, facts) => expect(readTreatment(statement(more), ZONES)).toMatchObject(facts));

  it.each(['entered-in-error', 'not-taken'])('%s stands nowhere', (status) => {
    expect(readTreatment(statement({ ...named, status }), ZONES)).toBeNull();
  });
});

describe('what a procedure tells', () => {
  const code = { code: { text: 'Facet joint injection' } };
  it.each<[string, object, Partial<TreatmentFacts>]>([
    [
      'on a day',
      { ...code, performedDateTime: '2026-10-01' },
      { kind: 'procedure', what: 'Facet joint injection', on: '2026-10-01', until: null },
    ],
    [
      'over days',
      { ...code, performedPeriod: { start: '2026-10-01', end: '2026-10-05' } },
      { on: '2026-10-01', until: '2026-10-05' },
    ],
    [
      'within one day',
      { ...code, performedPeriod: { start: '2026-10-01T08:00:00Z', end: '2026-10-01T09:00:00Z' } },
      { on: '2026-10-01', until: null },
    ],
    ['some time', { ...code, performedString: 'in spring' }, { on: null, until: null }],
    ['some day of a month', { ...code, performedDateTime: '2026-11' }, { on: '2026-11-01', onExact: 'month' }],
    [
      'planned, also once its day has passed',
      { ...code, status: 'preparation', performedDateTime: '2020-10-01' },
      { planned: true, on: '2020-10-01' },
    ],
  ])('%s', (_name, more, facts) => expect(readTreatment(procedure(more), ZONES)).toMatchObject(facts));
  it('not done stands nowhere', () =>
    expect(readTreatment(procedure({ ...code, status: 'not-done' }), ZONES)).toBeNull());
});

describe('what is written', () => {
  const writing: Writing = {
    patientId: 'p1',
    author: { personId: 'who', name: 'Dr A' },
    at: new Date('2026-10-10T10:00:00Z'),
    today: '2026-10-10',
  };
  const since = { on: '2026-10-01', until: null, onExact: 'day', untilExact: 'day', planned: false } as const;
  const dose = { kind: 'dose', what: 'Pregabalin', dose: '75 mg twice daily', ...since } as const;
  const done = { kind: 'procedure', what: 'Injection', dose: null, ...since } as const;

  it.each<[string, TreatmentFacts, string]>([
    ['a dose that is taken', dose, 'active'],
    ['one that is to come', { ...dose, on: '2026-10-11' }, 'intended'],
    ['one that ends later', { ...dose, until: '2026-10-11' }, 'active'],
    ['one that ended', { ...dose, until: '2026-10-10' }, 'completed'],
    ['something done', done, 'completed'],
    ['something to do', { ...done, on: '2026-10-11' }, 'preparation'],
    ['something that goes on', { ...done, until: '2026-10-11' }, 'in-progress'],
  ])('is read as it was meant: %s', (_name, facts, status) => {
    const resource = writeTreatment(facts, writing);
    expect(resource['status']).toBe(status);
    expect(readTreatment(resource, ZONES)).toEqual({ ...facts, planned: status === 'preparation' });
  });

  it('leaves what a correction does not touch, and no narrative that tells of before', () => {
    const coded = { coding: [{ code: 'N02BF02' }], text: 'Pregabalin' };
    const resource = statement({
      text: { status: 'generated' },
      identifier: [{ value: 'rx-1' }],
      medicationCodeableConcept: coded,
      effectiveDateTime: '2026-10-01T08:00:00Z',
      dosage: [{ text: '75 mg', doseAndRate: [] }],
    });
    const facts = readTreatment(resource, ZONES)!;
    const corrected = writeTreatment({ ...facts, dose: '150 mg' }, writing, { resource, facts });
    expect(corrected).toMatchObject({
      identifier: [{ value: 'rx-1' }],
      medicationCodeableConcept: coded,
      effectiveDateTime: '2026-10-01T08:00:00Z',
      dosage: [{ text: '150 mg' }],
    });
    expect(corrected).not.toHaveProperty('text');
    const ended = writeTreatment({ ...facts, what: 'Gabapentin', until: '2026-10-09' }, writing, { resource, facts });
    expect(ended).toMatchObject({ status: 'completed', medicationCodeableConcept: { text: 'Gabapentin' } });
    expect(ended).not.toHaveProperty('effectiveDateTime');
    expect(ended['effectivePeriod']).toEqual({ start: '2026-10-01', end: '2026-10-09' });
    expect(ended['dosage']).toEqual([{ text: '75 mg', doseAndRate: [] }]);
  });

  it.each([
    statement(named),
    statement({ ...named, effectivePeriod: { start: '2024-02', end: '2025' }, dosage: [{ text: '75 mg' }] }),
    statement({ ...named, status: 'stopped', effectiveDateTime: '2026-09-01', dateAsserted: '2026-09-09' }),
    statement({ ...named, status: 'on-hold', dateAsserted: '2026-09-09T23:00:00Z' }),
    procedure({ code: { text: 'Injection' }, performedPeriod: { start: '2026-09-01T08:00:00Z', end: '2026-09-03' } }),
    procedure({ code: { text: 'Injection' }, performedString: 'in spring' }),
  ])('is read as it was meant, also where only one thing about %j was corrected', (resource) => {
    const facts = readTreatment(resource, ZONES)!;
    const days = { on: '2026-08-01', until: '2026-08-31', onExact: 'day', untilExact: 'day' } as const;
    const dosed = facts.kind === 'dose' ? [{ dose: '150 mg' }] : [];
    for (const change of [{ what: 'Something else' }, days, { ...days, until: null }, ...dosed]) {
      const wanted = { ...facts, ...change };
      const written = writeTreatment(wanted, writing, { resource, facts });
      expect(readTreatment(written, ZONES)).toEqual(wanted);
    }
  });

  it('knows a month that a correction leaves no better than before', () => {
    const resource = statement({ ...named, effectivePeriod: { start: '2026-02' } });
    const facts = readTreatment(resource, ZONES)!;
    const typed = { ...facts, onExact: 'day', untilExact: 'day' } as const;
    const ended = writeTreatment({ ...typed, until: '2026-10-09' }, writing, { resource, facts });
    expect(ended['effectivePeriod']).toEqual({ start: '2026-02', end: '2026-10-09' });
    const moved = writeTreatment({ ...typed, on: '2026-02-03' }, writing, { resource, facts });
    expect(moved['effectivePeriod']).toEqual({ start: '2026-02-03' });
  });

  const plannedDose = { ...named, status: 'intended', effectiveDateTime: '2026-10-03' };
  const planned = { status: 'preparation', code: { text: 'Injection' }, performedDateTime: '2026-10-03' };
  it.each([
    [statement(plannedDose), 'active'],
    [procedure(planned), 'completed'],
    [procedure({ ...planned, performedDateTime: '2026-10' }), 'completed'],
  ])('leaves a plan %j a plan when a word is corrected, until somebody says that it came so', (resource, status) => {
    const facts = readTreatment(resource, ZONES)!;
    const renamed = writeTreatment({ ...facts, what: 'Another name' }, writing, { resource, facts });
    expect(readTreatment(renamed, ZONES)).toEqual({ ...facts, what: 'Another name' });
    const came = writeTreatment(facts, { ...writing, cameSo: true }, { resource, facts });
    expect(came['status']).toBe(status);
    expect(readTreatment(came, ZONES)).toEqual({ ...facts, planned: false });
  });

  it.each([
    [
      'on-hold',
      statement({ ...named, status: 'on-hold', effectivePeriod: { start: '2026-10-01', end: '2026-10-20' } }),
    ],
    [
      'stopped',
      statement({ ...named, status: 'stopped', effectivePeriod: { start: '2026-10-01', end: '2026-10-05' } }),
    ],
    ['stopped', statement({ ...named, status: 'stopped', dateAsserted: '2026-10-05' })],
    ['stopped', procedure({ code: { text: 'Injection' }, status: 'stopped', performedDateTime: '2026-10-05' })],
  ])('stays %s, for the same reason, until its days are corrected', (status, sent) => {
    const resource = { ...sent, statusReason: { text: 'nausea' } };
    const facts = readTreatment(resource, ZONES)!;
    const named = writeTreatment({ ...facts, what: 'Another name' }, writing, { resource, facts });
    expect(named).toMatchObject({ status, statusReason: { text: 'nausea' } });
    const ended = writeTreatment({ ...facts, on: '2026-10-01', until: '2026-10-04' }, writing, { resource, facts });
    expect(ended).toMatchObject({ status: 'completed' });
    expect(ended).not.toHaveProperty('statusReason');
  });

  const absent = {
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
  };
  const subject = { reference: 'Patient/p1' };
  const contained = [
    { resourceType: 'Medication', id: 'm', code: { text: 'Duloxetine' } },
    { resourceType: 'Organization', id: 'o', name: 'Ward' },
  ];
  it.each([
    statement({ ...named, subject, _effectiveDateTime: absent }),
    statement({ subject, contained, medicationReference: { reference: '#m' }, effectiveDateTime: '2026-09-01' }),
    statement({ ...named, subject, status: 'stopped', _status: absent, effectivePeriod: { _end: absent } }),
    procedure({ code: { text: 'Injection' }, subject, _performedDateTime: absent }),
    procedure({ code: { text: 'Injection' }, subject, performedString: 'in spring', _performedString: absent }),
  ])('is as valid as %j was, whatever was corrected', (resource) => {
    const { resourceType } = resource as { resourceType: string };
    expect(validateResource(resource, resourceType)).toEqual([]);
    const facts = readTreatment(resource, ZONES)!;
    const dosed = facts.kind === 'dose' ? [{ dose: '150 mg' }] : [];
    for (const change of [{}, { what: 'Something else' }, { on: '2026-08-01', until: '2026-08-31' }, ...dosed]) {
      const written = writeTreatment({ ...facts, ...change }, writing, { resource, facts });
      expect([change, validateResource(written, resourceType)]).toEqual([change, []]);
    }
    const renamed = writeTreatment({ ...facts, what: 'Something else' }, writing, { resource, facts });
    // What nothing refers to any more is gone, and nothing else.
    if ('contained' in resource) expect(renamed).toMatchObject({ contained: [{ id: 'o' }] });
  });

  it('stands nowhere once it was a mistake', () => {
    expect(readTreatment(asMistake(writeTreatment(dose, writing)), ZONES)).toBeNull();
  });
});

describe('days that people write', () => {
  it.each<[string, string, string | null, string | undefined]>([
    ['today', '2026-10-10', null, undefined],
    ['in a year', '2027-10-10', null, undefined],
    ['a year too far', '2027-10-12', null, 'on'],
    ['an end too far', '2026-10-10', '2036-10-10', 'until'],
  ])('%s', (_name, on, until, path) => expect(findWrongDay({ on, until }, '2026-10-10')?.path).toBe(path));
});
