import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTestData } from '../../../../test/support/outside.js';
import { exactText, parseJson, stringifyJson } from '../../../platform/json/index.js';
import { validateResource } from '../validate/index.js';
import { countsForTrends, joinObservation, readObservation, splitObservation, type ObservationFacts } from './index.js';

const UCUM = 'http://unitsofmeasure.org';
const quantity = (value: unknown, code: string, more: object = {}) => ({
  value,
  unit: code,
  system: UCUM,
  code,
  ...more,
});
/** As PostgreSQL's numeric prints what is written with an exponent. */
const asNumeric = (text: string) => {
  if (!/e/i.test(text)) return text;
  return Number(text) % 1 === 0 ? String(BigInt(Number(text))) : Number(text).toFixed(20).replace(/0+$/, '');
};
const codeOf = (code: string, system = 'http://loinc.org') => ({ coding: [{ system, code }] });

/** The kind of resource that a wearable's bridge sends all day. */
const typical = (changes: object = {}) => ({
  resourceType: 'Observation',
  identifier: [{ system: 'urn:example:obs', value: 'o1' }],
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'activity' }] }],
  code: codeOf('55423-8'),
  subject: { reference: 'Patient/p1' },
  effectivePeriod: { start: '2026-11-20T07:00:00.000Z', end: '2026-11-20T08:00:00.000Z' },
  issued: '2026-11-20T08:01:00.000Z',
  valueQuantity: quantity(812, '{steps}'),
  device: { display: 'watch' },
  ...changes,
});
const pulse = (value: object) => typical({ code: codeOf('8867-4'), ...value });
/** Through real JSON, as it arrives. */
const arrive = (resource: unknown): object =>
  parseJson(Buffer.from(typeof resource === 'string' ? resource : JSON.stringify(resource))) as object;

