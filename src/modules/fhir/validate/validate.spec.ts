import { describe, expect, it } from '@jest/globals';
import { MAX_ISSUES, operationOutcome, validateNew, validateResource } from './index.js';

const absent = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
};
const observation = (changes: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-11-20T08:30:00+01:00',
  valueQuantity: { value: 64, unit: 'beats/minute', system: 'http://unitsofmeasure.org', code: '/min' },
  ...changes,
});
const div = (inner: string) => ({
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>` },
});
const period = (start: string, end: string) => ({ effectiveDateTime: undefined, effectivePeriod: { start, end } });
/** As it would come out of JSON: without members that are undefined. */
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('validateNew', () => {
  it.each([
    ['an id', { id: 'steps_2026-11-20' }],
    ['a version', { meta: { versionId: 'a b' } }],
    ['a time without offset', { meta: { lastUpdated: '2026-11-20T08:30:00' } }],
  ])('passes over what a create ignores: %s', (_name, changes) => {
    expect(validateResource(observation(changes), 'Observation')).toHaveLength(1);
    expect(validateNew(observation(changes), 'Observation')).toEqual([]);
  });

  it('passes over nothing else', () => {
    const changes = { id: 'a_b', meta: { source: '' }, contained: [{ resourceType: 'Patient', id: 'a_b' }] };
    expect(
      validateNew(observation(changes), 'Observation')
        .map(({ expression }) => expression)
        .sort(),
    ).toEqual(['Observation.contained[0].id', 'Observation.meta.source']);
  });
});

describe('validateResource', () => {
  it.each([
    ['the plain one', {}],
    ['all precisions of a date', { effectiveDateTime: '2026-11' }],
    ['29 February of a leap year', { effectiveDateTime: '2024-02-29' }],
    ['a leap second', { effectiveDateTime: '2016-12-31T23:59:60Z' }],
    ['a status said only by an extension', { status: undefined, _status: absent }],
    ['a value said only by an extension', { valueQuantity: undefined, _valueString: absent }],
    ['a value with an extension', { valueQuantity: undefined, valueString: 'x', _valueString: absent }],
    [
      'a range whose ends have different units',
      { valueQuantity: undefined, valueRange: { low: { value: 90, unit: 'min' }, high: { value: 2, unit: 'h' } } },
    ],
    ['an open range', { valueQuantity: undefined, valueRange: { low: { value: 2 } } }],
    ['an unknown contained type', { contained: [{ resourceType: 'Device', id: 'd', anything: [1] }] }],
    ['a narrative', div('<p class="a">Pulse &amp; more <a href="https://a.example/">x</a><br/></p>')],
    ['a period within one day', period('2026-11-20', '2026-11-20')],
    ['a partial period', period('2026-11-20T23:00:00Z', '2026-11')],
  ])('accepts %s', (_name, changes) => {
    expect(validateResource(json(observation(changes)))).toEqual([]);
  });

  it.each([
    ['an unknown property', { foo: 1 }, 'structure', 'Observation.foo'],
    ['an unknown code', { status: 'finall' }, 'code-invalid', 'Observation.status'],
    ['a missing status', { status: undefined }, 'required', 'Observation.status'],
    ['a number in quotes', { valueQuantity: { value: '72' } }, 'value', 'Observation.valueQuantity.value'],
    ['month 13', { effectiveDateTime: '2026-13-22' }, 'value', 'Observation.effectiveDateTime'],
    ['30 February', { effectiveDateTime: '2026-02-30' }, 'value', 'Observation.effectiveDateTime'],
    ['29 February 2026', { effectiveDateTime: '2026-02-29T00:00:00Z' }, 'value', 'Observation.effectiveDateTime'],
    ['a time without offset', { effectiveDateTime: '2026-11-20T08:30:00' }, 'value', 'Observation.effectiveDateTime'],
    ['hour 24', { effectiveDateTime: '2026-11-20T24:00:00Z' }, 'value', 'Observation.effectiveDateTime'],
    [
      'an offset of 15 hours',
      { effectiveDateTime: '2026-11-20T08:30:00+15:00' },
      'value',
      'Observation.effectiveDateTime',
    ],
    ['a date-only issued', { issued: '2026-11-20' }, 'value', 'Observation.issued'],
    ['two values', { valueString: 'x' }, 'structure', 'Observation.valueString'],
    ['two values, one by extension', { _valueString: absent }, 'structure', 'Observation.valueString'],
    ['two times', { effectiveInstant: '2026-11-20T08:30:00Z' }, 'structure', 'Observation.effectiveInstant'],
    ['a list where one belongs', { code: [{ text: 'x' }] }, 'structure', 'Observation.code'],
    ['one where a list belongs', { category: { text: 'x' } }, 'structure', 'Observation.category'],
    ['an empty list', { category: [] }, 'structure', 'Observation.category'],
    ['an empty object', { subject: {} }, 'structure', 'Observation.subject'],
    ['null', { issued: null }, 'value', 'Observation.issued'],
    ['an empty text', { code: { text: '' } }, 'value', 'Observation.code.text'],
    [
      'a wrong member deep inside',
      { component: [{ code: { text: 'a' } }, { code: { coding: [{ code: ' x' }] } }] },
      'value',
      'Observation.component[1].code.coding[0].code',
    ],
    ['a component without code', { component: [{ valueInteger: 1 }] }, 'required', 'Observation.component[0].code'],
    ['a fraction for an integer', { valueQuantity: undefined, valueInteger: 1.5 }, 'value', 'Observation.valueInteger'],
    [
      'an end before its start',
      period('2026-11-20T08:00:00Z', '2026-11-20T07:00:00Z'),
      'invariant',
      'Observation.effectivePeriod.end',
    ],
    [
      'a unit code without system',
      { valueQuantity: { value: 1, code: 'h' } },
      'invariant',
      'Observation.valueQuantity.system',
    ],
    [
      'a range from more to less',
      { valueQuantity: undefined, valueRange: { low: { value: 3, unit: 'h' }, high: { value: 2, unit: 'h' } } },
      'invariant',
      'Observation.valueRange.high',
    ],
    [
      'half a ratio',
      { valueQuantity: undefined, valueRatio: { numerator: { value: 1 } } },
      'invariant',
      'Observation.valueRatio.denominator',
    ],
    [
      'a reason for absence beside a value',
      { dataAbsentReason: { text: 'x' } },
      'invariant',
      'Observation.dataAbsentReason',
    ],
    ['a script reference', { subject: { reference: 'javascript:alert(1)' } }, 'value', 'Observation.subject.reference'],
    ['a reference of 5 KB', { subject: { reference: 'x'.repeat(5000) } }, 'value', 'Observation.subject.reference'],
    [
      'a contained resource in a contained one',
      { contained: [{ resourceType: 'Patient', contained: [{ resourceType: 'Device' }] }] },
      'invariant',
      'Observation.contained[0].contained',
    ],
    [
      'a thousand contained',
      { contained: Array(1000).fill({ resourceType: 'Device' }) },
      'too-costly',
      'Observation.contained',
    ],
    [
      'a contained resource without type',
      { contained: [{ id: 'a' }] },
      'structure',
      'Observation.contained[0].resourceType',
    ],
    [
      'an error in a contained one',
      { contained: [{ resourceType: 'Patient', gender: 'x' }] },
      'code-invalid',
      'Observation.contained[0].gender',
    ],
    [
      'an extension with neither value nor extensions',
      { extension: [{ url: 'urn:x' }] },
      'invariant',
      'Observation.extension[0]',
    ],
    ['script in the narrative', div('<script>1</script>'), 'invariant', 'Observation.text.div'],
    ['an event handler', div('<img src="a.png" onerror="x"/>'), 'invariant', 'Observation.text.div'],
    ['svg', div('<svg onload="x"/>'), 'invariant', 'Observation.text.div'],
    ['a disguised script link', div('<a href="jav&#x61;\tscript:x">a</a>'), 'invariant', 'Observation.text.div'],
    ['base', div('<base href="http://a.example/"/>x'), 'invariant', 'Observation.text.div'],
    [
      'a style that fetches',
      div('<p style="background: u&#114;l(http://a.example)">x</p>'),
      'invariant',
      'Observation.text.div',
    ],
    ['tags that do not match', div('<p>x</b>'), 'value', 'Observation.text.div'],
    ['a narrative that is no div', { text: { status: 'generated', div: '<p>x</p>' } }, 'value', 'Observation.text.div'],
    ['a narrative too long', div('x'.repeat(70_000)), 'too-long', 'Observation.text.div'],
  ])('refuses %s', (_name, changes, code, expression) => {
    const [first] = validateResource(json(observation(changes)));
    expect(first).toMatchObject({ severity: 'error', code, expression });
  });

  it('refuses numbers beyond all bounds', () => {
    const issues = validateResource(observation({ valueQuantity: { value: Number.POSITIVE_INFINITY } }));
    expect(issues[0]).toMatchObject({ code: 'value', expression: 'Observation.valueQuantity.value' });
  });

  it('says what would be right', () => {
    const [issue] = validateResource(observation({ status: 'finall' }));
    expect(issue?.diagnostics).toContain('must be one of amended, cancelled, corrected');
  });

  it('takes lists of primitives with holes only where an extension explains them', () => {
    const patient = (name: object) => validateResource({ resourceType: 'Patient', name: [name] });
    expect(patient({ given: ['A', null], _given: [null, absent] })).toEqual([]);
    expect(patient({ given: ['A', null] })[0]).toMatchObject({ code: 'value', expression: 'Patient.name[0].given[1]' });
    expect(patient({ given: ['A', 3] })[0]).toMatchObject({ expression: 'Patient.name[0].given[1]' });
    expect(patient({ given: ['A', null], _given: [absent, null] })).toHaveLength(2);
  });

  it('checks the entries of a Bundle by their own type, and Bundles in Bundles only once', () => {
    const bundle = (resource: unknown) => ({ resourceType: 'Bundle', type: 'collection', entry: [{ resource }] });
    expect(validateResource(bundle(bundle(observation())))).toEqual([]);
    expect(validateResource(bundle(observation({ foo: 1 })))[0]?.expression).toBe('Bundle.entry[0].resource.foo');
    const third = validateResource(bundle(bundle(bundle(observation()))));
    expect(third[0]).toMatchObject({ code: 'not-supported' });
  });

  it.each([
    [[], undefined, 'structure'],
    [null, undefined, 'structure'],
    [{ resourceType: 'Foo' }, undefined, 'not-supported'],
    [{ id: 'a' }, undefined, 'structure'],
    [{ resourceType: 'Patient' }, 'Observation', 'invalid'],
    [{ resourceType: '__proto__' }, undefined, 'not-supported'],
  ])('names a wrong root %j', (resource, expected, code) => {
    expect(validateResource(resource, expected)[0]?.code).toBe(code);
  });

  it('stops at twenty issues and gives an OperationOutcome that is valid itself', () => {
    const wrong = observation({ category: Array(500).fill({ wrong: 1 }) });
    const issues = validateResource(wrong);
    expect(issues).toHaveLength(MAX_ISSUES);
    expect(validateResource(json(operationOutcome(issues)))).toEqual([]);
  });
});

describe('a consent', () => {
  const consent = {
    resourceType: 'Consent',
    status: 'active',
    scope: { text: 'privacy' },
    category: [{ text: 'sharing' }],
  };

  it('names the policy that it agrees to', () => {
    expect(validateResource({ ...consent, policyRule: { text: 'opt in' } })).toEqual([]);
    expect(validateResource(consent)).toMatchObject([{ code: 'invariant', expression: 'Consent.policyRule' }]);
  });
});
