import { describe, expect, it } from '@jest/globals';
import { parseJson, stringifyJson } from '../../../platform/json/index.js';
import { readObservation } from '../observation/index.js';
import { toResource } from './render-observation.js';
import { toNewObservation } from './to-new-observation.js';

const PATIENT = '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11';
const NOW = Date.parse('2026-03-10T12:00:00Z');
const ZONES = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }];

const text = (change: object = {}, value = '5') => {
  const resource = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '55423-8' }] },
    subject: { reference: `Patient/${PATIENT}` },
    effectiveDateTime: '2026-03-09',
    valueQuantity: { value: '@', system: 'http://unitsofmeasure.org', code: '{steps}' },
    ...change,
  };
  return JSON.stringify(resource).replace('"@"', value);
};

function make(body: string) {
  const resource = parseJson(Buffer.from(body)) as object;
  const facts = readObservation(resource);
  if (!facts.ok) throw new Error(facts.issues[0]!.diagnostics);
  return toNewObservation(resource, facts.value, ZONES, NOW);
}

function stored(body: string) {
  const made = make(body);
  if ('severity' in made) throw new Error(made.diagnostics);
  return made;
}

describe('toNewObservation', () => {
  it.each([
    ['2026-03-09', 24],
    ['2025-03-30', 23],
    ['2025-10-26', 25],
  ])("a civil day is the patient's day: %s has %d hours", (effectiveDateTime, hours) => {
    const { startMs, endMs } = stored(text({ effectiveDateTime }));
    expect((endMs - startMs) / 3_600_000).toBe(hours);
    expect(new Date(startMs).toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin' })).toBe('00:00:00');
  });

  it('reads back literally, canonical value beside it', () => {
    const sleep = {
      code: { coding: [{ system: 'http://loinc.org', code: '93832-4' }] },
      valueQuantity: { value: '@', unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
    };
    const made = stored(text(sleep, '432.50'));
    expect(made).toMatchObject({ valueText: '7.20833333333', originalText: '432.50' });
    const back = stringifyJson(
      toResource({ ...made, device: made.device ?? null, id: 'x', version: 1, receivedMs: NOW }),
    );
    expect(back).toContain('"value":432.50');
    expect(back).toContain('"effectiveDateTime":"2026-03-09"');
  });

  it.each([
    [{ effectiveDateTime: '2026-03' }, true],
    [{ effectiveDateTime: '2026' }, true],
    [{ effectiveDateTime: '2026-03-11' }, true],
    [{ effectiveDateTime: '2026-04' }, false],
    [{ effectivePeriod: { start: '2025-12', end: '2026-03' } }, true],
    [{ effectivePeriod: { start: '2025-12', end: '2026-04' } }, false],
  ])('a month or year that has begun does not lie ahead: %j', (effective, isTaken) => {
    const made = make(text({ effectiveDateTime: undefined, code: { text: 'Grip' }, ...effective }));
    expect('severity' in made).toBe(!isTaken);
  });

  it('refuses what lies more than a day ahead', () => {
    expect(make(text({ effectiveDateTime: '2026-03-11T12:00:01Z' }))).toMatchObject({
      severity: 'error',
      code: 'value',
    });
    expect(make(text({ effectiveDateTime: '2026-03-11T12:00:00Z' }))).not.toHaveProperty('severity');
  });

  it('takes two days of a device and a month of a questionnaire, and refuses what is longer', () => {
    const lasting = (end: string, code: string, change: object = {}) =>
      make(
        text({
          code: { coding: [{ system: 'http://loinc.org', code }] },
          effectiveDateTime: undefined,
          effectivePeriod: { start: '2026-01-01T00:00:00Z', end },
          ...change,
        }),
      );
    const score = { valueQuantity: { value: '@', system: 'http://unitsofmeasure.org', code: '{score}' } };
    expect(lasting('2026-01-03T00:00:00Z', '55423-8')).not.toHaveProperty('severity');
    expect(lasting('2026-01-03T00:00:01Z', '55423-8')).toMatchObject({
      expression: 'Observation.effectivePeriod',
      diagnostics: 'effectivePeriod must be at most 48 hours long for this code',
    });
    expect(lasting('2026-02-01T00:00:00Z', '44261-6', score)).not.toHaveProperty('severity');
    expect(lasting('2026-02-01T00:00:01Z', '44261-6', score)).toMatchObject({
      diagnostics: 'effectivePeriod must be at most 31 days long for this code',
    });
  });

  it.each([
    [{ display: 'Fitbit Charge 6' }, { system: 'device', device: 'Fitbit Charge 6', kind: 'watch' }],
    [{ display: 'Ana’s Apple Watch' }, { system: 'device', device: 'Apple Watch', kind: 'watch' }],
    [{ display: 'Pixel 9' }, { system: 'device', device: 'Google Pixel 9', kind: 'phone' }],
    [{ reference: 'Device/Band-1' }, { system: 'fhir', device: 'Device/Band-1', kind: 'other' }],
    [
      { display: 'Scale', reference: 'Device/1' },
      { system: 'device', device: 'Scale', kind: 'other' },
    ],
    [undefined, { system: 'fhir', device: '', kind: 'other' }],
  ])('%j comes from %j', (device, source) => {
    expect(stored(text(device === undefined ? {} : { device })).source).toEqual(source);
  });

  it('has an ordinary code and identifier in its key as they are, and of long ones the beginning and a hash', () => {
    const other = (system: string, code: string, value: string) => {
      const { concept, source } = stored(
        text({ code: { coding: [{ system, code }] }, identifier: [{ system, value }], device: { display: 'Scale' } }),
      );
      return [concept.system, concept.code, source.device];
    };
    const plain = 'x'.repeat(98);
    expect(other('urn:x', plain, plain)).toEqual(['urn:x', plain, `urn:x|${plain}`]);
    const long = `urn:${'x'.repeat(5000)}`;
    const keys = other(long, long, long);
    expect(keys.map((key) => [key.length < 200, key.startsWith('urn:xxx')])).toEqual(Array(3).fill([true, true]));
    expect(other(long, `${long}1`, `${long}2`)).toEqual([keys[0], expect.not.stringMatching(keys[1]!), expect.not.stringMatching(keys[2]!)]); // prettier-ignore
  });

  it('takes as many decimals as the database has, and names a value with more', () => {
    const loose = { code: { text: 'Grip' } };
    const decimals = (count: number) => `0.${'0'.repeat(count - 1)}1`;
    expect(stored(text(loose, decimals(16_383))).valueText).toHaveLength(16_385);
    for (const value of [decimals(16_384), '1e-16384', '1.5e-16383'])
      expect(() => make(text(loose, value))).toThrow('valueQuantity.value must have at most 16383 decimals');
  });

  describe('outside the catalogue, without an identifier', () => {
    const coded = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: 'urn:x', code })) });
    const variant = (change: object) => stored(text({ valueQuantity: undefined, ...change })).variant;

    it('keeps apart what its further codes tell apart, in whatever order they stand', () => {
      const pressure = (...codes: string[]) => variant({ code: coded('pressure', ...codes), component: [{ code: coded('s'), valueInteger: 8 }] }); // prettier-ignore
      expect(pressure()).toBe('');
      expect(pressure('pressure')).toBe('');
      expect(pressure('atrium', 'left')).toBe(pressure('left', 'atrium'));
      expect(new Set([pressure(), pressure('atrium'), pressure('artery')]).size).toBe(3);
    });

    it('keeps several coded answers to one question apart, and those of components', () => {
      const answer = (code: string, display: string) => ({ valueCodeableConcept: { coding: [{ system: 'urn:x', code, display }] } }); // prettier-ignore
      const one = (value: object) => variant({ code: coded('race'), ...value });
      expect(one(answer('a', 'A'))).toBe(one(answer('a', 'Another display')));
      expect(one(answer('a', 'A'))).not.toBe(one(answer('b', 'A')));
      const gene = (code: string) => one({ component: [{ code: coded('gene'), ...answer(code, 'A') }] });
      expect(gene('BRCA1')).not.toBe(gene('BRCA2'));
      expect(one({ valueCodeableConcept: { text: 'yes' } })).not.toBe(one({ valueCodeableConcept: { text: 'no' } }));
    });

    it('keeps apart what is of somebody or something else', () => {
      const of = (change: object) => variant({ code: coded('weight'), valueInteger: 2, ...change });
      const twin = (display: string) => of({ focus: [{ display }] });
      const blood = of({ specimen: { display: 'blood' } });
      expect(new Set([of({}), twin('A'), twin('B'), blood]).size).toBe(4);
      expect(twin('A')).toBe(twin('A'));
      const named = (reference: string, more = {}) => of({ specimen: { reference, ...more } });
      expect(named('Specimen/1')).not.toBe(named('Specimen/2'));
      expect(named('Specimen/1')).not.toBe(of({ focus: [{ reference: 'Specimen/1' }] }));
    });

    it('goes by no name that only a message knows, and by no server', () => {
      const named = (reference: string, more = {}) =>
        variant({ code: coded('weight'), valueInteger: 2, specimen: { reference, ...more } });
      const urn = (end: string) => `urn:uuid:00000000-0000-4000-8000-00000000000${end}`;
      expect(named(urn('1'), { display: 'blood' })).toBe(named(urn('2'), { display: 'Blood' }));
      expect(named('#a')).toBe(named('#b'));
      for (const address of ['https://there.example/fhir/Specimen/1', 'Specimen/1/_history/2'])
        expect(named(address)).toBe(named('Specimen/1', { display: 'blood' }));
      const own = { system: 'urn:lab', value: '7' };
      expect(named(urn('1'), { identifier: own })).not.toBe(named(urn('1'), { identifier: { ...own, value: '8' } }));
    });

    it('takes another number for the same reading, and tells nothing apart that has an identifier', () => {
      expect(variant({ code: coded('weight'), valueInteger: 80 })).toBe(variant({ code: coded('weight'), valueInteger: 81 })); // prettier-ignore
      const identifier = [{ system: 'urn:x', value: '1' }];
      expect(variant({ identifier, code: coded('race', 'ethnicity'), valueCodeableConcept: coded('a') })).toBe('');
    });
  });

  it('keeps two forms of the same moment apart outside the catalogue, and not inside', () => {
    const identifier = (value: string) => ({ identifier: [{ system: 'urn:x', value }] });
    const other = { code: { text: 'Grip strength' } };
    expect(stored(text({ ...other, ...identifier('1') })).source).not.toEqual(
      stored(text({ ...other, ...identifier('2') })).source,
    );
    expect(stored(text(identifier('1'))).source).toEqual(stored(text(identifier('2'))).source);
  });
});
