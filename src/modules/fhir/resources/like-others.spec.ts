import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../platform/http/domain-error.js';
import { JsonRefused, parseJson, type ReadJson, stencilOf, stringifyJson } from '../../../platform/json/index.js';
import { bundleReader, knownShape, observationReader } from '../observation/index.js';
import { readEntry, toEntry } from './observation-entry.js';

const PATIENT = '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11';
const NOW = Date.parse('2026-03-10T12:00:00Z');
const MONITORED = {
  patientId: PATIENT,
  consented: true,
  zones: [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }],
};

/** What may stand in a member; the first is what devices send. */
const INSTANTS = [
  '2026-03-09T07:00:00.000Z',
  '2026-03-09T08:00:00.000Z',
  '2026-03-09T06:59:60.000Z',
  '2026-02-30T07:00:00.000Z',
  '2026-03-09T07:00:00Z',
  '2026-03-09T07:00:00.000+01:00',
  '2026-03-09T07:00:00.0000Z',
  '2026-03-09t07:00:00.000z',
  '2026-03-09',
  '2099-03-09T07:00:00.000Z',
  '0000-03-09T07:00:00.000Z',
  'now',
  '',
];
const MAY_STAND = {
  subject: [
    `Patient/${PATIENT}`,
    'Patient/p1',
    `Patient/${PATIENT}/_history/1`,
    'Group/1',
    'https://x.org/fhir/Patient/1',
  ],
  identifier: ['o1', 'o2', 'a b', ' o1', '', 'o"1', 'o\\1', 'Ärmel', '\u2028', 'x'.repeat(300), 'urn:x|1'],
  id: ['a-1', 'b.2', 'not_an_id', 'x'.repeat(65)],
  issued: INSTANTS,
  start: INSTANTS,
  end: [INSTANTS[1]!, ...INSTANTS],
  at: INSTANTS,
  value: [
    '60',
    '72',
    '1.50',
    '1.5',
    '0',
    '-0',
    '-0.0',
    '0.10',
    '-3',
    '1e3',
    '5E0',
    '0.0000001',
    '9007199254740993',
    '1.23456789',
    '01',
    '5.',
    '.5',
    '--5',
    '5-5',
    '"5"',
    'null',
  ],
} as const;
type Member = keyof typeof MAY_STAND;

const typical = {
  resourceType: 'Observation',
  identifier: [{ system: 'urn:example:obs', value: '@identifier' }],
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '55423-8' }] },
  subject: { reference: '@subject' },
  effectivePeriod: { start: '@start', end: '@end' },
  issued: '@issued',
  valueQuantity: { value: '@value', system: 'http://unitsofmeasure.org', code: '{steps}' },
  device: { display: 'Ärztin 的 watch' },
};
const { effectivePeriod: _period, ...timeless } = typical;
const pulse = {
  ...timeless,
  effectiveDateTime: '@at',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  valueQuantity: { value: '@value', unit: 'beats/minute', system: 'http://unitsofmeasure.org', code: '/min' },
};
/** All kinds of Observations, in order or not. */
const MODELS: readonly object[] = [
  typical,
  pulse,
  { ...pulse, id: '@id', subject: { reference: '@subject', display: 'Mr X' } },
  { ...pulse, identifier: [{ value: '@identifier' }] },
  {
    ...pulse,
    identifier: [
      { system: 'a', value: '@identifier' },
      { system: 'b', value: '2' },
    ],
  },
  { ...pulse, identifier: { 0: { value: '@identifier' } } },
  { ...pulse, _issued: { extension: [{ url: 'https://x.org/e', valueString: 'x' }] } },
  { ...pulse, _effectiveDateTime: { id: 'x' } },
  { ...typical, effectivePeriod: { start: '@start', end: '@end', id: 'x' } },
  { ...typical, effectiveDateTime: '@at' },
  { ...timeless, effectivePeriod: { start: '@start' } },
  {
    ...pulse,
    code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
    valueQuantity: { value: '@value', code: '{score}', system: 'http://unitsofmeasure.org' },
    bodySite: { text: 'knee' },
  },
  { ...pulse, code: { text: 'of ours' }, valueQuantity: undefined, valueString: '@value' },
  { ...pulse, code: { coding: [{ system: 'https://x.org', code: 'a' }] } },
  { ...pulse, note: [{ text: 'said "so"' }] },
  { ...pulse, component: [{ code: { text: 'x' }, valueQuantity: { value: 7 } }] },
  { ...pulse, status: 'entered-in-error' },
  { ...pulse, status: 'of ours' },
  { ...pulse, valueQuantity: 'much' },
  { ...pulse, subject: [{ reference: '@subject' }] },
  { ...timeless, subject: undefined },
  { ...pulse, resourceType: 'Encounter' },
];

