import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../platform/http/domain-error.js';
import { JsonRefused, parseJson, type ReadJson, stencilOf, stringifyJson } from '../../../platform/json/index.js';
import { bundleReader, isKnownToBeValid, observationReader } from '../observation/index.js';
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

const CHANGES = fc.constantFrom('', ' ', '"', '\\', '}', '0', 'x', '\0', 'ä');
const SELDOM_CHANGED = fc.oneof(
  { weight: 9, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(), CHANGES) },
);
const fill = (text: string, member: (name: Member) => string) =>
  text
    .replace(/"@value"|@value/, () => member('value'))
    .replaceAll(/@(identifier|subject|issued|start|end|at|id)\b/g, (_, name: Member) =>
      JSON.stringify(member(name)).slice(1, -1),
    );

/** One kind of text, several times: each time all members but a few as devices send them. */
const texts = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 9 }), SELDOM_CHANGED), {
      minLength: 3,
      maxLength: 9,
    }),
  )
  .map(([model, variations]) =>
    variations.map(([pick, which, change]) => {
      const names = [...model.matchAll(/@(\w+)/g)].map(([, name]) => name as Member);
      // Most times one member, or none, is another than usual.
      const odd = which < 5 ? names[pick % Math.max(1, names.length)] : undefined;
      const whole = fill(model, (name) => MAY_STAND[name][name === odd ? pick % MAY_STAND[name].length : 0]!);
      if (!change) return whole;
      const at = change[0] % whole.length;
      return whole.slice(0, at) + change[1] + whole.slice(at + 1);
    }),
  );

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

const asEntry = (resource: string, i = 0) =>
  `{"fullUrl":"urn:uuid:${i}","resource":${resource},"request":{"method":"POST"}}`;
const usual = (model: object, changes: Partial<Record<Member, string>> = {}) =>
  fill(JSON.stringify(model), (name) => changes[name] ?? MAY_STAND[name][0]!);

describe('an Observation that is like one before', () => {
  it('is read, and stored or refused, as if it were the first', () => {
    let known = 0;
    let all = 0;
    fc.assert(
      fc.property(texts, (bodies) => {
        const read = observationReader();
        for (const body of bodies) {
          const expected = outcome(parseJson, body);
          expect(outcome(read, body)).toEqual(expected);
          if (typeof expected !== 'string') continue;
          const resource = read(Buffer.from(body));
          all++;
          if (isKnownToBeValid(resource)) known++;
          expect(stored(resource)).toEqual(stored(parseJson(Buffer.from(body))));
        }
      }),
      { numRuns: 3000 },
    );
    expect(known / all).toBeGreaterThan(0.1);
  });

  it.each<[string, object, Partial<Record<Member, string>>]>([
    ['a period of no length', typical, { end: INSTANTS[0]! }],
    ['a period whose end comes first', typical, { start: INSTANTS[1]!, end: INSTANTS[0]! }],
    ['a time with an offset', pulse, { at: '2026-03-09T07:00:00.000+01:00' }],
    ['second 60', pulse, { at: '2026-03-09T06:59:60.000Z' }],
    ['a day that is not in the calendar', pulse, { at: '2026-02-30T07:00:00.000Z' }],
    ['a value that nobody has', pulse, { value: '5' }],
    ['a time to come', pulse, { at: '2099-03-09T07:00:00.000Z' }],
    ['1.50', pulse, { value: '71.50' }],
    ['an identifier with a quote', pulse, { identifier: 'o"1' }],
  ])('is looked at where it differs: %s', (_name, model, changes) => {
    const read = observationReader();
    for (let i = 0; i < 3; i++) stored(read(Buffer.from(usual(model, { identifier: `n${i}` }))));
    const body = Buffer.from(usual(model, changes));
    const resource = read(body);
    expect(stringifyJson(resource)).toBe(stringifyJson(parseJson(body)));
    expect(stored(resource)).toEqual(stored(parseJson(body)));
  });

  it.each([
    ['steps of an hour', typical],
    ['a pulse', pulse],
  ])('is compared instead of parsed, and checked once: %s', (_name, model) => {
    const read = observationReader();
    const [first, second] = [1, 2].map((n) => {
      const resource = read(Buffer.from(usual(model, { identifier: `n${n}` }))) as object;
      const wasKnown = isKnownToBeValid(resource);
      expect(stored(resource)).toMatchObject({ identifier: `n${n}` });
      return { stencil: stencilOf(resource), wasKnown };
    });
    expect(first).toEqual({ stencil: expect.anything(), wasKnown: false });
    expect(second).toEqual({ stencil: first!.stencil, wasKnown: true });
  });

  it.each([
    ['notes', { ...pulse, note: [{ text: 'said "so"' }] }],
    ['components', { ...pulse, component: [{ code: { text: 'x' }, valueQuantity: { value: 7 } }] }],
    ['what is no Observation', { ...pulse, resourceType: 'Encounter' }],
    ['what names nobody by an id', { ...pulse, subject: { reference: 'https://x.org/fhir/Patient/1' } }],
    ['a name', { ...pulse, subject: { reference: '@subject', display: 'Mr X' } }],
    [
      'two identifiers',
      {
        ...pulse,
        identifier: [
          { system: 'a', value: 'x' },
          { system: 'b', value: 'y' },
        ],
      },
    ],
    ['an identifier that is a name', { ...pulse, identifier: [{ system: 'a', value: 'Mr X' }] }],
    ['an extension', { ...pulse, method: { text: 'x', extension: [{ url: 'https://x.org/e', valueString: 'Mr X' }] } }],
    ['a time that no column keeps', { ...pulse, issued: '2026-03-09T07:00:00+01:00' }],
  ])('is not remembered with what may be of a person: %s', (_name, model) => {
    const read = observationReader();
    const body = Buffer.from(usual(model));
    read(body);
    expect(stencilOf(read(body) as object)).toBeUndefined();
  });

  it('shares nothing that is changed on the way', () => {
    const body = Buffer.from(usual(pulse));
    const read = observationReader();
    const [first, second] = [read(body), read(body)] as (typeof pulse)[];
    first!.subject.reference = 'Patient/changed';
    first!.valueQuantity.value = 'changed';
    first!.identifier[0]!.value = 'changed';
    const asItCame = JSON.stringify(parseJson(body));
    expect([second, read(body)].map((one) => JSON.stringify(one))).toEqual([asItCame, asItCame]);
  });
});

