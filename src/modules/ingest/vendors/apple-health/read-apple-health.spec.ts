import { describe, expect, it } from '@jest/globals';
import { VendorPayloadError, XmlRefused } from '../vendor.errors.js';
import type { ParsedObservation } from '../vendor.js';
import { readAppleHealth } from './read-apple-health.js';

const at = (iso: string) => Date.parse(iso);
const CONTEXT = { zones: [{ sinceMs: -Infinity, zone: 'Europe/Berlin' }] };
const APPLE_DOCTYPE = `<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type CDATA #REQUIRED
  unit CDATA #IMPLIED
>
]>`;

async function* inPieces(text: string, size = 1 << 20): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function read(text: string, size?: number, bornOn?: string) {
  const observations: ParsedObservation[] = [];
  const batches: number[] = [];
  const summary = await readAppleHealth(inPieces(text, size), { ...CONTEXT, bornOn }, async (batch) => {
    batches.push(batch.length);
    observations.push(...batch);
  });
  return { ...summary, observations, batches };
}

const healthData = (...records: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${APPLE_DOCTYPE}\n<HealthData locale="de_DE">
  <ExportDate value="2026-01-31 08:00:00 +0100"/><Me HKCharacteristicTypeIdentifierDateOfBirth="1970-01-01"/>
  ${records.join('\n')}</HealthData>`;

function record(type: string, overrides: Record<string, string | undefined> = {}, inner = ''): string {
  const all: Record<string, string | undefined> = {
    type,
    sourceName: 'Ana&#8217;s Apple&#160;Watch &amp; co',
    unit: 'count',
    startDate: '2026-01-10 08:00:00 +0100',
    endDate: '2026-01-10 08:10:00 +0100',
    value: '120',
    ...overrides,
  };
  const attributes = Object.entries(all).filter(([, v]) => v !== undefined);
  return `<Record ${attributes.map(([k, v]) => `${k}="${v}"`).join(' ')}>${inner}</Record>`;
}
const STEPS = 'HKQuantityTypeIdentifierStepCount';

describe('whose export it is', () => {
  const born = (me: string) => healthData(record(STEPS)).replace(/<Me [^>]*>/, me);
  const ME = '<Me HKCharacteristicTypeIdentifierDateOfBirth=';

  it.each([
    ['the patient’s', `${ME}"1970-01-01"/>`, '1970-01-01', null],
    ['the patient’s, whom nobody here has asked', `${ME}"1970-01-01"/>`, undefined, 'no-birth-date-in-record'],
    ['nobody’s who says when they were born', `${ME}""/>`, '1970-01-01', 'no-birth-date-in-file'],
    ['nobody’s who says anything', '<Me/>', '1970-01-01', 'no-birth-date-in-file'],
    ['nobody’s at all', '', '1970-01-01', 'no-birth-date-in-file'],
    ['nobody’s, of whom nobody here has asked', '', undefined, 'no-birth-date-in-file'],
  ])('%s is read, and whether anybody could tell is said', async (_name, me, bornOn, unchecked) => {
    const found = await read(born(me), undefined, bornOn);
    expect([found.observations.length, found.unchecked]).toEqual([1, unchecked]);
  });

  it('somebody else’s is refused before anything of it is handed on, and neither date is told', async () => {
    const batches: unknown[] = [];
    const many = born(`${ME}"1970-01-01"/>`).replace('</HealthData>', `${record(STEPS).repeat(1200)}</HealthData>`);
    const reading = readAppleHealth(inPieces(many), { ...CONTEXT, bornOn: '1971-01-01' }, async (batch) => {
      batches.push(batch);
    });
    const failure = (await reading.catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code: 'UPLOAD_NOT_THEIRS', status: 422 });
    expect(failure.message).toMatch(/somebody else’s export: it was not taken/);
    expect(failure.message).not.toMatch(/\d/);
    expect(batches).toEqual([]);
  });
});
const aSleep = (stage: string, start: string, end: string, overrides = {}) =>
  record('HKCategoryTypeIdentifierSleepAnalysis', {
    unit: undefined,
    value: `HKCategoryValueSleepAnalysis${stage}`,
    startDate: `2026-01-${start} +0100`,
    endDate: `2026-01-${end} +0100`,
    ...overrides,
  });

describe('records', () => {
  it('become observations in our units, with the offset they carry', async () => {
    const { observations, refusals, records } = await read(
      healthData(
        record(STEPS, { startDate: '2014-09-21 06:08:47 -0800', endDate: '2014-09-21 06:09:00 -0800' }),
        record('HKQuantityTypeIdentifierHeartRate', { unit: 'count/min', value: '61.5', sourceName: 'iPhone' }),
        record('HKQuantityTypeIdentifierRestingHeartRate', { unit: 'count/min', value: '58' }),
        record('HKQuantityTypeIdentifierAppleExerciseTime', { unit: 'min', value: '10' }),
      ),
    );
    expect(refusals).toEqual([]);
    expect(records).toBe(4);
    expect(observations[0]).toEqual({
      metric: 'steps',
      startMs: at('2014-09-21T14:08:47Z'),
      endMs: at('2014-09-21T14:09:00Z'),
      value: 120,
      original: { value: 120, unit: 'count' },
      source: { system: 'apple-health', device: 'Ana’s Apple\u00a0Watch & co', kind: 'watch' },
      externalId: null,
    });
    expect(observations.slice(1).map((o) => [o.metric, o.value, o.original.unit, o.source.kind])).toEqual([
      ['heartRate', 61.5, 'count/min', 'phone'],
      ['restingHeartRate', 58, 'count/min', 'watch'],
      ['walkingMinutes', 10, 'min', 'watch'],
    ]);
  });

  it.each([1, 7, 100_000])('read the same in pieces of %d bytes, also within a letter', async (size) => {
    const text = healthData(record(STEPS, { sourceName: 'Große Uhr 手表' }), record(STEPS, { value: '7' }));
    const { observations } = await read(text, size);
    expect(observations.map((o) => [o.source.device, o.value])).toEqual([
      ['Große Uhr 手表', 120],
      ['Ana’s Apple\u00a0Watch & co', 7],
    ]);
  });

  it('are read around characters that XML forbids: iPhones write them as they stand in the names of apps', async () => {
    const forbidden = ['\u000b', '\u0000', '\u001f', '\ufffe'];
    const named = forbidden.map((letter, i) => record(STEPS, { sourceName: `Left${letter}right`, value: String(i) }));
    const note = `<MetadataEntry key="note" value="a${forbidden.join('')}b"/>`;
    const { observations, refusals } = await read(healthData(...named, record(STEPS, { value: '9' }, note)), 7);
    expect(refusals).toEqual([]);
    expect(observations.map((o) => [o.source.device, o.value])).toEqual([
      ...forbidden.map((_letter, i) => ['Left right', i]),
      ['Ana’s Apple\u00a0Watch & co', 9],
    ]);
  });

  it('tell when a person typed them in', async () => {
    const inner = '<MetadataEntry key="HKWasUserEntered" value="1"/>';
    const { observations } = await read(healthData(record(STEPS, {}, inner), record(STEPS)));
    expect(observations.map((o) => o.source.kind)).toEqual(['form', 'watch']);
  });

  it('inside a correlation are not counted twice', async () => {
    const { observations, skipped } = await read(healthData(`<Correlation type="x">${record(STEPS)}</Correlation>`));
    expect(observations).toEqual([]);
    expect(skipped).toEqual([{ kind: 'Correlation', count: 1 }]);
  });

  it('inside a record do not take its place', async () => {
    const { observations } = await read(healthData(record(STEPS, {}, record(STEPS, { value: '7' }))));
    expect(observations.map((o) => o.value)).toEqual([120]);
  });

  it('that are not ours are counted; their kind is told only when Apple named it', async () => {
    const { skipped } = await read(
      healthData(record('HKQuantityTypeIdentifierBodyMass'), record('Ana Example'), '<Workout/>', '<Workout/>'),
    );
    expect(skipped).toEqual([
      { kind: 'HKQuantityTypeIdentifierBodyMass', count: 1 },
      { kind: 'other', count: 1 },
      { kind: 'Workout', count: 2 },
    ]);
  });

  it.each([
    ['steps of -5', { value: '-5' }],
    ['words', { value: 'many' }],
    ['NaN', { value: 'NaN' }],
    ['Infinity', { value: '1e99' }],
    ['nothing', { value: undefined }],
    ['another unit', { unit: 'mi' }],
    ['a unit by inheritance', { unit: 'constructor' }],
    ['no offset', { startDate: '2026-01-10 08:00:00' }],
    ['30 February', { startDate: '2026-02-30 08:00:00 +0100' }],
    ['24:00', { endDate: '2026-01-10 24:00:00 +0100' }],
    ['end before start', { endDate: '2026-01-10 07:00:00 +0100' }],
    ['steps of a week', { endDate: '2026-01-17 08:00:00 +0100' }],
  ])('are refused for %s, in a sentence, and the rest is taken', async (_name, overrides) => {
    const result = await read(healthData(record(STEPS), record(STEPS, overrides), record(STEPS)));
    expect(result.refusals).toEqual([{ code: 'INVALID', message: expect.any(String), count: 1 }]);
    expect(result.observations).toHaveLength(2);
    expect(JSON.stringify(result.refusals)).not.toContain('Ana');
  });

  it('that are refused by the thousand are counted', async () => {
    const { refusals } = await read(healthData(...Array(2500).fill(record(STEPS, { value: 'x' }))));
    expect(refusals).toEqual([{ code: 'INVALID', message: 'value must be a number', count: 2500 }]);
  });

  it('come in batches of 1,000, and no more is read before they are stored', async () => {
    const text = healthData(...Array.from({ length: 2500 }, (_, i) => record(STEPS, { value: String(i) })));
    let storing = 0;
    const values: number[] = [];
    const sizes: number[] = [];
    const progress: number[] = [];
    await readAppleHealth(
      inPieces(text, 50_000),
      CONTEXT,
      async (batch) => {
        expect(++storing).toBe(1);
        await new Promise((done) => setTimeout(done, 2));
        sizes.push(batch.length);
        values.push(...batch.map((o) => o.value));
        storing--;
      },
      (p) => progress.push(p.bytesRead),
    );
    expect(sizes).toEqual([1000, 1000, 500]);
    expect(values).toEqual(Array.from({ length: 2500 }, (_, i) => i));
    expect(progress.at(-1)).toBe(Buffer.byteLength(text));
  });

  it('stop when they cannot be stored', async () => {
    const text = healthData(...Array(3000).fill(record(STEPS)));
    const reading = readAppleHealth(inPieces(text), CONTEXT, () => Promise.reject(new Error('disk full')));
    await expect(reading).rejects.toThrow('disk full');
  });
});

describe('sleep', () => {
  it('is one observation a night and source: what was slept, from first to last', async () => {
    const { observations, skipped } = await read(
      healthData(
        aSleep('InBed', '10 22:30:00', '11 07:00:00', { sourceName: 'iPhone' }),
        aSleep('AsleepCore', '10 23:00:00', '11 01:00:00'),
        aSleep('AsleepDeep', '11 01:00:00', '11 02:00:00'),
        aSleep('Awake', '11 02:00:00', '11 02:30:00'),
        aSleep('AsleepREM', '11 02:30:00', '11 06:30:00'),
        aSleep('AsleepUnspecified', '11 14:00:00', '11 14:30:00'),
        aSleep('Asleep', '10 23:10:00', '11 06:10:00', { sourceName: 'Some App' }),
      ),
    );
    expect(observations.map((o) => [o.source.kind, o.value, o.original.value, o.startMs, o.endMs])).toEqual([
      ['watch', 7, 420, at('2026-01-10T22:00:00Z'), at('2026-01-11T05:30:00Z')],
      ['watch', 0.5, 30, at('2026-01-11T13:00:00Z'), at('2026-01-11T13:30:00Z')],
      ['other', 7, 420, at('2026-01-10T22:10:00Z'), at('2026-01-11T05:10:00Z')],
    ]);
    expect(skipped).toEqual([
      { kind: 'sleep: InBed', count: 1 },
      { kind: 'sleep: Awake', count: 1 },
    ]);
  });

  it('of 30 hours is refused', async () => {
    const { observations, refusals } = await read(healthData(aSleep('AsleepCore', '10 00:00:00', '11 06:00:00')));
    expect(observations).toEqual([]);
    expect(refusals).toEqual([{ code: 'INVALID', message: 'sleep must not be longer than 24 hours', count: 1 }]);
  });
});

describe('hostile XML', () => {
  const laughs = `<!DOCTYPE HealthData [<!ENTITY a "ha">${'bcdefghij'
    .split('')
    .map((c, i) => `<!ENTITY ${c} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
    .join('')}]>`;

  it.each([
    ['billion laughs', `${laughs}<HealthData locale="&j;"/>`, 'XML_ENTITY_REFUSED'],
    [
      'quadratic entity',
      `<!DOCTYPE HealthData [<!ENTITY a "${'x'.repeat(40_000)}">]><HealthData/>`,
      'XML_ENTITY_REFUSED',
    ],
    [
      'a file from this machine',
      '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/hostname">]><HealthData>&x;</HealthData>',
      'XML_ENTITY_REFUSED',
    ],
    ['an external DTD', '<!DOCTYPE HealthData SYSTEM "http://127.0.0.1:9/x.dtd"><HealthData/>', 'XML_ENTITY_REFUSED'],
    [
      'a public DTD',
      '<!DOCTYPE HealthData PUBLIC "-//X//EN" "http://127.0.0.1:9/x.dtd"><HealthData/>',
      'XML_ENTITY_REFUSED',
    ],
    [
      'a parameter entity',
      '<!DOCTYPE HealthData [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]><HealthData/>',
      'XML_ENTITY_REFUSED',
    ],
    ['an entity nobody declared', '<HealthData locale="&who;"/>', 'XML_ENTITY_REFUSED'],
    ['200,000 elements deep', `<HealthData>${'<a>'.repeat(200_000)}`, 'XML_TOO_COSTLY'],
    ['an attribute of 5 KB', `<HealthData><Record type="${'x'.repeat(5000)}"/></HealthData>`, 'XML_TOO_COSTLY'],
    ['an attribute of 50 MB', `<HealthData><Record type="${'x'.repeat(5e7)}`, 'XML_TOO_COSTLY'],
    ['a text without end', `<HealthData>${'x'.repeat(1e6)}`, 'XML_TOO_COSTLY'],
    ['a comment without end', `<HealthData><!--${'x'.repeat(1e6)}`, 'XML_TOO_COSTLY'],
    ['a DOCTYPE without end', `<!DOCTYPE HealthData [${'<!ELEMENT a EMPTY>'.repeat(20_000)}`, 'XML_TOO_COSTLY'],
    ['a file that is cut off', healthData(record(STEPS)).slice(0, -20), 'XML_MALFORMED'],
    ['tags that cross', '<HealthData><a></b></HealthData>', 'XML_MALFORMED'],
    ['nothing', '', 'XML_MALFORMED'],
  ])('%s', async (_name, text, code) => {
    let bytesRead = 0;
    const pieces = async function* () {
      for await (const piece of inPieces(text, 1 << 16)) {
        bytesRead += piece.length;
        yield piece;
      }
    };
    const failure = await readAppleHealth(pieces(), CONTEXT, async () => {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(XmlRefused);
    expect(failure).toMatchObject({ code, status: 422 });
    // However long it goes on, it is refused early.
    expect(bytesRead).toBeLessThanOrEqual(2 << 20);
  });

  it('that is not UTF-8', async () => {
    async function* utf16() {
      yield Buffer.from('\uFEFF<HealthData/>', 'utf16le');
    }
    await expect(readAppleHealth(utf16(), CONTEXT, async () => {})).rejects.toMatchObject({ code: 'XML_MALFORMED' });
  });

  it('of another kind is not recognised', () => expect(read('<gpx/>')).rejects.toBeInstanceOf(VendorPayloadError));
});