const LINE = String.raw`{"resourceType":"Observation","status":"final","subject":{"reference":"@subject"},"effectiveDateTime":"@at","issued":"@issued",`;
/** Texts that no serialiser writes. */
const TEXTS = [
  ...MODELS.map((model) => JSON.stringify(model)),
  JSON.stringify(pulse, null, 2),
  ` ${JSON.stringify(typical)} `,
  `\ufeff${JSON.stringify(pulse)}`,
  `${LINE}"code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"valueQuantity":{"value":@value,"code":"/min","system":"http://unitsofmeasure.org"},"component":[{"code":{"text":"x"},"valueQuantity":{"value":1.50}}]}`,
  `${LINE}"code":{"text":"x"},"subj\\u0065ct":{"reference":"Patient/other"},"valueQuantity":{"value":@value}}`,
  `${LINE}"code":{"text":"x"},"status":"final"}`,
];

const fill = (text: string, member: (name: Member) => string) =>
  text
    .replace(/"@value"|@value/, () => member('value'))
    .replaceAll(/@(identifier|subject|issued|start|end|at|id)\b/g, (_, name: Member) =>
      JSON.stringify(member(name)).slice(1, -1),
    );

/** What devices send three times in four. */
const member = fc.array(fc.nat({ max: 60 }), { minLength: 20, maxLength: 20 }).map((picks) => {
  let next = 0;
  return (name: Member) => {
    const pick = picks[next++ % picks.length]!;
    return MAY_STAND[name][pick >= 15 ? pick % 2 : pick % MAY_STAND[name].length]!;
  };
});
const edit = fc.option(fc.tuple(fc.nat(), fc.constantFrom('', ' ', '"', '\\', '}', '0', 'x', '\0', 'ä')), { freq: 8 });
const text = fc.tuple(fc.constantFrom(...TEXTS), member, edit).map(([model, of, change]) => {
  const whole = fill(model, of);
  if (!change) return whole;
  const at = change[0] % whole.length;
  return whole.slice(0, at) + change[1] + whole.slice(at + 1);
});

function outcome(read: ReadJson, body: string): unknown {
  try {
    return stringifyJson(read(Buffer.from(body)));
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    return { code: error.code, message: error.message, offset: error.offset };
  }
}

/** What is stored of it, or why it is not. */
function stored(resource: unknown): unknown {
  const entry = readEntry({ resource, path: '' });
  if (entry instanceof DomainError) return { code: entry.code, status: entry.status, errors: entry.errors };
  const made = toEntry(entry, MONITORED, NOW);
  return made instanceof DomainError ? { code: made.code, errors: made.errors } : made;
}

const asEntry = (resource: string) =>
  `{"fullUrl":"urn:uuid:${PATIENT}","resource":${resource},"request":{"method":"POST"}}`;