describe('a Bundle whose entries are like some before', () => {
  const between = fc.constantFrom(',', ',\n  ', ' ,', ';');
  const frame = fc.constantFrom<[string, string]>(
    ['{"resourceType":"Bundle","type":"transaction","entry":[', ']}'],
    ['{"resourceType":"Bundle","type":"batch","entry": [ ', ' ]} '],
    ['{"resourceType":"Bundle","type":"transaction","entry":[', ',]}'],
    ['{"total":1.50,"entry":[', '],"resourceType":"Bundle","type":"batch"}'],
    ['{"entry":[', '],"entry":[]}'],
    ['{"\\u0065ntry":[', '],"resourceType":"Bundle"}'],
    ['{"entry.x":1.50,"entry":[', ']}'],
    ['{"meta":{"entry":[1]},"entry":[', '],"resourceType":"Bundle"}'],
  );

  it('is read, and its entries stored or refused, as if it were the first', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.tuple(frame, between), { minLength: 3, maxLength: 3 }), (bodies, frames) => {
        const read = bundleReader();
        for (const [[head, tail], comma] of [...frames, ...frames]) {
          const body = head + bodies.map(asEntry).join(comma) + tail;
          const expected = outcome(parseJson, body);
          expect(outcome(read, body)).toEqual(expected);
          if (typeof expected !== 'string') continue;
          const entriesOf = (by: ReadJson) =>
            (by(Buffer.from(body)) as { entry?: { resource: unknown }[] }).entry ?? [];
          expect(entriesOf(read).map(({ resource }) => stored(resource))).toEqual(
            entriesOf(parseJson).map(({ resource }) => stored(resource)),
          );
        }
      }),
      { numRuns: 700 },
    );
  });

  const bundle = (entries: number, first = 0, end = ']}') => {
    const bodies = Array.from({ length: entries }, (_, i) => asEntry(usual(pulse, { identifier: `n${first + i}` }), i));
    return Buffer.from(`{"resourceType":"Bundle","type":"batch","entry":[${bodies.join(',')}${end}`);
  };
  const stencilsOf = (read: ReadJson, body: Buffer) =>
    (read(body) as { entry: { resource: object }[] }).entry.map(({ resource }) => stencilOf(resource));

  it('has its entries compared instead of parsed, however other Bundles end', () => {
    const read = bundleReader();
    read(bundle(2, 0, ' ]}'));
    read(bundle(2));
    expect(new Set(stencilsOf(read, bundle(3, 10))).size).toBe(1);
    expect(stencilsOf(read, bundle(3, 10, ' ]}'))).not.toContain(undefined);
  });

  it('is one of which nothing but its type is known, and whose end may be longer than another', () => {
    const read = bundleReader();
    const entry = asEntry(usual(pulse));
    for (let i = 0; i < 2; i++) read(Buffer.from(`{"entry":[${entry}],"resourceType":"Bundle","type":"transaction"}`));
    for (let length = 42; length < 47; length++) {
      const body = `{"entry":[${'1'.repeat(length - 12)}]}`;
      expect(outcome(read, body)).toEqual(outcome(parseJson, body));
    }
    const named = (of: string) =>
      Buffer.from(`{"resourceType":"Bundle","type":"batch","id":"${of}","entry":[${entry}]}`);
    for (let i = 0; i < 3; i++) expect(stencilsOf(read, named('Mr-X'))).toEqual([undefined]);
  });

  it('has the limits of JSON', () => {
    const read = bundleReader();
    read(bundle(2));
    const outcomes = [1500, 3000].map((entries) => outcome(read, bundle(entries).toString()));
    expect(outcomes[0]).toEqual(bundle(1500).toString());
    expect(outcomes[1]).toMatchObject({ code: 'too-many-nodes' });
  });
});