function facts(resource: unknown): ObservationFacts {
  const read = readObservation(arrive(resource));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

function firstIssue(resource: unknown) {
  expect(validateResource(arrive(resource))).toEqual([]);
  const read = readObservation(arrive(resource));
  if (read.ok) throw new Error('was read');
  return read.issues[0]!;
}

describe('readObservation', () => {
  it('reads a typical one', () => {
    expect(facts(typical())).toEqual({
      patientRef: 'p1',
      coding: { system: 'http://loinc.org', code: '55423-8' },
      metric: 'steps',
      status: 'final',
      startMs: Date.UTC(2026, 10, 20, 7),
      endMs: Date.UTC(2026, 10, 20, 8),
      begunMs: Date.parse('2026-11-20T08:00:00Z'),
      civilDay: null,
      value: 812,
      valueText: '812',
      original: { value: 812, unit: '{steps}' },
      issuedMs: Date.UTC(2026, 10, 20, 8, 1),
      deviceLabel: 'watch',
      identifier: { system: 'urn:example:obs', value: 'o1' },
    });
  });

  it('converts to the canonical unit and keeps what was written', () => {
    const text = JSON.stringify(typical({ code: codeOf('93832-4'), valueQuantity: quantity('#', 'min') })).replace(
      '"#"',
      '450.0',
    );
    expect(facts(text)).toMatchObject({
      metric: 'sleepDuration',
      value: 7.5,
      valueText: '450.0',
      original: { value: 450, unit: 'min' },
    });
  });

  it.each([
    [
      'an offset',
      { effectivePeriod: undefined, effectiveDateTime: '2026-11-01T01:30:00-04:00' },
      Date.UTC(2026, 10, 1, 5, 30),
      null,
    ],
    [
      'the same wall time an hour later',
      { effectivePeriod: undefined, effectiveDateTime: '2026-11-01T01:30:00-05:00' },
      Date.UTC(2026, 10, 1, 6, 30),
      null,
    ],
    [
      'an instant',
      { effectivePeriod: undefined, effectiveInstant: '2026-11-01T00:00:00.123456Z' },
      Date.UTC(2026, 10, 1, 0, 0, 0, 123),
      null,
    ],
    ['a day', { effectivePeriod: undefined, effectiveDateTime: '2026-11-01' }, null, '2026-11-01'],
    ['a period of one day', { effectivePeriod: { start: '2026-11-01', end: '2026-11-01' } }, null, '2026-11-01'],
  ])('reads %s', (_name, changes, startMs, civilDay) => {
    expect(facts(typical(changes))).toMatchObject({ startMs, civilDay });
  });

  it('takes other codes as they are', () => {
    const month = {
      code: codeOf('1234-5'),
      effectivePeriod: undefined,
      effectiveDateTime: '2026-02',
      valueQuantity: quantity(5, 'mg'),
    };
    expect(facts(typical(month))).toMatchObject({
      metric: null,
      startMs: Date.UTC(2026, 1, 1),
      endMs: Date.UTC(2026, 2, 1),
      value: 5,
      original: { unit: 'mg' },
    });
    const bare = { code: { text: 'walk' }, effectivePeriod: undefined, valueQuantity: undefined, valueString: 'slow' };
    expect(facts(typical(bare))).toMatchObject({
      coding: { system: null, code: null },
      startMs: null,
      value: null,
      valueText: null,
    });
  });

  it('finds the catalogue coding wherever it stands', () => {
    const code = {
      coding: [
        { system: 'urn:x', code: 'a' },
        { system: 'http://loinc.org', code: '41950-7' },
      ],
    };
    expect(facts(typical({ code }))).toMatchObject({ metric: 'steps', coding: { code: '41950-7' } });
  });

  it('counts the code that says more than "heart rate", which vital signs want beside it', () => {
    const [pulseCode, resting] = [
      { system: 'http://loinc.org', code: '8867-4' },
      { system: 'http://loinc.org', code: '40443-4' },
    ];
    for (const coding of [
      [pulseCode, resting],
      [resting, pulseCode],
    ])
      expect(facts(pulse({ code: { coding }, valueQuantity: quantity(58, '/min') }))).toMatchObject({
        metric: 'restingHeartRate',
        coding: resting,
      });
  });

  describe('of a value that a component says', () => {
    const said = (value: object, code = '41950-7') => ({ code: codeOf(code), ...value });
    const byComponents = (...component: object[]) => typical({ valueQuantity: undefined, component });

    it('reads it where the Observation itself has none, as it was written', () => {
      const text = JSON.stringify(
        byComponents(
          { code: { text: 'Distance' }, valueString: 'far' },
          said({ valueQuantity: quantity('#', 'steps') }),
        ),
      ).replace('"#"', '83.0');
      expect(facts(text)).toMatchObject({ metric: 'steps', value: 83, valueText: '83.0' });
      expect(stringifyJson(roundTrip(arrive(text)))).toContain('"value":83.0');
    });

    it.each([
      ['itself a value', typical({ component: [said({ valueQuantity: quantity(5, '{steps}') })] }), 812],
      ['components of other codes', byComponents(said({ valueQuantity: quantity(5, '{steps}') }, '8867-4')), null],
      ['a component without a value', byComponents(said({ dataAbsentReason: { text: 'off' } })), null],
    ])('does not where it has %s', (_name, resource, value) => expect(facts(resource)).toMatchObject({ value }));

    it.each([
      ['a unit that is not one', [said({ valueQuantity: quantity(5, 'km') })], 'component[0].valueQuantity.code'],
      ['a text', [said({ valueString: '5' })], 'component[0].valueString'],
      ['two of them', [said({ valueQuantity: quantity(5, '{steps}') }), said({ valueInteger: 5 })], 'component[1]'],
      [
        'a modifier',
        [said({ valueQuantity: quantity(5, '{steps}'), modifierExtension: [{ url: 'urn:x', valueBoolean: true }] })],
        'component[0].modifierExtension',
      ],
    ])('refuses %s and says where', (_name, component, path) => {
      expect(firstIssue(byComponents(...component)).expression).toBe(`Observation.${path}`);
    });
  });

  describe('that says no value', () => {
    const bare = (change: object) => typical({ valueQuantity: undefined, ...change });

    it.each([
      ['none', bare({})],
      ['a unit alone', typical({ valueQuantity: { unit: 'steps' } })],
    ])('is refused where it counts: %s', (_name, o) => {
      expect(firstIssue(o)).toMatchObject({ code: 'required', expression: 'Observation.valueQuantity' });
    });

    it.each<[string, object]>([
      ['why there is none', { dataAbsentReason: { text: 'off the wrist' } }],
      ['parts of it', { component: [{ code: { text: 'x' }, valueInteger: 1 }] }],
      ['members', { hasMember: [{ reference: 'Observation/1' }] }],
      ['that it was only announced', { status: 'registered' }],
      ['that it is taken back', { status: 'entered-in-error' }],
    ])('is taken with %s', (_name, change) => {
      expect(facts(bare(change))).toMatchObject({ value: null });
    });
  });

  describe('of what modifies a reading in a way nobody here knows', () => {
    const goal = [{ url: 'urn:example:goal', valueBoolean: true }];

    it.each([
      ['modifierExtension', { modifierExtension: goal }, 'extension'],
      ['implicitRules', { implicitRules: 'urn:example:rules' }, 'not-supported'],
    ])('counts none: %s is refused', (path, change, code) => {
      expect(firstIssue(typical(change))).toMatchObject({ code, expression: `Observation.${path}` });
    });

    it('takes what is not counted, of other codes and of a status that takes back', () => {
      for (const change of [{ code: { text: 'Gait' } }, { status: 'entered-in-error' }])
        expect(facts(typical({ modifierExtension: goal, ...change }))).toMatchObject({ value: 812 });
    });
  });

  it.each([
    ['a unit that is not UCUM', pulse({ valueQuantity: quantity(64, 'bpm') }), 'valueQuantity.code', '/min'],
    ['a unit word without code', pulse({ valueQuantity: { value: 64, unit: 'bpm' } }), 'valueQuantity.unit', '/min'],
    [
      'another unit system',
      pulse({ valueQuantity: { value: 64, system: 'urn:x', code: '/min' } }),
      'valueQuantity.system',
      UCUM,
    ],
    ['a negative heart rate', pulse({ valueQuantity: quantity(-5, '/min') }), 'valueQuantity.value', '20 to 300'],
    ['1e308', pulse({ valueQuantity: quantity(1e308, '/min') }), 'valueQuantity.value', '20 to 300'],
    [
      'a comparator',
      pulse({ valueQuantity: quantity(64, '/min', { comparator: '>' }) }),
      'valueQuantity.comparator',
      'exact',
    ],
    ['a text as value', pulse({ valueQuantity: undefined, valueString: '64' }), 'valueString', 'valueQuantity'],
    ['a number without a unit', pulse({ valueQuantity: undefined, valueInteger: 64 }), 'valueInteger', 'valueQuantity'],
    ['no time', typical({ effectivePeriod: undefined }), 'effective[x]', 'required'],
    ['a month', typical({ effectivePeriod: undefined, effectiveDateTime: '2026-11' }), 'effectiveDateTime', 'day'],
    [
      'an open period',
      typical({ effectivePeriod: { start: '2026-11-20T07:00:00Z' } }),
      'effectivePeriod.end',
      'required',
    ],
    ['no subject', typical({ subject: undefined }), 'subject.reference', 'Patient/<id>'],
    [
      'a foreign address',
      typical({ subject: { reference: 'http://evil.example/Patient/1' } }),
      'subject.reference',
      'Patient/<id>',
    ],
    ['a query', typical({ subject: { reference: 'Patient/1?x=1' } }), 'subject.reference', 'Patient/<id>'],
    ['a group', typical({ subject: { reference: 'Group/1' } }), 'subject.reference', 'Patient/<id>'],
  ])('refuses %s', (_name, resource, path, hint) => {
    const issue = firstIssue(resource);
    expect(issue.expression).toBe(`Observation.${path}`);
    expect(issue.diagnostics).toContain(hint);
  });

  it('counts only what stands', () => {
    expect(['final', 'amended', 'corrected', 'preliminary'].every(countsForTrends)).toBe(true);
    expect(['entered-in-error', 'cancelled', 'registered', 'unknown'].some(countsForTrends)).toBe(false);
  });
});

/** Stores as a database would: JSON text for the parts, milliseconds and texts for the columns. */
function roundTrip(resource: object): object {
  const { skeleton, variable, identifier, device } = JSON.parse(
    JSON.stringify(splitObservation(resource)),
  ) as ReturnType<typeof splitObservation>;
  const o = resource as {
    subject?: { reference?: string };
    issued?: string;
    valueQuantity?: { value?: number };
    effectiveDateTime?: string;
    effectivePeriod?: { start?: string; end?: string };
  };
  const ms = (text: string | undefined) => (text === undefined ? null : Date.parse(text));
  const value = o.valueQuantity?.value;
  return joinObservation({
    id: 'new',
    versionId: '7',
    lastUpdatedMs: 0,
    patientId: o.subject?.reference?.replace('Patient/', '') ?? 'someone',
    startMs: ms(o.effectiveDateTime ?? o.effectivePeriod?.start) ?? 1,
    endMs: ms(o.effectiveDateTime ?? o.effectivePeriod?.end) ?? 2,
    valueText: value === undefined ? null : asNumeric(exactText(o.valueQuantity!, 'value') ?? String(value)),
    issuedMs: ms(o.issued),
    skeleton,
    identifier,
    variable,
    device,
  });
}

/** With sorted keys and without what we give ourselves, numbers literally. */
function comparable(resource: object): string {
  const bare = arrive(stringifyJson(resource)) as { id?: unknown; meta?: Record<string, unknown> };
  delete bare.id;
  delete bare.meta?.versionId;
  delete bare.meta?.lastUpdated;
  if (Object.keys(bare.meta ?? {}).length === 0) delete bare.meta;
  const lines: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return void lines.push(`${path}=${JSON.stringify(value)}`);
    for (const [key, member] of Object.entries(value)) {
      const text = typeof member === 'number' ? exactText(value, key) : undefined;
      if (text === undefined) walk(member, `${path}.${key}`);
      else lines.push(`${path}.${key}=${text}`);
    }
    if (Object.keys(value).length === 0) lines.push(`${path}=empty`);
  };
  walk(bare, '');
  return lines.sort().join('\n');
}