describe('an Observation that is like one before', () => {
  it('is read as if it were the first', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 8 }), (texts) => {
        const readObservation = observationReader();
        for (const one of texts) expect(outcome(readObservation, one)).toEqual(outcome(parseJson, one));
      }),
      { numRuns: 1500 },
    );
  });

  it('is stored, or refused, as if it were the first', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 8 }), (texts) => {
        const readObservation = observationReader();
        for (const one of texts) {
          let read;
          try {
            read = parseJson(Buffer.from(one));
          } catch {
            continue;
          }
          expect(stored(readObservation(Buffer.from(one)))).toEqual(stored(read));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['steps of an hour', typical],
    ['a pulse', pulse],
  ])('is compared instead of parsed, and taken apart once: %s', (_name, model) => {
    const readObservation = observationReader();
    const read = (n: number) => {
      const body = fill(JSON.stringify(model), (name) => (name === 'identifier' ? `n${n}` : MAY_STAND[name][0]!));
      const resource = readObservation(Buffer.from(body)) as object;
      const isKnown = knownShape(resource) !== undefined;
      expect(stored(resource)).toMatchObject({ identifier: `n${n}` });
      return { stencil: stencilOf(resource), isKnown };
    };
    read(0);
    const [second, third] = [read(1), read(2)];
    expect(second.stencil).toBeDefined();
    expect(third).toEqual({ stencil: second.stencil, isKnown: true });
  });

  it('shares nothing that is changed on the way', () => {
    const of = (name: Member) => MAY_STAND[name][0]!;
    const body = Buffer.from(fill(JSON.stringify(pulse), of));
    const readObservation = observationReader();
    const [first, second] = [readObservation(body), readObservation(body)] as (typeof pulse)[];
    first!.subject.reference = 'Patient/changed';
    first!.valueQuantity.value = 'changed';
    first!.identifier[0]!.value = 'changed';
    const asItCame = JSON.stringify(parseJson(body));
    expect([second, readObservation(body)].map((one) => JSON.stringify(one))).toEqual([asItCame, asItCame]);
  });
});

describe('a Bundle whose entries are like some before', () => {
  const between = fc.constantFrom(',', ',\n  ');
  const frame = fc.constantFrom<[string, string]>(
    ['{"resourceType":"Bundle","type":"transaction","entry":[', ']}'],
    ['{"resourceType":"Bundle","type":"batch","entry": [', ']} '],
    ['{"entry":[', '],"resourceType":"Bundle","type":"batch"}'],
    ['{"entry":[', '],"entry":[]}'],
  );

  it('is read as if it were the first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frame, between, fc.array(text, { maxLength: 5 })), { minLength: 2, maxLength: 4 }),
        (bundles) => {
          const readBundle = bundleReader();
          for (const [[head, tail], comma, texts] of bundles) {
            const body = head + texts.map(asEntry).join(comma) + tail;
            expect(outcome(readBundle, body)).toEqual(outcome(parseJson, body));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  const bundle = (entries: number, first = 0) => {
    const of = (n: number) => (name: Member) => (name === 'identifier' ? `n${n}` : MAY_STAND[name][0]!);
    const texts = Array.from({ length: entries }, (_, i) => asEntry(fill(JSON.stringify(pulse), of(first + i))));
    return Buffer.from(`{"resourceType":"Bundle","type":"batch","entry":[${texts.join(',')}]}`);
  };

  it('has its entries compared instead of parsed', () => {
    const readBundle = bundleReader();
    readBundle(bundle(2));
    const { entry } = readBundle(bundle(3, 10)) as { entry: { resource: object }[] };
    expect(entry.map(({ resource }) => stencilOf(resource))).not.toContain(undefined);
  });

  it('has the limits of JSON', () => {
    const readBundle = bundleReader();
    readBundle(bundle(2));
    const outcomes = [1500, 3000].map((entries) => outcome(readBundle, bundle(entries).toString()));
    expect(outcomes[0]).toEqual(bundle(1500).toString());
    expect(outcomes[1]).toMatchObject({ code: 'too-many-nodes' });
  });
});