describe('the storage form', () => {
  it('keeps of a typical one only the value of its identifier', () => {
    const { skeleton, variable, identifier } = splitObservation(typical());
    expect([variable, identifier]).toEqual([null, 'o1']);
    expect(skeleton).toEqual(
      splitObservation(typical({ valueQuantity: quantity(3, '{steps}'), subject: { reference: 'Patient/p2' } }))
        .skeleton,
    );
    expect(JSON.stringify(skeleton)).not.toMatch(/p1|812|2026|o1/);
  });

  it('gives back id, version and decimals', () => {
    const text = JSON.stringify(
      typical({ component: [{ code: { text: 'a' }, valueQuantity: { value: '#' } }], valueInteger: undefined }),
    )
      .replace('"#"', '1.50')
      .replace('812', '812.00');
    const back = stringifyJson(roundTrip(arrive(text)));
    expect(back).toContain('"value":1.50');
    expect(back).toContain('"value":812.00');
    expect(back).toContain('"id":"new","meta":{"versionId":"7","lastUpdated":"1970-01-01T00:00:00.000Z"}');
  });

  it.each(['1e3', '1E+2', '1e-7', '2.5e-9', '1e+21', '0.0000001'])('gives back %s as it was written', (literal) => {
    const back = stringifyJson(roundTrip(arrive(JSON.stringify(typical()).replace('812', literal))));
    expect(back).toContain(`"value":${literal},`);
  });

  it('never puts a name or note into the shared part', () => {
    const personal = {
      subject: { reference: 'Patient/p1', display: 'Ada' },
      note: [{ text: 'Ada' }],
      performer: [{ display: 'Ada' }],
      text: { status: 'generated', div: '<div>Ada</div>' },
      meta: { source: 'urn:Ada' },
      device: { display: "Ada's watch" },
    };
    expect(JSON.stringify(splitObservation(typical(personal)).skeleton)).not.toContain('Ada');
  });

  it('gives back whatever came', () => {
    const iso = fc
      .date({ min: new Date('1950-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString());
    const time = fc.oneof(
      iso,
      iso.map((t) => t.replace('Z', '+02:00')),
      iso.map((t) => t.replace(/\.\d+Z/, 'Z')),
      fc.constantFrom('2026', '2026-11', '2026-11-20'),
    );
    const instant = time.filter((t) => t.length > 10);
    const effective = fc.oneof(
      time.map((effectiveDateTime) => ({ effectiveDateTime })),
      instant.map((effectiveInstant) => ({ effectiveInstant })),
      fc.tuple(time, time).map(([start, end]) => ({ effectivePeriod: { start, end } })),
      time.map((start) => ({ effectivePeriod: { start } })),
      iso.map((start) => ({ effectivePeriod: { start, end: start } })),
      fc.constant({}),
      fc.constant({ _effectiveDateTime: { extension: [{ url: 'urn:x', valueCode: 'unknown' }] } }),
    );
    const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,18})(\.[0-9]{1,8})?$/).map((n) => `##${n}##`);
    const value = fc.oneof(
      number.map((n) => ({ valueQuantity: { value: n, unit: 'x' } })),
      number.map((n) => ({ valueQuantity: { value: n } })),
      number.map((n) => ({ valueInteger: n })),
      fc.constant({ valueQuantity: { unit: 'x' } }),
      fc.constant({ valueString: 'x' }),
      number.map((n) => ({ component: [{ code: { text: 'a' }, valueQuantity: { value: n } }] })),
    );
    const optional = fc.record(
      {
        issued: instant,
        _issued: fc.constant({ id: 'a' }),
        subject: fc.constantFrom<object>(
          { reference: 'Patient/a.1' },
          { reference: 'Patient/a', display: 'A' },
          { reference: 'Group/g' },
          { display: 'x' },
          { reference: 'Patient/a/_history/2' },
        ),
        meta: fc.constantFrom<object>(
          { profile: ['urn:p'] },
          { source: 'urn:s', versionId: '3' },
          { lastUpdated: '2026-11-20T08:00:00Z', tag: [{ code: 'x' }] },
        ),
        referenceRange: number.map((n) => [{ low: { value: n } }]),
        note: fc.constant([{ text: 'n' }]),
        device: number.map((n) => ({ display: 'd', extension: [{ url: 'urn:x', valueDecimal: n }] })),
        _status: fc.constant({ id: 'a' }),
        implicitRules: fc.constant('urn:x'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(effective, value, optional, (when, what, more) => {
        const text = JSON.stringify({
          resourceType: 'Observation',
          status: 'final',
          code: { text: 'c' },
          ...when,
          ...what,
          ...more,
        });
        const resource = arrive(text.replaceAll(/"##|##"/g, ''));
        expect(comparable(roundTrip(resource))).toBe(comparable(resource));
      }),
      { numRuns: 500 },
    );
  });
});

describeWithTestData('fhir', 'Observations of others', (data) => {
  it('come back letter by letter', () => {
    let count = 0;
    for (const folder of [
      'r4-official-examples',
      'us-core-3.0.0',
      'physical-activity-ig',
      'ibm-fhir-examples/complete-mock',
    ]) {
      for (const file of readdirSync(join(data, folder), { recursive: true, encoding: 'utf8' })) {
        if (!/(^|\/)Observation-.*\.json$/.test(file)) continue;
        const resource = parseJson(readFileSync(join(data, folder, file))) as { resourceType?: string };
        if (resource.resourceType !== 'Observation') continue;
        expect([file, comparable(roundTrip(resource))]).toEqual([file, comparable(resource)]);
        readObservation(resource);
        count++;
      }
    }
    console.log(`${count} outside Observations came back letter by letter`);
    expect(count).toBeGreaterThan(50);
  });
});
